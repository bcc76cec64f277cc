"""The organiser's pages about mails: whether they arrive, where each stands, what came back."""

from meetups.pages.mails import check_page

__all__ = ["check_page"]
