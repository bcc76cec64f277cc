"""Reads of areas and pathways for their pages. Each says how many queries it sends, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.directory.models import CarePathway, PracticePlace, Professional, professional_pathways
from meetups.directory.pathways import offered
from meetups.geography.areas import Spot, kilometres_within
from meetups.geography.models import Area
from meetups.geography.text import fold
from meetups.planning.models import Meetup
from meetups.planning.removing import to_come

Members = dict[str, set[int]]
"""INSEE code → ids of the professionals who work there."""


@dataclass(frozen=True)
class AreaLine:
    """One area of the list: how many people work in it, and how many meetups are to be held there."""

    area: Area
    people: int
    meetups: int


@dataclass(frozen=True)
class PathwayLine:
    """One pathway of the list: how many people share it, and how many meetups, past ones included, bear it."""

    pathway: CarePathway
    people: int
    meetups: int


def area_lines(session: Session, now: datetime) -> list[AreaLine]:
    """Every area, alphabetically: four queries."""
    found = session.scalars(select(Area).options(joinedload(Area.commune), selectinload(Area.communes))).all()
    areas = sorted(found, key=lambda area: (fold(area.name), area.id))
    held = _people_by_area(session, areas)
    meetups = meetups_to_come(session, now)
    return [AreaLine(area, people, meetups.get(area.id, 0)) for area, people in zip(areas, held, strict=True)]


def area_by_public_id(session: Session, public_id: str) -> Area | None:
    """One area with its communes, or ``None``: two queries."""
    wanted = select(Area).where(Area.public_id == public_id)
    return session.scalar(wanted.options(joinedload(Area.commune), selectinload(Area.communes)))


def meetups_to_come(session: Session, now: datetime) -> dict[int, int]:
    """Area id → meetups still to be held there, drafts included: one query."""
    counted = select(Meetup.area_id, func.count()).where(Meetup.area_id.is_not(None), to_come(now))
    return {area_id: count for area_id, count in session.execute(counted.group_by(Meetup.area_id)) if area_id}


def people_in(session: Session, area: Area) -> Members:
    """Who works in an area, stored or not, by commune: one query."""
    spots = [
        (owner, Spot(lat, lon, insee)) for owner, lat, lon, insee in session.execute(_places().where(*_near(area)))
    ]
    km = kilometres_within([area], [spot for _, spot in spots])[:, 0]
    members: Members = defaultdict(set)
    for (owner, spot), distance in zip(spots, km, strict=True):
        if np.isfinite(distance):
            members[spot.insee].add(owner)
    return members


def pathway_lines(session: Session) -> list[PathwayLine]:
    """Every pathway, alphabetically: three queries."""
    pathways = offered(session)
    shared = people_by_pathway(session, [pathway.id for pathway in pathways])
    borne = dict(session.execute(select(Meetup.pathway_id, func.count()).group_by(Meetup.pathway_id)).all())
    return [PathwayLine(each, shared.get(each.id, 0), borne.get(each.id, 0)) for each in pathways]


def people_by_pathway(session: Session, pathway_ids: Collection[int]) -> dict[int, int]:
    """Pathway id → how many people, still here, share it: one query."""
    shared = professional_pathways.c
    counted = (
        select(shared.pathway_id, func.count())
        .join(Professional, Professional.id == shared.professional_id)
        .where(shared.pathway_id.in_(pathway_ids), Professional.left_at.is_(None))
    )
    return dict(session.execute(counted.group_by(shared.pathway_id)).all())


def meetups_of_pathway(session: Session, pathway: CarePathway) -> int:
    """Every meetup that bears it, past and cancelled ones included: one query."""
    return session.scalar(select(func.count()).where(Meetup.pathway_id == pathway.id)) or 0


def _people_by_area(session: Session, areas: Sequence[Area]) -> list[int]:
    rows = session.execute(_places()).all()
    if not rows or not areas:
        return [0] * len(areas)
    held = np.isfinite(kilometres_within(areas, [Spot(*row[1:]) for row in rows]))
    owners = np.array([row[0] for row in rows])
    return [len(np.unique(owners[held[:, column]])) for column in range(len(areas))]


def _places() -> Select[int, float, float, str]:
    """Where people work who are confirmed and still here."""
    columns = (PracticePlace.professional_id, PracticePlace.lat, PracticePlace.lon, PracticePlace.commune_insee)
    is_here = (Professional.left_at.is_(None), Professional.confirmed_at.is_not(None))
    return select(*columns).join(PracticePlace.professional).where(*is_here)


def _near(area: Area) -> list[ColumnElement[bool]]:
    """Conditions that keep every place that the area may hold, and few others."""
    if area.radius_km is None:
        return [PracticePlace.commune_insee.in_([commune.insee for commune in area.communes])]
    degrees = area.radius_km / 111
    lat, lon = area.commune.point
    return [
        PracticePlace.lat.between(lat - degrees, lat + degrees),
        PracticePlace.lon.between(lon - degrees / 0.6, lon + degrees / 0.6),
    ]
