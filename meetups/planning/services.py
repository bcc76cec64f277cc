"""Verbs that change a meetup."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.database import new_public_id
from meetups.planning.errors import (
    AlreadyPublished,
    BadDate,
    CapacityBelowGuests,
    MeetupCancelled,
    MeetupOver,
    VenueTaken,
    VenueTooSmall,
)
from meetups.planning.models import Meetup, MeetupFormat, MeetupStatus, Openness
from meetups.planning.rules import loan_for, moved_deadline
from meetups.venues.models import Venue
from meetups.web.filters import local

FURTHEST = timedelta(days=730)


@dataclass(frozen=True)
class MeetupDetails:
    """What an organiser edits. Instants are aware."""

    title: str
    format: MeetupFormat
    pathway_id: int
    commune_insee: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    venue_id: int | None = None
    area_id: int | None = None
    why: str = ""
    openness: Openness = Openness.INVITED


def create_meetup(session: Session, details: MeetupDetails, *, now: datetime, public_id: str | None = None) -> Meetup:
    """A draft. With a ``public_id`` already used, the meetup that bears it: a form sent twice makes one draft."""
    if public_id is not None:
        existing = session.scalar(select(Meetup).where(Meetup.public_id == public_id))
        if existing is not None:
            return existing
    _check_dates(details.starts_at, details.ends_at, now)
    check_venue(session, details.venue_id, details.capacity, details.starts_at, details.ends_at, None)
    meetup = Meetup(public_id=public_id or new_public_id(), created_at=now, changed_at=now, **vars(details))
    session.add(meetup)
    session.flush()
    return meetup


def edit_meetup(session: Session, meetup: Meetup, details: MeetupDetails, *, now: datetime) -> None:
    """Change a draft freely; once published, only what needs no new calendar object."""
    check_can_change(meetup, now)
    moved = (details.starts_at, details.ends_at, details.venue_id) != (
        meetup.starts_at,
        meetup.ends_at,
        meetup.venue_id,
    )
    if moved and not meetup.is_draft:
        raise AlreadyPublished
    if details.capacity + meetup.overbooking < meetup.seats_taken:
        raise CapacityBelowGuests(meetup.seats_taken)
    if moved:
        _check_dates(details.starts_at, details.ends_at, now)
    check_venue(session, details.venue_id, details.capacity, details.starts_at, details.ends_at, meetup)
    _take_deadline_along(meetup, details.starts_at)
    for name, value in vars(details).items():
        setattr(meetup, name, value)
    meetup.changed_at = now
    session.flush()
    session.refresh(meetup)


def set_capacity(
    session: Session, meetup: Meetup, capacity: int, *, overbooking: int | None = None, now: datetime
) -> None:
    """So many places at the table, and so many promised beyond them (as before, unless said).

    Raises ``CapacityBelowGuests`` or ``VenueTooSmall``.
    """
    check_can_change(meetup, now)
    overbooking = meetup.overbooking if overbooking is None else overbooking
    if capacity + overbooking < meetup.seats_taken:
        raise CapacityBelowGuests(meetup.seats_taken)
    check_venue(session, meetup.venue_id, capacity, meetup.starts_at, meetup.ends_at, meetup)
    if (capacity, overbooking) != (meetup.capacity, meetup.overbooking):
        meetup.capacity, meetup.overbooking, meetup.changed_at = capacity, overbooking, now
        session.flush()
        session.refresh(meetup)


def move_meetup(
    session: Session,
    meetup: Meetup,
    *,
    starts_at: datetime,
    ends_at: datetime,
    venue_id: int | None,
    now: datetime,
    on_its_day: bool = False,
    even_past: bool = False,
) -> bool:
    """Give another date or place; ``False`` when nothing changes. Guests are told by ``invitations.reschedule``.

    ``on_its_day``: also once it has begun, on its day. ``even_past``: also a draft whose own date went by.
    """
    check_can_change(meetup, now, on_its_day=on_its_day, even_past=even_past and meetup.is_draft)
    if (starts_at, ends_at, venue_id) == (meetup.starts_at, meetup.ends_at, meetup.venue_id):
        return False
    _check_dates(starts_at, ends_at, now)
    check_venue(session, venue_id, meetup.capacity, starts_at, ends_at, meetup)
    _take_deadline_along(meetup, starts_at)
    meetup.starts_at, meetup.ends_at, meetup.venue_id = starts_at, ends_at, venue_id
    meetup.changed_at = now
    if not meetup.is_draft:
        meetup.sequence += 1
    session.flush()
    session.refresh(meetup)
    return True


def _take_deadline_along(meetup: Meetup, starts_at: datetime) -> None:
    """As reminders do: what is set before the start stays as long before it."""
    if meetup.answer_by is not None:
        meetup.answer_by = moved_deadline(meetup.answer_by, meetup.starts_at, starts_at, meetup.zone)


def publish(session: Session, meetup: Meetup, *, now: datetime) -> None:
    """Make a draft real; a second call changes nothing."""
    check_can_change(meetup, now)
    if meetup.is_draft:
        meetup.status = MeetupStatus.PUBLISHED
        meetup.changed_at = now
        session.flush()


def call_off(session: Session, meetup: Meetup, *, reason: str, now: datetime, on_its_day: bool = False) -> bool:
    """Cancel; ``False`` when it was already. Guests are told by ``invitations.cancel``.

    ``on_its_day``: also once it has begun, on its day.
    """
    if meetup.is_cancelled:
        return False
    check_can_change(meetup, now, on_its_day=on_its_day)
    meetup.status = MeetupStatus.CANCELLED
    meetup.cancelled_at = meetup.changed_at = now
    meetup.cancel_reason = reason.strip()
    meetup.sequence += 1
    session.flush()
    return True


def check_can_change(meetup: Meetup, now: datetime, *, on_its_day: bool = False, even_past: bool = False) -> None:
    """Raises ``MeetupCancelled`` or ``MeetupOver``.

    ``on_its_day`` allows all of the meetup's day, ``even_past`` any time after it.
    """
    if meetup.is_cancelled:
        raise MeetupCancelled
    if meetup.is_past(now) and not even_past and not (on_its_day and is_its_day(meetup, now)):
        raise MeetupOver


def is_its_day(meetup: Meetup, now: datetime) -> bool:
    """Whether it is the day of the meetup, on its clocks."""
    return local(meetup.starts_at, meetup.zone).date() == local(now, meetup.zone).date()


def check_venue(
    session: Session,
    venue_id: int | None,
    capacity: int,
    starts_at: datetime,
    ends_at: datetime,
    meetup: Meetup | None,
) -> None:
    """No double booking of a room by our own meetups, and room for everyone.

    The room's row is locked first, so that two organisers cannot both see it free (PostgreSQL; SQLite has one writer).
    """
    if venue_id is None:
        return
    venue = session.scalars(select(Venue).where(Venue.id == venue_id).with_for_update()).one()
    if venue.capacity < capacity:
        raise VenueTooSmall(venue.capacity)
    loan = loan_for(starts_at, ends_at)
    clash = select(Meetup.id).where(
        Meetup.venue_id == venue_id,
        Meetup.status != MeetupStatus.CANCELLED,
        Meetup.starts_at < loan.ends_at,
        Meetup.ends_at > loan.starts_at,
    )
    if meetup is not None:
        clash = clash.where(Meetup.id != meetup.id)
    if session.scalar(clash.limit(1)) is not None:
        raise VenueTaken


def _check_dates(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise BadDate("La rencontre doit finir après avoir commencé : vérifiez les deux heures.")
    check_day(starts_at, now)


def check_day(starts_at: datetime, now: datetime) -> None:
    """To come, and within two years: further is a slip. Raises ``BadDate``."""
    if starts_at <= now:
        raise BadDate("Cette date est passée : choisissez un jour à venir.")
    if starts_at > now + FURTHEST:
        raise BadDate("Cette date est dans plus de deux ans : vérifiez l’année.")
