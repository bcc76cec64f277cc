"""The lunches of the public feeds: those to come and those of the last weeks, cancelled ones too, never a draft.

Statements are built once: building one costs more than running it.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased, joinedload

from meetups.directory.models import CarePathway
from meetups.geography.models import Commune
from meetups.pages.public.lists import Wanted, square_km, was_announced
from meetups.planning.models import Meetup
from meetups.venues.models import Host, Venue

MOST = 500
"""Lunches in one feed, the latest: programs read all of it each time."""


def feed_facts(session: Session, wanted: Wanted, since: datetime) -> tuple[tuple[Any, ...], ...]:
    """All that feeds show of the lunches that end after ``since``, as plain values, the id first: one query."""
    statement = _facts(wanted.pathway is not None, wanted.near is not None)
    found = session.execute(statement, wanted.values | {"since": since, "most": MOST})
    return tuple(tuple(row) for row in found)


def lunches_of(session: Session, ids: Sequence[int]) -> Sequence[Meetup]:
    """These lunches with their places: one query."""
    return session.scalars(_LUNCHES, {"ids": ids}).all()


@cache
def _facts(by_pathway: bool, by_place: bool) -> Select[*tuple[Any, ...]]:
    town = aliased(Commune)
    query = (
        select(
            Meetup.id,
            *(Meetup.public_id, Meetup.title, Meetup.why, Meetup.starts_at, Meetup.ends_at, Meetup.zone),
            *(Meetup.status, Meetup.sequence, Meetup.changed_at),
            *(Venue.name, Venue.address, Venue.lat, Venue.lon),
            *(Commune.name, town.name, town.postal_codes),
        )
        .join(Meetup.commune)
        .outerjoin(Meetup.venue)
        .outerjoin(Venue.host)
        .outerjoin(town, town.insee == Host.commune_insee)
        .where(was_announced(), Meetup.ends_at > bindparam("since"))
    )
    if by_pathway:
        query = query.join(Meetup.pathway).where(CarePathway.slug == bindparam("pathway"))
    if by_place:
        query = query.where(square_km() <= bindparam("square_km"))
    return query.order_by(Meetup.starts_at.desc(), Meetup.id.desc()).limit(bindparam("most"))


_LUNCHES = (
    select(Meetup)
    .where(Meetup.id.in_(bindparam("ids", expanding=True)))
    .options(
        joinedload(Meetup.commune, innerjoin=True),
        joinedload(Meetup.venue).joinedload(Venue.host).joinedload(Host.commune),
    )
)
