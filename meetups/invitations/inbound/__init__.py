"""What comes back to our mailbox: calendar answers, mails not delivered, and what people write."""

from meetups.invitations.inbound.receiving import receive

__all__ = ["receive"]
