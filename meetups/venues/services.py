"""Verbs about hosts and rooms."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography.models import Commune, TownHall
from meetups.venues.models import Host, HostKind, Venue
from meetups.geography.naming import town_hall_name

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""


def host_of_commune(session: Session, insee: str) -> Host:
    """The commune's town hall as a host, made from the reference data the first time that it is needed."""
    town_halls = select(Host).where(Host.commune_insee == insee, Host.kind == HostKind.TOWN_HALL)
    existing = session.scalar(town_halls.order_by(Host.id).limit(1))
    if existing is not None:
        return existing
    commune, known = session.get_one(Commune, insee), session.get(TownHall, insee)
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


def add_venue(
    session: Session, host: Host, *, name: str, capacity: int, address: str = "", point: Point | None = None
) -> Venue:
    """A room of this host, or the one that already bears this name. Without a point, the centre of its commune."""
    existing = session.scalar(select(Venue).where(Venue.host_id == host.id, Venue.name == name).limit(1))
    if existing is not None:
        return existing
    lat, lon = point or host.commune.point
    venue = Venue(host=host, name=name, address=address, lat=lat, lon=lon, capacity=capacity)
    session.add(venue)
    session.flush()
    return venue
