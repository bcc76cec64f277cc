"""The organisers' pages of a date poll: ask, read the answers, note those that were heard, fix the date."""

from meetups.pages.polls import closing_pages, poll_pages

__all__ = ["closing_pages", "poll_pages"]
