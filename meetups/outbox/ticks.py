"""The worker's clockwork: what runs every so often, kept in rows so that several workers share it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetups.outbox.models import ScheduledTask


def run_soon(session: Session, name: str, *, now: datetime) -> None:
    """Ask the worker to run ``name`` at its next pass, in the caller's transaction."""
    _ensure(session, name, now)
    waiting = (ScheduledTask.name == name, ScheduledTask.next_run_at > now)
    session.execute(update(ScheduledTask).where(*waiting).values(next_run_at=now))


def due_names(session: Session, names: Collection[str], *, now: datetime) -> set[str]:
    """Which of ``names`` should run: their time has come, or nobody ever ran them. Only reads."""
    later = session.scalars(
        select(ScheduledTask.name).where(ScheduledTask.name.in_(names), ScheduledTask.next_run_at > now)
    )
    return set(names) - set(later)


def claim(session: Session, name: str, *, every: timedelta, now: datetime) -> bool:
    """Take the turn of ``name`` and set the next one ``every`` later; ``False`` when another worker took it."""
    _ensure(session, name, now)
    taken = session.scalars(
        update(ScheduledTask)
        .where(ScheduledTask.name == name, ScheduledTask.next_run_at <= now)
        .values(next_run_at=now + every)
        .returning(ScheduledTask.name)
    )
    return taken.first() is not None


def postpone(session: Session, name: str, *, until: datetime) -> None:
    """Run ``name`` at ``until`` rather than when its turn would come: its last run failed."""
    session.execute(update(ScheduledTask).where(ScheduledTask.name == name).values(next_run_at=until))


def _ensure(session: Session, name: str, now: datetime) -> None:
    if session.get(ScheduledTask, name) is not None:
        return
    try:
        with session.begin_nested():
            session.add(ScheduledTask(name=name, next_run_at=now))
    except IntegrityError:
        # Another worker wrote the same row first: there is one, which is all we want.
        session.expire_all()
