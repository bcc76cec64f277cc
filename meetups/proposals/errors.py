"""Refusals about proposals."""

from meetups.errors import DomainError


class ProposalGone(DomainError):
    """The rows were refreshed meanwhile, and this pair is not proposed any more."""

    def __init__(self) -> None:
        super().__init__("Cette proposition a changé depuis : voici les propositions du moment.")
