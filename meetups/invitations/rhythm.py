"""When a meetup writes to its guests: its reminders, its waves, its deadline, as an organiser sets them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from meetups.accounts.models import Account, AuditEntry
from meetups.accounts.records import record_audit
from meetups.calendars.reminders import reminder_at
from meetups.errors import DomainError
from meetups.invitations.seats import lock_meetup
from meetups.planning.models import Meetup, Reminder, ReminderAudience
from meetups.planning.services import check_can_change

Pace = tuple[ReminderAudience, int]
"""To whom, and how many days before the start."""
DEFAULTS: tuple[Pace, ...] = (
    (ReminderAudience.SILENT, 10),
    (ReminderAudience.COMING, 7),
    (ReminderAudience.COMING, 1),
)
FURTHEST_DAYS = 60
SET = "rhythm_set"
"""The log's word for an organiser's own choice: an empty list of reminders is then meant."""


class DeadlineAfterStart(DomainError):
    """The meal cannot be ordered once it is eaten."""

    def __init__(self) -> None:
        super().__init__("La date limite vient avant le début de la rencontre.")


class DeadlinePast(DomainError):
    """Nobody could answer any more, and nothing would say so."""

    def __init__(self) -> None:
        super().__init__("Ce moment est déjà passé : choisissez-en un à venir, ou laissez vide.")


@dataclass(frozen=True)
class Rhythm:
    """All that the page of a meetup's rhythm says; instants are aware."""

    reminders: Collection[Pace]
    answer_by: datetime | None = None
    wave_size: int | None = None
    waves_are_automatic: bool = False
    silence_days: int = 7
    caterer_name: str = ""
    caterer_email: str = ""
    caterer_phone: str = ""


def set_rhythm(session: Session, meetup: Meetup, rhythm: Rhythm, *, actor: Account, now: datetime) -> None:
    """Write it down. A reminder that stays keeps what it knows of having been sent; sent twice, one row each.

    The version of the meetup grows with its reminders too, so that an older page cannot undo them unseen.
    Raises ``DeadlineAfterStart``, ``DeadlinePast``, ``MeetupCancelled`` or ``MeetupOver``.
    """
    meetup = lock_meetup(session, meetup.id)
    check_can_change(meetup, now)
    check_deadline(rhythm.answer_by, starts_at=meetup.starts_at, known=meetup.answer_by, now=now)
    for name in vars(rhythm).keys() - {"reminders"}:
        setattr(meetup, name, getattr(rhythm, name))
    wanted = set(rhythm.reminders)
    session.refresh(meetup, ["reminders"])
    if wanted != set(planned(session, meetup)):
        meetup.changed_at = now
        flag_modified(meetup, "changed_at")  # even at the instant that is already written
    meetup.reminders = [each for each in meetup.reminders if (each.audience, each.days_before) in wanted]
    _add(meetup, wanted - {(each.audience, each.days_before) for each in meetup.reminders})
    record_audit(session, actor=actor, action=SET, object=meetup, now=now)


def check_deadline(answer_by: datetime | None, *, starts_at: datetime, known: datetime | None, now: datetime) -> None:
    """A deadline that is new is still to come, and before the start; the one that is ``known`` may have passed.

    Raises ``DeadlineAfterStart`` or ``DeadlinePast``.
    """
    if answer_by is None:
        return
    if answer_by > starts_at:
        raise DeadlineAfterStart
    if answer_by <= now and answer_by != known:
        raise DeadlinePast


def planned(session: Session, meetup: Meetup) -> list[Pace]:
    """The reminders of a meetup, the earliest first: its own, or the usual ones until somebody chooses."""
    own = [(each.audience, each.days_before) for each in meetup.reminders]
    return own if own or _was_set(session, meetup) else list(DEFAULTS)


def keep_defaults(session: Session, meetup: Meetup) -> None:
    """Write down the usual reminders of a meetup without any, unless an organiser wanted none. Flushes.

    The caller holds the meetup's lock.
    """
    session.refresh(meetup, ["reminders"])
    if not meetup.reminders and not _was_set(session, meetup):
        _add(meetup, DEFAULTS)
        session.flush()


def leaves_at(meetup: Meetup, days_before: int) -> datetime:
    """When a reminder of this meetup leaves, in UTC."""
    return reminder_at(meetup.starts_at, timedelta(days=days_before), meetup.zone)


def _add(meetup: Meetup, paces: Collection[Pace]) -> None:
    meetup.reminders += [Reminder(audience=audience, days_before=days) for audience, days in sorted(paces)]


def _was_set(session: Session, meetup: Meetup) -> bool:
    chosen = select(AuditEntry.id).where(AuditEntry.action == SET, AuditEntry.object == meetup.public_id)
    return session.scalar(chosen.limit(1)) is not None
