"""The association under measure: the demo, then as many people as asked for, and a page of lunches to come."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.client import Cookies
from meetups import clock, create_app
from meetups.accounts import sessions
from meetups.accounts.models import Account, Role
from meetups.config import load_settings
from meetups.database import Base, db, new_public_id
from meetups.demo.loading import load_demo
from meetups.planning.models import Meetup, MeetupStatus, Openness

DEMO = 400
LUNCHES = 20
MEMBERS = 100
BATCH = 2000
Row = dict[str, Any]
PEOPLE, MEETUPS = Base.metadata.tables["professionals"], Base.metadata.tables["meetups"]
BELONGINGS = [Base.metadata.tables[name] for name in ("practice_places", "role_profiles", "professional_pathways")]


@dataclass(frozen=True)
class Measured:
    """What a run of measures asks for."""

    environ: dict[str, str]
    lunch: str
    """Public id of a lunch open to everyone, with people around its table and room for all who sign up."""
    organiser: Cookies
    members: list[Cookies]
    """Enough of them that each reads the directory as a person does: a program is soon refused."""
    database: Path


def prepare(folder: Path, people: int) -> Measured:
    """A fresh SQLite database with ``people`` professionals, 400 at least."""
    folder.mkdir(parents=True)
    environ = {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "SECRET_KEY": "measured-and-thrown-away-afterwards-0123456789",
        "GEOCODER_URL": "off",
    }
    app = create_app(load_settings(environ, folder))
    with app.app_context():
        flask_migrate.upgrade()
        load_demo(db.session(), professionals=DEMO, seed=1, now=clock.utc_now())
        _add_people(db.session(), people - DEMO)
        lunch = _open_a_lunch(db.session())
        organiser, *members = _signed_in(app, db.session())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return Measured(environ, lunch, organiser, members, folder / "bench.db")


def _add_people(session: Session, count: int) -> None:
    """The demo's people again and again, with other identifiers: the same mix, however many."""
    people = _rows(session, PEOPLE)
    first = max(row["id"] for row in people) + 1
    belongings = {table: _by_owner(_rows(session, table)) for table in BELONGINGS}
    copies = zip(range(first, first + count), itertools.cycle(people), strict=False)
    for batch in iter(lambda: list(itertools.islice(copies, BATCH)), []):
        session.execute(insert(PEOPLE), [_copy(person, number) for number, person in batch])
        for table, owned in belongings.items():
            rows = [_owned(row, number) for number, person in batch for row in owned.get(person["id"], ())]
            session.execute(insert(table), rows)


def _rows(session: Session, table: Any) -> list[Row]:
    return [dict(row) for row in session.execute(select(table)).mappings()]


def _by_owner(rows: Sequence[Row]) -> dict[int, list[Row]]:
    owned: dict[int, list[Row]] = {}
    for row in rows:
        owned.setdefault(row["professional_id"], []).append(row)
    return owned


def _copy(person: Row, number: int) -> Row:
    email = f"personne{number}@sante.example" if person["email"] else None
    return person | {"id": number, "public_id": new_public_id(), "account_id": None, "email": email}


def _owned(row: Row, owner: int) -> Row:
    return {name: value for name, value in row.items() if name != "id"} | {"professional_id": owner}


def _open_a_lunch(session: Session) -> str:
    """Twenty lunches to come, copied from the one that people of the demo answered; that one is open to everyone."""
    lunch = session.scalars(
        select(Meetup).where(Meetup.status == MeetupStatus.PUBLISHED).order_by(Meetup.starts_at.desc())
    ).first()
    assert lunch is not None
    lunch.openness, lunch.capacity = Openness.EVERYONE, 1_000_000
    session.flush()
    table = MEETUPS
    (row,) = session.execute(select(table).where(Meetup.id == lunch.id)).mappings()
    session.execute(insert(table), [_another(dict(row), days) for days in range(1, LUNCHES)])
    return lunch.public_id


def _another(row: Row, days: int) -> Row:
    del row["id"]
    later = {name: row[name] + timedelta(days=days) for name in ("starts_at", "ends_at")}
    return row | later | {"public_id": new_public_id(), "seats_taken": 0}


def _signed_in(app: Flask, session: Session) -> Iterator[Cookies]:
    """The organiser's cookie, then members'."""
    now = clock.utc_now()
    organiser = session.scalars(select(Account).where(Account.role == Role.ORGANISER)).first()
    assert organiser is not None
    members = [
        Account(email=f"membre{number}@sante.example", first_name="Camille", created_at=now)
        for number in range(MEMBERS)
    ]
    session.add_all(members)
    session.flush()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    for account in (organiser, *members):
        cookie = SecureCookieSession()
        sessions.remember(cookie, sessions.open_session(session, account, now=now), now=now)
        yield {app.config["SESSION_COOKIE_NAME"].encode(): str(signer.dumps(dict(cookie))).encode()}
