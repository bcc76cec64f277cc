"""Rows for tests. Each factory takes only what matters to the test and fills in the rest."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, Role
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import CarePathway, ContactChannel, PracticePlace, Professional
from meetups.geography.models import Area, Commune
from meetups.invitations.models import Invitation
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.planning.models import Meetup, MeetupFormat
from meetups.venues.models import Host, HostKind, Venue

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LUNCH = datetime(2027, 1, 19, 11, 15, tzinfo=UTC)
"""Tuesday 19 January 2027, 12:15 in Paris."""

COMMUNES = {
    "73065": ("Chambéry", "chambery", "73000", 60_251, 45.5822, 5.9064),
    "73179": ("La Motte-Servolex", "la motte servolex", "73290", 12_262, 45.6006, 5.8643),
    "73008": ("Aix-les-Bains", "aix les bains", "73100", 32_175, 45.6943, 5.9046),
    "73157": ("Modane", "modane", "73500", 2_909, 45.1857, 6.6576),
}
_numbers = itertools.count(1)


def commune(session: Session, insee: str = "73179") -> Commune:
    """One of four real communes of Savoie, made once a test."""
    found = session.get(Commune, insee)
    if found is None:
        name, key, postal_codes, population, lat, lon = COMMUNES[insee]
        found = Commune(
            insee=insee,
            name=name,
            name_key=key,
            postal_codes=postal_codes,
            population=population,
            department="73",
            epci_code="200069110",
            epci_name="Grand Chambéry",
            lat=lat,
            lon=lon,
        )
        session.add(found)
        session.flush()
    return found


def pathway(session: Session, slug: str = "grand-age", name: str = "Grand âge") -> CarePathway:
    """A care pathway, made once a test."""
    found = session.scalar(select(CarePathway).where(CarePathway.slug == slug))
    if found is None:
        found = CarePathway(slug=slug, name=name)
        session.add(found)
        session.flush()
    return found


def area(session: Session, insee: str = "73179", radius_km: float = 15.0) -> Area:
    """A circle around a commune."""
    centre = commune(session, insee)
    made = Area(name=centre.name, commune_insee=centre.insee, radius_km=radius_km)
    session.add(made)
    session.flush()
    return made


def account(session: Session, email: str, first_name: str = "Maud", role: Role = Role.ORGANISER) -> Account:
    """Someone who can sign in."""
    made = Account(email=email, first_name=first_name, role=role, created_at=NOW - timedelta(days=90))
    session.add(made)
    session.flush()
    return made


def professional(session: Session, first_name: str = "Inès", insee: str = "73179", **given: Any) -> Professional:
    """A professional reached by e-mail unless ``email=None``, who works at the commune's centre."""
    number = next(_numbers)
    place = commune(session, insee)
    email = given.pop("email", f"personne{number}@sante.example")
    channel = ContactChannel.EMAIL if email else ContactChannel.TELEPHONE
    made = Professional(
        first_name=first_name,
        last_name=given.pop("last_name", f"Perrier-{_in_letters(number)}"),
        profession_text=given.pop("profession_text", "infirmière"),
        family=given.pop("family", ProfessionFamily.NURSING),
        contact_channel=given.pop("contact_channel", channel),
        email=email,
        phone=given.pop("phone", "0639980001"),
        created_at=NOW - timedelta(days=60),
        confirmed_at=given.pop("confirmed_at", NOW - timedelta(days=60)),
        pathways=given.pop("pathways", [pathway(session)]),
        places=[PracticePlace(commune_insee=place.insee, lat=place.lat, lon=place.lon)],
        **given,
    )
    session.add(made)
    session.flush()
    return made


def _in_letters(number: int) -> str:
    """A name holds no digit."""
    return str(number).translate(str.maketrans("0123456789", "JABCDEFGHI")).capitalize()


def town_hall(session: Session, insee: str = "73179", email: str | None = "mairie.73179@mairie.example") -> Host:
    """A town hall that lends rooms."""
    place = commune(session, insee)
    made = Host(
        kind=HostKind.TOWN_HALL, name=f"Mairie de {place.name}", commune_insee=insee, email=email, phone="0465710012"
    )
    session.add(made)
    session.flush()
    return made


def venue(session: Session, host: Host, name: str = "salle des Tilleuls", capacity: int = 40) -> Venue:
    """A room of a host, at its commune's centre."""
    place = commune(session, host.commune_insee)
    made = Venue(host=host, name=name, lat=place.lat, lon=place.lon, capacity=capacity, is_step_free=True)
    session.add(made)
    session.flush()
    return made


def meetup(session: Session, room: Venue | None = None, **given: Any) -> Meetup:
    """A draft lunch on Tuesday 19 January 2027."""
    made = Meetup(
        title=given.pop("title", "Bien rentrer chez soi après l’hôpital"),
        format=MeetupFormat.LUNCH,
        pathway_id=pathway(session).id,
        commune_insee=given.pop("commune_insee", None) or commune(session).insee,
        venue=room,
        starts_at=given.pop("starts_at", LUNCH),
        ends_at=given.pop("ends_at", LUNCH + timedelta(minutes=90)),
        capacity=given.pop("capacity", 24),
        created_at=NOW,
        changed_at=NOW,
        **given,
    )
    session.add(made)
    session.flush()
    return made


def invitation(session: Session, at: Meetup, person: Professional, invited_at: datetime | None = None) -> Invitation:
    """A line of a guest list; pass ``invited_at`` for someone really asked."""
    made = Invitation(
        meetup=at,
        professional=person,
        channel=person.contact_channel,
        uid=f"{uuid.uuid4()}@test",
        created_at=NOW,
        invited_at=invited_at,
    )
    session.add(made)
    session.flush()
    return made


def mails_leave(session: Session) -> None:
    """Every mail that waits has left, as after a pass of the worker."""
    session.commit()  # the test may have read last, in a transaction that cannot write
    waiting = update(OutgoingEmail).where(OutgoingEmail.state == MailState.PENDING)
    session.execute(waiting.values(state=MailState.SENT, sent_at=OutgoingEmail.not_before, attempts=1))
    session.commit()
