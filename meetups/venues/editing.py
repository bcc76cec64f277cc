"""What a team learns of its hosts over the years: how they are reached, how early to ask, when each room is free."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.rules import normalise_email
from meetups.directory.half_days import HALF_DAYS
from meetups.directory.phones import normalise_phone
from meetups.venues.errors import BadNotice, BadRoomCapacity
from meetups.venues.models import Host, Venue
from meetups.venues.queries import host_by_public_id

MOST_NOTICE_DAYS = 365
MOST_SEATS = 2000


@dataclass(frozen=True)
class HostDetails:
    """How a host is reached, empty for not at all; days before the date, ``None`` when they said nothing."""

    email: str
    phone: str
    notice_days: int | None


@dataclass(frozen=True)
class RoomDetails:
    """Of one room. ``None``: nobody said; ``free`` holds codes of half-days, none for nobody said."""

    capacity: int
    is_step_free: bool | None
    has_kitchen: bool | None
    free: Collection[str]


def held_host(session: Session, public_id: str) -> Host | None:
    """The host and its rooms as they are now, held until the transaction ends."""
    session.execute(select(Host.id).where(Host.public_id == public_id).with_for_update())
    session.expire_all()
    return host_by_public_id(session, public_id)


def edit_host(session: Session, host: Host, details: HostDetails) -> None:
    """Write what is known of a host. A contact that does not change is not judged: it was published so.

    Raises ``InvalidAddress``, ``InvalidPhone`` or ``BadNotice``.
    """
    if details.notice_days is not None and not 0 <= details.notice_days <= MOST_NOTICE_DAYS:
        raise BadNotice(MOST_NOTICE_DAYS)
    email, phone = details.email.strip(), details.phone.strip()
    host.email = host.email if email == (host.email or "") else normalise_email(email) if email else None
    host.phone = host.phone if phone == (host.phone or "") else normalise_phone(phone) if phone else None
    host.notice_days = details.notice_days
    session.flush()


def edit_room(session: Session, room: Venue, details: RoomDetails) -> None:
    """Write what is known of a room. Raises ``BadRoomCapacity``; codes that are no half-day are left out."""
    if not 1 <= details.capacity <= MOST_SEATS:
        raise BadRoomCapacity(MOST_SEATS)
    room.capacity, room.is_step_free, room.has_kitchen = details.capacity, details.is_step_free, details.has_kitchen
    chosen = set(details.free)
    room.free = [half_day.code for half_day in HALF_DAYS if half_day.code in chosen]
    session.flush()
