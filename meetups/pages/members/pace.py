"""How fast the directory may be read: as a person reads, not as a program copies (ASVS 2.4.1)."""

from collections import deque
from datetime import datetime, timedelta

import structlog
from flask import abort, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry

REVEALED = "contact_revealed"
"""In the audit log: who asked for whose contact details."""
WINDOW = timedelta(hours=1)
MOST_PAGES, MOST_REVEALED = 200, 30
"""For one account in one hour. Pages are counted by each process for itself: reading writes nothing."""

log = structlog.get_logger()


def check_pages(account: Account, now: datetime) -> None:
    """Count a page of the directory, a list or a person. Answers 429 past ``MOST_PAGES``, and logs it."""
    seen: dict[int, deque[datetime]] = current_app.extensions.setdefault("directory_pages", {})
    recent = seen.setdefault(account.id, deque(maxlen=MOST_PAGES))
    if len(recent) == MOST_PAGES and recent[0] > now - WINDOW:
        log.warning("directory_read_too_fast", account=account.public_id)
        abort(429)
    recent.append(now)


def check_reveals(session: Session, account: Account, now: datetime) -> None:
    """Answers 429 once ``MOST_REVEALED`` contact details were shown to this account within the hour, and logs it."""
    shown = session.scalar(
        select(func.count(AuditEntry.id)).where(
            AuditEntry.at > now - WINDOW, AuditEntry.actor == account.public_id, AuditEntry.action == REVEALED
        )
    )
    if (shown or 0) >= MOST_REVEALED:
        log.warning("contacts_revealed_too_fast", account=account.public_id)
        abort(429)
