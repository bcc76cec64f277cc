"""Whom to ask for a room: without anybody, no lunch is ever proposed."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from meetups.geography.models import Area
from meetups.venues.models import Host
from meetups.venues.services import host_of_commune


def add_town_halls(session: Session) -> int:
    """Make the town hall of each sector's main commune a host, where nobody is one; how many."""
    lends = exists().where(Host.commune_insee == Area.commune_insee)
    missing = session.scalars(select(Area.commune_insee).where(~lends).distinct()).all()
    return len([host_of_commune(session, insee) for insee in sorted(missing)])
