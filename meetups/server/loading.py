"""What a real installation starts with: communes and town halls of all France, professions, the letterhead's row."""

import sys
from datetime import datetime

import click
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetups.database import read_only
from meetups.directory.models import Profession
from meetups.directory.reference import add_professions
from meetups.geography.models import Commune
from meetups.geography.services import load_geography
from meetups.installation import Installation, find_installation


def load_reference(session: Session, *, now: datetime) -> None:
    """Add whatever is missing, all of it or nothing, and commit; three reads when nothing is."""
    with read_only():
        ready = _is_ready(session)
        session.rollback()
    if ready:
        return
    _add_installation(session, now)
    if not _has(session, Commune):
        _load_communes(session)
    add_professions(session)
    session.commit()


def _is_ready(session: Session) -> bool:
    return find_installation(session) is not None and _has(session, Commune) and _has(session, Profession)


def _has(session: Session, model: type[Commune | Profession]) -> bool:
    return session.scalar(select(model).limit(1)) is not None


def _add_installation(session: Session, now: datetime) -> None:
    """First of all: on PostgreSQL a second server that starts waits here, then finds everything done."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Installation).values(id=1, created_at=now).on_conflict_do_nothing())


def _load_communes(session: Session) -> None:
    with click.progressbar(length=1, label="Communes et mairies de France", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        load_geography(session, progress=progress)
