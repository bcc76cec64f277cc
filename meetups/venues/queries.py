"""Reads of hosts and rooms."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.geography.distances import crow_km
from meetups.geography.queries import in_box_around
from meetups.venues.models import Host, Venue


@dataclass(frozen=True)
class NearHost:
    """A host, and how far its commune's centre is, in kilometres as the crow flies."""

    host: Host
    km: float


def _hosts() -> Select[Host]:
    return select(Host).options(joinedload(Host.commune), selectinload(Host.venues))


def hosts_near(session: Session, lat: float, lon: float, km: float) -> list[NearHost]:
    """Hosts within ``km`` kilometres as the crow flies, with their rooms, nearest first: two queries."""
    hosts = session.scalars(_hosts().join(Host.commune).where(*in_box_around(lat, lon, km))).all()
    near = [NearHost(host, crow_km(lat, lon, *host.commune.point)) for host in hosts]
    return sorted((each for each in near if each.km <= km), key=lambda each: (each.km, each.host.name, each.host.id))


def host_by_public_id(session: Session, public_id: str) -> Host | None:
    """One host with its rooms, or ``None``."""
    return session.scalar(_hosts().where(Host.public_id == public_id))


def venue_by_public_id(session: Session, public_id: str) -> Venue | None:
    """One room with its host, or ``None``."""
    return session.scalar(
        select(Venue).where(Venue.public_id == public_id).options(joinedload(Venue.host).joinedload(Host.commune))
    )
