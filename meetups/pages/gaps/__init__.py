"""Where nobody ever met: for organisers by name, for everyone as counts."""

from meetups.pages.gaps import gap_pages

__all__ = ["gap_pages"]
