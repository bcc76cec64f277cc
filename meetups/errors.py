"""Refusals that can be shown to the person who asked, in French, with what to do next."""


class DomainError(Exception):
    """A rule said no. ``str(error)`` is a complete French sentence, safe to show."""
