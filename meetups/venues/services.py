"""Verbs about hosts and rooms."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from meetups.geography.models import Area, Commune, TownHall
from meetups.geography.naming import town_hall_name
from meetups.geography.text import fold
from meetups.venues.models import Host, HostKind, Venue

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""


def host_of_commune(session: Session, insee: str) -> Host:
    """The commune's town hall as a host, made from the reference data the first time that it is needed.

    ``insee`` is the code of a known commune. A contact that nobody published is absent.
    """
    # The commune's row is held, so that two organisers at once make one host (PostgreSQL; SQLite has one writer).
    commune = session.scalars(select(Commune).where(Commune.insee == insee).with_for_update()).one()
    town_halls = select(Host).where(Host.commune_insee == insee, Host.kind == HostKind.TOWN_HALL)
    existing = session.scalar(town_halls.order_by(Host.id).limit(1))
    if existing is not None:
        return existing
    known = session.get(TownHall, insee)
    host = Host(
        kind=HostKind.TOWN_HALL,
        name=town_hall_name(commune.name),
        commune=commune,
        email=(known.email or None) if known else None,
        phone=(known.phone or None) if known else None,
    )
    session.add(host)
    session.flush()
    return host


def add_town_halls(session: Session) -> None:
    """Make the town hall of each area's main commune a host, where nobody is one: no host, no proposal."""
    lends = exists().where(Host.commune_insee == Area.commune_insee)
    missing = session.scalars(select(Area.commune_insee).where(~lends).distinct()).all()
    for insee in sorted(missing):
        host_of_commune(session, insee)


def add_venue(
    session: Session, host: Host, *, name: str, capacity: int, address: str = "", point: Point | None = None
) -> Venue:
    """A room of this host, or the one that already bears this name, whatever its case and accents.

    ``capacity`` counts people seated. Without a point, the centre of the commune: screens must say so.
    """
    session.execute(select(Host.id).where(Host.id == host.id).with_for_update())
    wanted = fold(name.strip())
    rooms = session.scalars(select(Venue).where(Venue.host_id == host.id).order_by(Venue.id))
    existing = next((room for room in rooms if fold(room.name) == wanted), None)
    if existing is not None:
        return existing
    lat, lon = point or host.commune.point
    venue = Venue(host=host, name=name.strip(), address=address.strip(), lat=lat, lon=lon, capacity=capacity)
    session.add(venue)
    session.flush()
    return venue
