"""A small world of real communes: a hall, an area, people of every family; valleys that winter parts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.geography.barriers import create_barrier
from meetups.geography.models import Area, Commune
from meetups.proposals import queries, services
from meetups.proposals.models import Proposal
from meetups.venues.models import Host, Venue
from tests import factories
from tests.factories import NOW

FAMILIES = list(ProfessionFamily)
FREE_AT_NOON = [
    each for each in FAMILIES if each not in {ProfessionFamily.HOME_HELP, ProfessionFamily.CARE_ASSISTANTS}
]
VALLEYS = {  # ten kilometres apart, and a pass that winter closes
    "73047": ("Bonneval-sur-Arc", 45.3719, 7.0492),
    "73304": ("Val-d'Isère", 45.4484, 6.9808),
}


def near(session: Session, count: int = 30, insee: str = "73179", start: int = 0) -> list[Professional]:
    """People who work at one commune's centre, of each family in turn."""
    return [
        factories.professional(session, f"Personne {start + n:02}", insee=insee, family=FAMILIES[n % len(FAMILIES)])
        for n in range(count)
    ]


def hall(session: Session, insee: str = "73179", seats: int = 20) -> tuple[Host, Venue]:
    """A town hall with one room."""
    host = factories.town_hall(session, insee)
    return host, factories.venue(session, host, capacity=seats)


def valley(session: Session, insee: str) -> Commune:
    """One of the two communes that winter parts."""
    found = session.get(Commune, insee)
    if found is None:
        name, lat, lon = VALLEYS[insee]
        found = Commune(
            insee=insee, name=name, name_key=name.lower(), postal_codes="73480", population=250, department="73",
            epci_code="200070340", epci_name="Haute Maurienne Vanoise", lat=lat, lon=lon,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def two_valleys(session: Session, *, closed_from: str = "10-15", closed_until: str = "06-15") -> list[Professional]:
    """A circle around Bonneval that holds Val-d'Isère: ten people on each side of a pass. Gives those beyond it."""
    here, there = valley(session, "73047"), valley(session, "73304")
    session.add(Area(name="Deux vallées", commune_insee=here.insee, radius_km=15))
    create_barrier(session, "Col de l’Iseran", [here], [there], closed_from, closed_until)
    far = []
    for number in range(20):
        commune = (here, there)[number % 2]
        person = factories.professional(session, f"Vallée {number:02}", family=FREE_AT_NOON[number // 2 % 9])
        person.places[0].commune_insee = commune.insee
        person.places[0].lat, person.places[0].lon = commune.lat, commune.lon
        if commune is there:
            far.append(person)
    session.commit()
    return far


def refreshed(session: Session, now: object = NOW) -> list[Proposal]:
    """The proposals after a computation that is committed."""
    services.refresh(session, now=now)  # type: ignore[arg-type]
    session.commit()
    return list(queries.current_proposals(session, now))  # type: ignore[arg-type]


def guests(session: Session, proposal: Proposal) -> set[str]:
    """First names."""
    session.refresh(proposal)
    return {guest.professional.first_name for guest in proposal.guests}


def everyone(session: Session) -> list[Professional]:
    """All professionals, by id."""
    return list(session.scalars(select(Professional).order_by(Professional.id)))
