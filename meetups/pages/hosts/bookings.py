"""When a host's rooms are taken, or may be: a date, hours, a head count. Never a name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from meetups.planning.asking_again import lost_room
from meetups.planning.models import HostingRequest, Meetup, MeetupFormat, RequestStatus
from meetups.planning.queries import meetups_in_rooms_of, questions_to
from meetups.planning.rules import Loan, loan_for
from meetups.venues.models import Host, Venue


class BookingState(StrEnum):
    """What the host may count on."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to_confirm"
    OTHER_SLOT = "other_slot"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            BookingState.CONFIRMED: "confirmé",
            BookingState.TO_CONFIRM: "à confirmer",
            BookingState.OTHER_SLOT: "proposé par vous, à confirmer",
        }[self]


@dataclass(frozen=True)
class Booking:
    """A room lent, setting-up and tidying included. ``room`` is empty while the host has not said which."""

    key: str
    """Of the line in the page's list, where the calendar leads."""
    starts_at: datetime
    ends_at: datetime
    zone: str
    room: str
    head_count: int
    format: MeetupFormat
    state: BookingState

    @property
    def is_confirmed(self) -> bool:
        """Neither the host nor the team has anything left to say."""
        return self.state is BookingState.CONFIRMED


def bookings_of(session: Session, host: Host, *, since: datetime, now: datetime) -> list[Booking]:
    """Rooms lent since an instant, and those still asked for, soonest first: three queries."""
    lent = [_lent(meetup) for meetup in meetups_in_rooms_of(session, host, since) if _is_known_to(host, meetup)]
    asked = [_asked(request) for request in questions_to(session, host, now)]
    return sorted(lent + asked, key=lambda booking: (booking.starts_at, booking.room, booking.key))


def _is_known_to(host: Host, meetup: Meetup) -> bool:
    """A draft may only think of a room: it is the host's business once it said yes. No more, once it said no."""
    if meetup.is_draft:
        return _granted(meetup, meetup.venue) is not None
    return lost_room(meetup) is None


def _granted(meetup: Meetup, room: Venue | None) -> HostingRequest | None:
    """The question to which the answer was this room."""
    yes = (each for each in meetup.requests if each.status is RequestStatus.ACCEPTED)
    return next((each for each in yes if room and each.venue_id == room.id), None)


def _lent(meetup: Meetup) -> Booking:
    loan = loan_for(meetup.starts_at, meetup.ends_at)
    return _booking(meetup, meetup.venue, meetup.capacity, loan, _state(meetup))


def _state(meetup: Meetup) -> BookingState:
    """Once people are invited the room is counted on; a meetup that moved since the host's yes is not settled."""
    granted = _granted(meetup, meetup.venue)
    if granted is not None and granted.is_to_confirm:
        return BookingState.TO_CONFIRM
    holds = granted and granted.starts_at <= meetup.starts_at and meetup.ends_at <= granted.ends_at
    return BookingState.CONFIRMED if holds or not meetup.is_draft else BookingState.TO_CONFIRM


def _asked(request: HostingRequest) -> Booking:
    meetup = request.meetup
    if request.status is RequestStatus.OTHER_SLOT and request.other_starts_at is not None:
        start = request.other_starts_at
        loan = loan_for(start, start + (meetup.ends_at - meetup.starts_at))
        return _booking(meetup, request.venue, request.head_count, loan, BookingState.OTHER_SLOT)
    loan = Loan(request.starts_at, request.ends_at)
    return _booking(meetup, request.venue, request.head_count, loan, BookingState.TO_CONFIRM)


def _booking(meetup: Meetup, room: Venue | None, head_count: int, loan: Loan, state: BookingState) -> Booking:
    return Booking(
        key=f"reservation-{meetup.public_id}",
        starts_at=loan.starts_at,
        ends_at=loan.ends_at,
        zone=meetup.zone,
        room=room.name if room else "",
        head_count=head_count,
        format=meetup.format,
        state=state,
    )
