"""Pages about mails: whether they arrive, and what came back."""

from meetups.pages.mails import check_page, message_page, messages_page, outbox_page

__all__ = ["check_page", "message_page", "messages_page", "outbox_page"]
