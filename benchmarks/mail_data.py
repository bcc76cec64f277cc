"""An association about to invite: lunches of a hundred guests each, all reached by e-mail."""

import itertools
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.data import PEOPLE, prepare
from meetups import clock, create_app
from meetups.calendars.uids import new_uid
from meetups.config import load_settings
from meetups.database import Base, db, new_public_id
from meetups.installation import find_installation
from meetups.invitations.models import Invitation
from meetups.planning.models import Meetup, MeetupStatus
from meetups.web.links import settings

GUESTS = 100
BATCH = 2000
WITH_EMAIL = 0.6
"""Fewer of the demo's people than in truth have an address."""
INVITATIONS, MEETUPS = Base.metadata.tables["invitations"], Base.metadata.tables["meetups"]


def prepare_invitations(folder: Path, count: int) -> dict[str, str]:
    """The environment of a database where ``count`` guests are on their lists and none was asked."""
    environ = prepare(folder, round(count / WITH_EMAIL) + 400).environ
    environ |= {"MAIL_FROM": "reseau@parenthese-savoie.fr", "BASE_URL": "https://reseau.parenthese-savoie.fr"}
    app = create_app(load_settings(environ, folder))
    with app.app_context():
        _fill_lists(db.session(), count)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return environ


def _fill_lists(session: Session, count: int) -> None:
    installation = find_installation(session)
    assert installation
    installation.is_demo = False
    lunch = session.scalars(select(Meetup).where(Meetup.status == MeetupStatus.PUBLISHED, Meetup.why != "")).first()
    told = session.scalars(select(Invitation).where(Invitation.invited_at.is_not(None))).all()
    assert lunch
    assert told
    reasons = max((each.reasons for each in told), key=len)
    people = session.scalars(select(PEOPLE.c.id).where(PEOPLE.c.email.is_not(None)).order_by(PEOPLE.c.id.desc()))
    guests = iter(people.fetchmany(count))
    (row,) = session.execute(select(MEETUPS).where(Meetup.id == lunch.id)).mappings()
    first = session.scalar(select(Meetup.id).order_by(Meetup.id.desc()).limit(1)) or 0
    for number in range(1, count // GUESTS + 1):
        session.execute(insert(MEETUPS).values(_a_lunch(dict(row), first + number)))
        rows = [_a_guest(first + number, person, reasons) for person in itertools.islice(guests, GUESTS)]
        session.execute(insert(INVITATIONS), rows)


def _a_lunch(row: dict[str, Any], number: int) -> dict[str, Any]:
    """A draft like another, in thirty days."""
    starts_at = clock.utc_now().replace(hour=11, minute=15) + timedelta(days=30)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90)}
    return row | times | {"id": number, "public_id": new_public_id(), "seats_taken": 0, "status": MeetupStatus.DRAFT}


def _a_guest(meetup: int, person: int, reasons: list[dict[str, object]]) -> dict[str, Any]:
    return {
        "meetup_id": meetup,
        "professional_id": person,
        "channel": "email",
        "uid": new_uid(settings().secret_key.encode(), settings().host, uuid.uuid4()),
        "reasons": reasons,
        "created_at": clock.utc_now(),
    }
