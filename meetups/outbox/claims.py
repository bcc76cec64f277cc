"""Which mails a worker takes: leased for a while, so that what a crash leaves behind leaves later."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from meetups.outbox.models import MailState, OutgoingContent, OutgoingEmail
from meetups.outbox.pace import EVERYTHING, Pace, exhausted, take
from meetups.outbox.suspensions import suspended_among

LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Claimed:
    """A mail that is ours until ``lease_until``."""

    id: int
    public_id: str
    envelope_from: str
    recipient: str
    attempts: int
    created_at: datetime
    lease_until: datetime
    mime: bytes | None


def due(now: datetime) -> ColumnElement[bool]:
    """Condition: waiting, its time has come, and no worker holds it."""
    free = or_(OutgoingEmail.lease_until.is_(None), OutgoingEmail.lease_until <= now)
    return (OutgoingEmail.state == MailState.PENDING) & (OutgoingEmail.not_before <= now) & free


def claim(
    session: Session, *, now: datetime, limit: int, pace: Pace | None = None, only: Collection[str] | None = None
) -> list[Claimed]:
    """Lease the oldest mails that are due, and that ``pace`` lets leave: a domain out of tokens holds no other back.

    ``only``: no others than these public ids. A crashed worker's attempt counts too: it is counted here.
    """
    wanted = due(now) if only is None else due(now) & OutgoingEmail.public_id.in_(only)
    chosen = _oldest(wanted, limit) if pace is None else _allowed(session, wanted, now, limit, pace)
    lease = now + LEASE
    rows = session.execute(
        update(OutgoingEmail)
        .where(OutgoingEmail.id.in_(chosen))
        .values(lease_until=lease, attempts=OutgoingEmail.attempts + 1)
        .returning(
            OutgoingEmail.id,
            OutgoingEmail.public_id,
            OutgoingEmail.envelope_from,
            OutgoingEmail.recipient,
            OutgoingEmail.attempts,
            OutgoingEmail.created_at,
        ),
        execution_options={"synchronize_session": False},
    ).all()
    contents = _contents(session, [row.id for row in rows])
    return sorted((Claimed(*row, lease, contents.get(row.id)) for row in rows), key=lambda mail: mail.id)


def _contents(session: Session, mails: Sequence[int]) -> dict[int, bytes]:
    if not mails:
        return {}
    kept = select(OutgoingContent.mail_id, OutgoingContent.mime).where(OutgoingContent.mail_id.in_(mails))
    return {row.mail_id: row.mime for row in session.execute(kept)}


def suspended(session: Session, mails: Sequence[Claimed]) -> set[str]:
    """Those of their recipients, in lower case, that were suspended since the mails were written."""
    return suspended_among(session, {mail.recipient.lower() for mail in mails})


def _oldest(wanted: ColumnElement[bool], limit: int) -> Select[int]:
    """SKIP LOCKED is for PostgreSQL, where 500 rows were sent 650 times without it; SQLite has one writer."""
    first = select(OutgoingEmail.id).where(wanted).order_by(OutgoingEmail.not_before, OutgoingEmail.id)
    return select(first.limit(limit).with_for_update(skip_locked=True).cte("chosen").c.id)


def _allowed(session: Session, wanted: ColumnElement[bool], now: datetime, limit: int, pace: Pace) -> list[int]:
    without = exhausted(session, pace, now=now)
    if EVERYTHING in without:
        return []
    elsewhere = OutgoingEmail.domain.not_in(without)
    first = select(OutgoingEmail.id, OutgoingEmail.domain).where(wanted, elsewhere)
    oldest = first.order_by(OutgoingEmail.not_before, OutgoingEmail.id).limit(limit)
    found = session.execute(oldest.with_for_update(skip_locked=True)).all()
    if not found:
        return []
    left = take(session, Counter(domain for _, domain in found), pace, now=now)
    chosen = []
    for mail, domain in found:
        if left[domain] > 0:
            left[domain] -= 1
            chosen.append(mail)
    return chosen
