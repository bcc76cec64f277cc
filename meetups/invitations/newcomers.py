"""People whom somebody else names, a colleague or a manager: known already, or written down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.records import record_consent
from meetups.directory.models import ContactChannel, PracticePlace, Professional
from meetups.directory.professions import family_of, find_profession
from meetups.geography.models import Commune
from meetups.geography.text import fold
from meetups.planning.models import Meetup

NAMED_TEXT_VERSION = "2026-11"
"""Of what ``templates/invitations/_colleague.html`` and ``_places_told.html`` say: change them together."""


@dataclass(frozen=True)
class Named:
    """Somebody as another person names them. ``email`` and ``phone`` are in our spelling; one of the two is there."""

    first_name: str
    last_name: str = ""
    profession_text: str = ""
    email: str | None = None
    phone: str | None = None


def find_or_add(
    session: Session, named: Named, *, meetup: Meetup, commune: Commune, source: str, now: datetime
) -> Professional:
    """Whoever has this address, or else this number, under the same first name; or somebody new, near ``commune``.

    A household may share both: the first name tells its people apart. Nothing of somebody known changes. ``source``
    is the channel, as the consent log names it: they agreed to nothing yet. Flushes.
    """
    return _find(session, named) or _add(session, named, meetup, commune, source, now)


def _find(session: Session, named: Named) -> Professional | None:
    reached = Professional.email == named.email if named.email else Professional.phone == named.phone
    namesakes = session.scalars(select(Professional).where(reached).order_by(Professional.id))
    return next((known for known in namesakes if fold(known.first_name) == fold(named.first_name)), None)


def _add(session: Session, named: Named, meetup: Meetup, commune: Commune, source: str, now: datetime) -> Professional:
    profession = find_profession(session, named.profession_text) if named.profession_text else None
    person = Professional(
        first_name=named.first_name,
        last_name=named.last_name,
        profession=profession,
        profession_text=named.profession_text,
        family=family_of(profession),
        contact_channel=ContactChannel.EMAIL if named.email else ContactChannel.TELEPHONE,
        email=named.email,
        phone=named.phone,
        created_at=now,
        confirmed_at=now,
        pathways=[meetup.pathway],
        places=[PracticePlace(commune_insee=commune.insee, lat=commune.lat, lon=commune.lon)],
    )
    session.add(person)
    session.flush()
    record_consent(
        session,
        subject=person,
        purpose="invitation",
        text_version=NAMED_TEXT_VERSION,
        given=False,
        source=source,
        now=now,
    )
    return person
