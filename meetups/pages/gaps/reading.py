"""Communes × care pathways whose people never met, and who is left out. Each read says how many queries it sends."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.directory.models import CarePathway, PracticePlace, Professional, professional_pathways
from meetups.directory.pathways import offered
from meetups.directory.queries import may_be_invited
from meetups.geography.areas import Spot, kilometres_within
from meetups.geography.models import Area, Commune
from meetups.geography.text import fold
from meetups.invitations import queries
from meetups.invitations.models import Registration
from meetups.invitations.queries import was_there
from meetups.pages.commune_map import Row
from meetups.planning.models import Meetup, MeetupStatus
from meetups.planning.removing import to_come

SPOTS_AT_ONCE = 10_000
"""Distances to every area are a table: this many rows of it at once."""


class Cell(NamedTuple):
    """People of one commune who follow one pathway, and how many of them ever met on it."""

    people: int
    met: int

    @property
    def is_gap(self) -> bool:
        """Nobody from there ever came to a meetup on this pathway."""
        return self.met == 0


@dataclass(frozen=True)
class Place:
    """A commune where people work. ``cells``: pathway id → its cell, for the pathways that somebody follows there."""

    commune: Commune
    cells: Mapping[int, Cell]

    def missing(self, pathway_id: int | None = None) -> int:
        """People × pathways that never met there; of one pathway, people."""
        wanted = self.cells if pathway_id is None else {pathway_id: self.cells.get(pathway_id, Cell(0, 1))}
        return sum(cell.people for cell in wanted.values() if cell.is_gap)

    def row(self, pathway_id: int | None = None) -> Row:
        """The commune as the map draws it."""
        at = self.commune
        return Row(at.insee, at.name, at.department, at.lat, at.lon, self.missing(pathway_id))


@dataclass(frozen=True)
class Draft:
    """A lunch that would fill a gap: an area, a pathway, and the people there from communes that never met on it."""

    area: Area
    pathway: CarePathway
    people: int
    planned: Meetup | None
    """One that is to come already, if any."""


@dataclass(frozen=True)
class Gaps:
    """Everything that the pages show. ``places`` begin with the communes that lack most."""

    pathways: Sequence[CarePathway]
    places: Sequence[Place]

    @property
    def count(self) -> int:
        """Communes × pathways that never met."""
        return sum(cell.is_gap for place in self.places for cell in place.cells.values())


def gaps(session: Session, now: datetime) -> Gaps:
    """Three queries."""
    took = (
        select(Registration.professional_id, Meetup.pathway_id)
        .join(Registration.meetup)
        .where(Meetup.status == MeetupStatus.PUBLISHED, Meetup.ends_at <= now, was_there(Registration))
        .distinct()
        .subquery()
    )
    follows = professional_pathways.c
    counted = (
        select(
            PracticePlace.commune_insee,
            follows.pathway_id,
            func.count(PracticePlace.professional_id.distinct()),
            func.count(took.c.professional_id.distinct()),
        )
        .join(Professional, Professional.id == PracticePlace.professional_id)
        .join(professional_pathways, follows.professional_id == Professional.id)
        .outerjoin(took, (took.c.professional_id == Professional.id) & (took.c.pathway_id == follows.pathway_id))
        .where(may_be_invited(now))
        .group_by(PracticePlace.commune_insee, follows.pathway_id)
    )
    cells: dict[str, dict[int, Cell]] = defaultdict(dict)
    for insee, pathway_id, people, met in session.execute(counted):
        cells[insee][pathway_id] = Cell(people, met)
    worked = select(PracticePlace.commune_insee)
    communes = session.scalars(select(Commune).where(Commune.insee.in_(worked))).all()
    places = [Place(commune, cells[commune.insee]) for commune in communes if commune.insee in cells]
    return Gaps(
        offered(session),
        sorted(places, key=lambda place: (-place.missing(), fold(place.commune.name), place.commune.insee)),
    )


def drafts(session: Session, found: Gaps, now: datetime) -> list[Draft]:
    """By area and pathway, the lunches that would reach most people, each counted once; four queries."""
    areas = areas_of(session)
    if not areas or not found.places:
        return []
    communes = [place.commune for place in found.places]
    inside = np.isfinite(kilometres_within(areas, [Spot(*commune.point, commune.insee) for commune in communes]))
    planned = _planned(session, now)
    several = _in_several_communes(session, now)
    people: dict[tuple[int, int], int] = defaultdict(int)
    counted: set[tuple[int, int, int]] = set()
    for place, held in zip(found.places, inside, strict=True):
        for pathway_id, cell in place.cells.items():
            if cell.is_gap:
                twice = several.get((place.commune.insee, pathway_id), ())
                for column in np.flatnonzero(held).tolist():
                    again = {(column, pathway_id, each) for each in twice}
                    people[column, pathway_id] += cell.people - len(again & counted)
                    counted |= again
    pathways = {pathway.id: pathway for pathway in found.pathways}
    made = [
        Draft(areas[column], pathways[pathway_id], count, planned.get((areas[column].id, pathway_id)))
        for (column, pathway_id), count in people.items()
    ]
    return sorted(made, key=lambda draft: (-draft.people, fold(draft.area.name), fold(draft.pathway.name)))


def _in_several_communes(session: Session, now: datetime) -> dict[tuple[str, int], list[int]]:
    """(INSEE code, pathway id) → ids of those there who work in another commune too: one query."""
    follows = professional_pathways.c
    several = (
        select(PracticePlace.professional_id)
        .group_by(PracticePlace.professional_id)
        .having(func.count(PracticePlace.commune_insee.distinct()) > 1)
    )
    rows = session.execute(
        select(PracticePlace.commune_insee, follows.pathway_id, PracticePlace.professional_id)
        .join(Professional, Professional.id == PracticePlace.professional_id)
        .join(professional_pathways, follows.professional_id == Professional.id)
        .where(may_be_invited(now), Professional.id.in_(several))
        .distinct()
    )
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for insee, pathway_id, professional_id in rows:
        found[insee, pathway_id].append(professional_id)
    return found


def never_invited(session: Session, now: datetime) -> int:
    """How many people who may be invited never were: one query."""
    return session.scalar(select(func.count(Professional.id)).where(queries.never_invited(now))) or 0


def out_of_reach(session: Session, now: datetime) -> list[int]:
    """Ids of those who may be invited and whom no area holds, wherever they work; three queries."""
    everyone = set(session.scalars(select(Professional.id).where(may_be_invited(now))))
    areas = areas_of(session)
    where = select(PracticePlace.professional_id, PracticePlace.lat, PracticePlace.lon, PracticePlace.commune_insee)
    reached: set[int] = set()
    for rows in session.execute(where).partitions(SPOTS_AT_ONCE) if areas else ():
        inside = np.isfinite(kilometres_within(areas, [Spot(*row[1:]) for row in rows]))
        reached.update(row[0] for row, held in zip(rows, inside, strict=True) if held.any())
    return sorted(everyone - reached)


def areas_of(session: Session) -> Sequence[Area]:
    """Every area with its communes: two queries."""
    return session.scalars(select(Area).options(joinedload(Area.commune), selectinload(Area.communes))).all()


def _planned(session: Session, now: datetime) -> dict[tuple[int, int], Meetup]:
    meetups = session.scalars(select(Meetup).where(Meetup.area_id.is_not(None), to_come(now)))
    return {(meetup.area_id, meetup.pathway_id): meetup for meetup in meetups if meetup.area_id}
