"""How the outbox stands as a whole: counts, a batch that is leaving, updates that settle, suspended addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.outbox.models import MailState, OutgoingEmail, SuspendedAddress
from meetups.pages.mails.lines import SHOWN, meetups_called, people_at
from meetups.pages.mails.wording import about_recipient
from meetups.planning.models import Meetup

MOST_SETTLING = 10
MOST_SUSPENDED = 50


@dataclass(frozen=True)
class Batch:
    """Mails that are leaving now: how many have, or were refused, of how many."""

    done: int
    total: int


@dataclass(frozen=True)
class Settling:
    """Mails about one meetup that wait because more changes may come."""

    meetup: Meetup
    count: int
    leaves_at: datetime


@dataclass(frozen=True)
class Suspended:
    """An address that sent our mails back, since when, why, and whose it is if we know."""

    address: str
    since: datetime
    code: str
    person: Professional | None

    @property
    def why(self) -> str:
        """In words."""
        return about_recipient(self.code)


def counts_by_state(session: Session, *which: ColumnElement[bool]) -> dict[MailState, int]:
    """How many mails stand where, those written for show aside."""
    state = OutgoingEmail.state
    rows = session.execute(select(state, func.count()).where(state.in_(SHOWN), *which).group_by(state))
    return dict.fromkeys(SHOWN, 0) | dict(rows.all())


def leaving(session: Session, *which: ColumnElement[bool], now: datetime) -> Batch | None:
    """The batch that is leaving now, from its first mail that has not left; ``None`` when nothing is due.

    A mail that was refused for now does not make a batch: it will be tried again in its time.
    """
    due = OutgoingEmail.not_before <= now, *which
    waits = OutgoingEmail.state == MailState.PENDING, OutgoingEmail.last_error.is_(None)
    first = session.scalar(select(func.min(OutgoingEmail.id)).where(*waits, *due))
    if first is None:
        return None
    ours = OutgoingEmail.id >= first, *due
    by_state = counts_by_state(session, *ours)
    total = sum(by_state.values())
    return Batch(total - by_state[MailState.PENDING], total)


def settling(session: Session, *which: ColumnElement[bool], now: datetime) -> list[Settling]:
    """Meetups whose mails wait for further changes, the soonest to leave first."""
    about, leaves_at = OutgoingEmail.about, func.min(OutgoingEmail.not_before)
    held = OutgoingEmail.state == MailState.PENDING, OutgoingEmail.not_before > now, OutgoingEmail.attempts == 0
    wanted = select(about, func.count(), leaves_at).where(*held, about.is_not(None), *which)
    rows = session.execute(wanted.group_by(about).order_by(leaves_at, about).limit(MOST_SETTLING)).all()
    meetups = meetups_called(session, {public_id for public_id, _, _ in rows if public_id})
    return [Settling(meetups[public_id], count, at) for public_id, count, at in rows if public_id in meetups]


def suspended_addresses(session: Session) -> tuple[list[Suspended], int]:
    """The newest of them, and how many there are."""
    newest = select(SuspendedAddress).order_by(SuspendedAddress.since.desc(), SuspendedAddress.address)
    rows: Sequence[SuspendedAddress] = session.scalars(newest.limit(MOST_SUSPENDED + 1)).all()
    total = len(rows)
    if total > MOST_SUSPENDED:
        total = session.scalar(select(func.count()).select_from(SuspendedAddress)) or total
    shown = rows[:MOST_SUSPENDED]
    people = people_at(session, {row.address for row in shown})
    return [Suspended(row.address, row.since, row.code, people.get(row.address)) for row in shown], total
