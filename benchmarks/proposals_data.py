"""A network over all of France: real communes, professionals where people live, an area around each large town."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import flask_migrate
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from meetups import clock, create_app
from meetups.config import load_settings
from meetups.database import Base, db
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import CarePathway
from meetups.geography.models import Area, Commune
from meetups.geography.services import load_geography
from meetups.planning.models import MeetupFormat, MeetupStatus
from meetups.venues.models import Host, HostKind, Venue

RADIUS_KM = 15.0
PATHWAYS = 6
BATCH = 20_000
MEALS: tuple[list[str], ...] = (
    [],
    [],
    [],
    ["1-midi", "3-midi"],
    ["1-soir", "3-soir"],
    ["0-midi", "1-midi", "2-midi", "3-midi", "4-midi"],
)
SHARES = {  # of each family, by and large those of the health professions in France
    ProfessionFamily.NURSING: 30,
    ProfessionFamily.MEDICINE: 18,
    ProfessionFamily.HOME_HELP: 14,
    ProfessionFamily.REHABILITATION: 10,
    ProfessionFamily.CARE_ASSISTANTS: 8,
    ProfessionFamily.PHARMACY: 6,
    ProfessionFamily.SOCIAL: 5,
    ProfessionFamily.PSYCHOLOGY: 4,
    ProfessionFamily.COORDINATION: 2,
    ProfessionFamily.TRANSPORT: 2,
    ProfessionFamily.OTHER: 1,
}
TABLES = Base.metadata.tables


def environ_of(folder: Path) -> dict[str, str]:
    """Settings of an application on the database of ``folder``."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'france.db'}",
        "SECRET_KEY": "measured-and-thrown-away-afterwards-0123456789",
        "GEOCODER_URL": "off",
    }


