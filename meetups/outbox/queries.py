"""Reads of the outbox: for health checks, the organiser's pages and the demo's mailbox."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from meetups.outbox.models import MailKind, MailState, OutgoingEmail

PAGE = 100

MailCounts = dict[tuple[MailKind, MailState], int]


def oldest_due(session: Session, *, now: datetime) -> datetime | None:
    """Since when the mail that has waited longest should have left, or ``None`` when nothing is due."""
    return session.scalar(
        select(func.min(OutgoingEmail.not_before)).where(
            OutgoingEmail.state == MailState.PENDING, OutgoingEmail.not_before <= now
        )
    )


def counts_about(session: Session, meetup_ids: Collection[str]) -> dict[str, MailCounts]:
    """How many mails of each kind and state speak of each meetup, in one query; ``meetup_ids`` are public ids."""
    about, kind, state = OutgoingEmail.about, OutgoingEmail.kind, OutgoingEmail.state
    rows = session.execute(
        select(about, kind, state, func.count())
        .where(about.in_(meetup_ids), state != MailState.SUPPRESSED)
        .group_by(about, kind, state)
    )
    counts: dict[str, MailCounts] = {public_id: {} for public_id in meetup_ids}
    for public_id, mail_kind, mail_state, count in rows:
        counts[public_id or ""][mail_kind, mail_state] = count
    return counts


def mails_about(session: Session, meetup_id: str) -> Sequence[OutgoingEmail]:
    """Every mail about one meetup, newest first, without its bytes."""
    return session.scalars(_newest(OutgoingEmail.about == meetup_id)).all()


def mailbox_page(session: Session, before: OutgoingEmail | None = None) -> tuple[Sequence[OutgoingEmail], bool]:
    """The newest mails, or those just before one; 100 at most, and whether there are older ones."""
    older = () if before is None else (OutgoingEmail.id < before.id,)
    mails = session.scalars(_newest(*older).limit(PAGE + 1)).all()
    return mails[:PAGE], len(mails) > PAGE


def find_mail(session: Session, public_id: str) -> OutgoingEmail | None:
    """One mail with its bytes, unless it was only written for show."""
    shown = OutgoingEmail.state != MailState.SUPPRESSED
    return session.scalar(
        select(OutgoingEmail)
        .where(OutgoingEmail.public_id == public_id, shown)
        .options(joinedload(OutgoingEmail.content))
    )


def _newest(*conditions: ColumnElement[bool]) -> Select[OutgoingEmail]:
    return (
        select(OutgoingEmail)
        .where(OutgoingEmail.state != MailState.SUPPRESSED, *conditions)
        .order_by(OutgoingEmail.id.desc())
    )
