"""Whose address this is, of all those to whom we write."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import SeatBlock
from meetups.venues.models import Host


def owners_of(session: Session, address: str) -> list[str]:
    """The names of the hosts, managers of structures and professionals who have it: three queries."""
    hosts = session.scalars(select(Host.name).where(func.lower(Host.email) == address.lower()))
    blocks = session.execute(
        select(SeatBlock.contact_name, SeatBlock.structure)
        .where(func.lower(SeatBlock.email) == address.lower())
        .distinct()
    )
    people = session.scalars(select(Professional).where(func.lower(Professional.email) == address.lower()))
    managers = [f"{name}, {structure}" for name, structure in blocks]
    return sorted({*hosts, *managers, *(person.full_name for person in people)})
