"""Seats, sold once: taken and given back by conditional updates, with the database's check behind them."""

from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from meetups.invitations.errors import MeetupFull
from meetups.planning.models import Meetup


def lock_meetup(session: Session, meetup_id: int) -> Meetup:
    """The meetup as it is now, its row held until the transaction ends.

    Every verb that changes a meetup's guests begins here, so that locks are always taken in the same order.
    """
    wanted = select(Meetup).where(Meetup.id == meetup_id).with_for_update(of=Meetup)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def take_seat(session: Session, meetup: Meetup, count: int = 1) -> None:
    """``count`` seats more are held, all of them or none. Raises ``MeetupFull``.

    The condition is in the update, so two people never share one.
    """
    taken = session.execute(
        update(Meetup)
        .where(Meetup.id == meetup.id, Meetup.seats_taken + count <= Meetup.capacity + Meetup.overbooking)
        .values(seats_taken=Meetup.seats_taken + count)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[tuple[()]]", taken).rowcount == 0:
        raise MeetupFull
    session.refresh(meetup, ["seats_taken"])


def give_seat_back(session: Session, meetup: Meetup, count: int = 1) -> None:
    """``count`` seats less are held."""
    session.execute(
        update(Meetup)
        .where(Meetup.id == meetup.id, Meetup.seats_taken >= count)
        .values(seats_taken=Meetup.seats_taken - count)
        .execution_options(synchronize_session=False)
    )
    session.refresh(meetup, ["seats_taken"])


def meals_are_ordered(meetup: Meetup, now: datetime) -> bool:
    """Whether the deadline has passed: links then take no new place, and change nothing on a plate."""
    return meetup.answer_by is not None and meetup.answer_by <= now
