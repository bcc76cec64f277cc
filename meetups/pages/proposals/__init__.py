"""Proposals, whole: what each would be, what could be changed, how they are weighed."""

from meetups.pages.proposals import list_pages, proposal_pages, settings_pages

__all__ = ["list_pages", "proposal_pages", "settings_pages"]
