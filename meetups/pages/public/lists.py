"""Lists of lunches that anyone may read: never a draft, and only the columns shown.

Statements are built once: building one costs more than running it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from meetups.directory.models import CarePathway
from meetups.geography.models import Area, Commune
from meetups.invitations.models import Invitation
from meetups.planning.models import Meetup, MeetupStatus

Point = tuple[float, float]

KM_A_DEGREE = 111.195
"""Of a great circle on a sphere of 6,371 km."""


class Line(NamedTuple):
    """One lunch of a list."""

    id: int
    public_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: MeetupStatus
    seats_left: int
    commune: str
    commune_insee: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Wanted:
    """Which lunches: those of a care pathway (its slug), those within ``km`` of a point as the crow flies."""

    pathway: str | None = None
    near: Point | None = None
    km: float = 0.0

    @property
    def values(self) -> dict[str, object]:
        """For the parameters of a statement."""
        lat, lon = self.near or (0.0, 0.0)
        east = KM_A_DEGREE * math.cos(math.radians(lat))
        return {"pathway": self.pathway, "lat": lat, "lon": lon, "east_km": east, "square_km": self.km**2}


def was_announced() -> ColumnElement[bool]:
    """Published, or called off after somebody was invited: a draft that was called off never was public."""
    asked = exists().where(Invitation.meetup_id == Meetup.id, Invitation.invited_at.is_not(None))
    return or_(Meetup.status == MeetupStatus.PUBLISHED, and_(Meetup.status == MeetupStatus.CANCELLED, asked))


def coming(session: Session, wanted: Wanted, now: datetime, *, limit: int, after: str | None = None) -> list[Line]:
    """Lunches that are not over, those called off too, soonest first: one query.

    ``after`` is the public id of the last line of another page; nothing comes after an unknown one.
    """
    statement = _coming(wanted.pathway is not None, wanted.near is not None, bool(after))
    return _read(session, statement, wanted, now, limit, after)


def soonest(session: Session, wanted: Wanted, now: datetime, *, limit: int) -> list[Line]:
    """The next published lunches: one query."""
    return _read(session, _soonest(wanted.near is not None), wanted, now, limit)


def nearest(session: Session, wanted: Wanted, now: datetime, *, limit: int) -> list[Line]:
    """Published lunches to come, the nearest to ``wanted.near`` first, however far: one query."""
    return _read(session, _nearest(wanted.pathway is not None), wanted, now, limit)


def past(session: Session, wanted: Wanted, now: datetime, *, limit: int, after: str | None = None) -> list[Line]:
    """Lunches that took place, last first: one query."""
    statement = _past(wanted.pathway is not None, wanted.near is not None, bool(after))
    return _read(session, statement, wanted, now, limit, after)


def home_department(session: Session) -> str | None:
    """The department of the first sector: its communes come before their namesakes elsewhere."""
    return session.scalar(select(Commune.department).join(Area).order_by(Area.name, Area.id).limit(1))


def pathway_names(session: Session) -> Mapping[str, str]:
    """Slug → name of every care pathway, alphabetically."""
    return dict(session.execute(_PATHWAYS).all())


@cache
def _coming(by_pathway: bool, by_place: bool, is_next: bool) -> Select[*tuple[Any, ...]]:
    query = _lines(by_pathway, by_place).where(was_announced(), Meetup.ends_at > bindparam("now"))
    if is_next:
        at, number = _last()
        query = query.where(or_(Meetup.starts_at > at, and_(Meetup.starts_at == at, Meetup.id > number)))
    return query.order_by(Meetup.starts_at, Meetup.id)


@cache
def _soonest(by_place: bool) -> Select[*tuple[Any, ...]]:
    query = _lines(False, by_place).where(Meetup.status == MeetupStatus.PUBLISHED, Meetup.ends_at > bindparam("now"))
    return query.order_by(Meetup.starts_at, Meetup.id)


@cache
def _nearest(by_pathway: bool) -> Select[*tuple[Any, ...]]:
    query = _lines(by_pathway, False).where(Meetup.status == MeetupStatus.PUBLISHED, Meetup.ends_at > bindparam("now"))
    return query.order_by(square_km(), Meetup.starts_at, Meetup.id)


@cache
def _past(by_pathway: bool, by_place: bool, is_next: bool) -> Select[*tuple[Any, ...]]:
    query = _lines(by_pathway, by_place).where(
        Meetup.status == MeetupStatus.PUBLISHED, Meetup.ends_at <= bindparam("now")
    )
    if is_next:
        at, number = _last()
        query = query.where(or_(Meetup.starts_at < at, and_(Meetup.starts_at == at, Meetup.id < number)))
    return query.order_by(Meetup.starts_at.desc(), Meetup.id.desc())


def _lines(by_pathway: bool, by_place: bool) -> Select[*tuple[Any, ...]]:
    query = select(
        Meetup.id,
        Meetup.public_id,
        Meetup.title,
        Meetup.starts_at,
        Meetup.ends_at,
        Meetup.zone,
        Meetup.status,
        Meetup.capacity + Meetup.overbooking - Meetup.seats_taken,
        Commune.name,
        Commune.insee,
        Commune.lat,
        Commune.lon,
    ).join(Meetup.commune)
    if by_pathway:
        query = query.join(Meetup.pathway).where(CarePathway.slug == bindparam("pathway"))
    if by_place:
        query = query.where(square_km() <= bindparam("square_km"))
    return query.limit(bindparam("most"))


def _read(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    wanted: Wanted,
    now: datetime,
    limit: int,
    after: str | None = None,
) -> list[Line]:
    values = wanted.values | {"now": now, "most": limit, "after": after}
    return [Line(*row) for row in session.execute(statement, values)]


def _last() -> tuple[ColumnElement[datetime], ColumnElement[int]]:
    """Where the last line of the page before stands in the order."""
    last = aliased(Meetup)
    found = last.public_id == bindparam("after")
    return select(last.starts_at).where(found).scalar_subquery(), select(last.id).where(found).scalar_subquery()


def square_km() -> ColumnElement[float]:
    """The square of the distance on a flat map: under 0.1 % wrong within 50 km in France, and plain arithmetic.

    SQLite may have no square root, and pages show the distance of ``geography.distances`` anyway.
    """
    north = (Commune.lat - bindparam("lat")) * KM_A_DEGREE
    east = (Commune.lon - bindparam("lon")) * bindparam("east_km")
    return north * north + east * east


_PATHWAYS = select(CarePathway.slug, CarePathway.name).order_by(CarePathway.name, CarePathway.id)
