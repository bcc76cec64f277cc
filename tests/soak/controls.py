"""The same rush without the locks: what shows that the race is real, and that the locks are what stops it."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.invitations import answers
from meetups.planning.models import Meetup


@contextmanager
def without_locks() -> Iterator[None]:
    """Nobody holds the meetup's row, and a seat is counted by reading, then writing."""
    with patch.object(answers, "lock_meetup", _unlocked), patch.object(answers, "take_seat", _read_then_write):
        yield


def _unlocked(session: Session, meetup_id: int) -> Meetup:
    return session.get_one(Meetup, meetup_id, populate_existing=True)


def _read_then_write(session: Session, meetup: Meetup) -> None:
    seen = session.scalar(select(Meetup.seats_taken).where(Meetup.id == meetup.id)) or 0
    counted = update(Meetup).where(Meetup.id == meetup.id).values(seats_taken=min(seen + 1, meetup.capacity))
    session.execute(counted.execution_options(synchronize_session=False))
    session.refresh(meetup, ["seats_taken"])