def build(folder: Path, people: int, seed: int) -> int:
    """Fill a fresh SQLite database; gives how many areas it has. The same seed gives the same people."""
    folder.mkdir(parents=True)
    app = create_app(load_settings(environ_of(folder), folder))
    with app.app_context():
        flask_migrate.upgrade()
        session = db.session()
        load_geography(session)
        areas = _add_areas(session)
        _add_people(session, people, Random(seed))
        _add_past(session, people // 1000, Random(seed + 1))
        session.commit()
        db.session.remove()
        db.engine.dispose()
    return areas


def _add_areas(session: Session) -> int:
    """A circle around the largest commune of each inter-municipal body, whose town hall has a room."""
    largest: dict[str, Commune] = {}
    for commune in session.scalars(select(Commune).where(Commune.epci_code != "").order_by(Commune.population)):
        largest[commune.epci_code] = commune
    for number, (epci, commune) in enumerate(sorted(largest.items())):
        session.add(Area(name=f"{commune.name} {epci}", commune_insee=commune.insee, radius_km=RADIUS_KM))
        host = Host(kind=HostKind.TOWN_HALL, name=f"Mairie, {commune.name}", commune_insee=commune.insee)
        host.venues = [Venue(name="salle", lat=commune.lat, lon=commune.lon, capacity=20 + number % 60)]
        session.add(host)
    session.add_all(CarePathway(slug=f"parcours-{number}", name=f"Parcours {number}") for number in range(PATHWAYS))
    session.flush()
    return len(largest)


def _add_people(session: Session, count: int, rng: Random) -> None:
    communes = session.execute(select(Commune.insee, Commune.lat, Commune.lon, Commune.population)).all()
    where = rng.choices(communes, [commune.population for commune in communes], k=count)
    families = rng.choices(list(SHARES), list(SHARES.values()), k=count)
    pathways = session.scalars(select(CarePathway.id).order_by(CarePathway.id)).all()
    now = clock.utc_now()
    for start in range(0, count, BATCH):
        ids = range(start + 1, min(start + BATCH, count) + 1)
        people, places, shared = [], [], []
        for id_ in ids:
            commune, days = where[id_ - 1], rng.randrange(1200)
            people.append(_person(id_, families[id_ - 1], rng.choice(MEALS), now, days))
            lat, lon = commune.lat + rng.uniform(-0.01, 0.01), commune.lon + rng.uniform(-0.01, 0.01)
            places.append(_row(id_, commune.insee, lat, lon))
            for pathway_id in rng.sample(pathways, rng.choice((1, 2))):
                shared.append({"professional_id": id_, "pathway_id": pathway_id})
        for table, rows in (("professionals", people), ("practice_places", places), ("professional_pathways", shared)):
            session.execute(insert(TABLES[table]), rows)


def _person(id_: int, family: ProfessionFamily, meals: Sequence[str], now: Any, days: int) -> dict[str, Any]:
    at = now - timedelta(days=days)
    return {
        "id": id_, "public_id": f"p{id_}", "first_name": "Camille", "last_name": "", "profession_text": "métier",
        "search_key": "", "family": family, "contact_channel": "telephone", "is_relay": False,
        "is_seen_by_guests": False, "is_listed": False, "phone_visibility": "nobody", "email_visibility": "nobody",
        "meals": list(meals), "created_at": at, "confirmed_at": at,
    }  # fmt: skip


def _row(owner: int, insee: str, lat: float, lon: float) -> dict[str, Any]:
    return {"professional_id": owner, "commune_insee": insee, "lat": lat, "lon": lon, "is_exact": False}


def _add_past(session: Session, count: int, rng: Random) -> None:
    """Meetups of the two last years, twenty people each, a quarter of whom did not come."""
    now = clock.utc_now()
    last = session.execute(select(Area.id, Area.commune_insee).order_by(Area.id)).all()
    total = session.connection().exec_driver_sql("SELECT count(*) FROM professionals").scalar_one()
    meetups = []
    for number in range(1, count + 1):
        area_id, insee = rng.choice(last)
        at = now - timedelta(days=rng.randrange(10, 730))
        meetups.append(_meetup(number, area_id, insee, at, rng.randrange(1, PATHWAYS + 1)))
    if not meetups:
        return
    session.execute(insert(TABLES["meetups"]), meetups)
    for rows in _batches(_guests(meetups, total, rng)):
        session.execute(insert(TABLES["invitations"]), [invitation for invitation, _ in rows])
        session.execute(insert(TABLES["registrations"]), [registration for _, registration in rows if registration])


def _meetup(number: int, area_id: int, insee: str, at: Any, pathway_id: int) -> dict[str, Any]:
    return {
        "id": number, "public_id": f"m{number}", "version": 1, "title": "Rencontre", "format": MeetupFormat.LUNCH,
        "why": "", "pathway_id": pathway_id, "area_id": area_id, "commune_insee": insee, "starts_at": at,
        "ends_at": at + timedelta(minutes=90), "zone": "Europe/Paris", "capacity": 24, "overbooking": 0,
        "seats_taken": 0, "status": MeetupStatus.PUBLISHED, "openness": "invited", "sequence": 0, "created_at": at,
        "changed_at": at, "cancel_reason": "", "waves_are_automatic": False, "silence_days": 7, "caterer_name": "",
        "caterer_email": "", "caterer_phone": "",
    }  # fmt: skip


def _guests(meetups: list[dict[str, Any]], people: int, rng: Random) -> Iterator[tuple[dict[str, Any], Any]]:
    number = 0
    for meetup in meetups:
        for person in rng.sample(range(1, people + 1), min(20, people)):
            number += 1
            at = meetup["starts_at"]
            yield (
                {
                    "id": number, "public_id": f"i{number}", "meetup_id": meetup["id"], "professional_id": person,
                    "channel": "telephone", "uid": f"{number}@test", "created_at": at, "invited_at": at, "reasons": [],
                },
                {
                    "meetup_id": meetup["id"], "professional_id": person, "invitation_id": number, "status": "going",
                    "source": "site", "answered_at": at, "attendance": "attended",
                }
                if rng.random() < 0.75
                else None,
            )  # fmt: skip


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
