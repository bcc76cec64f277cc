"""What whoever lends rooms sees, by the link of a mail."""

from meetups.pages.hosts import rooms_page

__all__ = ["rooms_page"]
