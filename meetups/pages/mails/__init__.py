"""The organiser's pages about mails: whether they arrive, where each stands, what came back."""

from meetups.pages.mails import check_page, message_page, messages_page, outbox_page

__all__ = ["check_page", "message_page", "messages_page", "outbox_page"]
