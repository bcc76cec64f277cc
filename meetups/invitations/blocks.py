"""Places offered to a structure: its manager names the people later, each is told for themselves.

``SeatBlock.unnamed`` counts the seats that the block holds without a name. Every verb here takes the meetup's lock.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.database import new_public_id
from meetups.invitations import block_news
from meetups.invitations.block_errors import BadNamingDay, NotEnoughPlaces, NotPublishedYet
from meetups.invitations.models import SeatBlock
from meetups.invitations.seats import give_seat_back, lock_meetup, take_seat
from meetups.invitations.waiting import offer_free_seats
from meetups.planning.models import Meetup, MeetupStatus
from meetups.planning.services import check_can_change


@dataclass(frozen=True)
class Offer:
    """What an organiser offers. ``email`` and ``phone``, in our spelling, are the manager's; ``name_by`` is aware."""

    structure: str
    contact_name: str
    seats: int
    name_by: datetime
    email: str | None = None
    phone: str | None = None


def offer(
    session: Session, meetup: Meetup, wanted: Offer, *, now: datetime, public_id: str | None = None
) -> SeatBlock:
    """Hold all of these seats and write to the manager, or have them called; a form sent twice makes one block.

    Raises ``NotEnoughPlaces``, ``NotPublishedYet``, ``BadNamingDay``, ``MeetupCancelled`` or ``MeetupOver``. Flushes.
    """
    meetup = lock_meetup(session, meetup.id)
    known = session.scalar(select(SeatBlock).where(SeatBlock.public_id == public_id))
    if known is not None and known.meetup_id == meetup.id:
        return known
    check_can_change(meetup, now)
    if meetup.is_draft:
        raise NotPublishedYet
    if not now < wanted.name_by < meetup.starts_at:
        raise BadNamingDay
    if meetup.seats_left < wanted.seats:
        raise NotEnoughPlaces(meetup.seats_left)
    take_seat(session, meetup, wanted.seats)
    block = SeatBlock(
        public_id=public_id if public_id and known is None else new_public_id(),
        meetup=meetup,
        unnamed=wanted.seats,
        created_at=now,
        **vars(wanted),
    )
    session.add(block)
    session.flush()
    block_news.send_link(session, block, rank=0, now=now)
    return block


def withdraw_block(session: Session, block: SeatBlock, *, now: datetime) -> int:
    """Take back the seats without a name, which go to whoever waits; how many. Named people keep theirs.

    The manager is told. Said twice, it is done once. Raises ``MeetupCancelled`` or ``MeetupOver``. Flushes.
    """
    meetup = lock_block(session, block)
    check_can_change(meetup, now)
    if block.withdrawn_at is not None:
        return 0
    freed = _free(session, meetup, block)
    block.withdrawn_at = now
    block_news.tell_taken_back(session, block, freed, now=now)
    offer_free_seats(session, meetup, now=now)
    return freed


def close_due(session: Session, *, now: datetime) -> int:
    """Of one meetup, free the seats that nobody named in time, and tell the managers; how many blocks.

    Call it again after a commit until it says 0: each meetup is a transaction of its own.
    """
    due = (
        SeatBlock.withdrawn_at.is_(None),
        SeatBlock.name_by <= now,
        SeatBlock.unnamed > 0,
        Meetup.status == MeetupStatus.PUBLISHED,
        Meetup.starts_at > now,
    )
    late = select(SeatBlock.meetup_id).join(SeatBlock.meetup).where(*due).order_by(SeatBlock.name_by, SeatBlock.id)
    meetup_id = session.scalar(late.limit(1))
    if meetup_id is None:
        return 0
    meetup = lock_meetup(session, meetup_id)
    over = session.scalars(
        select(SeatBlock)
        .join(SeatBlock.meetup)
        .where(SeatBlock.meetup_id == meetup_id, *due)
        .order_by(SeatBlock.id)
        .execution_options(populate_existing=True)
    ).all()
    for block in over:
        freed = _free(session, meetup, block)
        block_news.tell_taken_back(session, block, freed, now=now)
    offer_free_seats(session, meetup, now=now)
    return len(over)


def lock_block(session: Session, block: SeatBlock) -> Meetup:
    """The meetup, its row held, and the block as it is now, not as a page read it."""
    meetup = lock_meetup(session, block.meetup_id)
    session.refresh(block)
    return meetup


def _free(session: Session, meetup: Meetup, block: SeatBlock) -> int:
    freed, block.unnamed = block.unnamed, 0
    session.flush()
    give_seat_back(session, meetup, freed)
    return freed
