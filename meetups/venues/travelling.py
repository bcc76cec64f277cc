"""Which minutes by road are worth knowing, and how they are asked for: an area at a time.

From each commune where somebody works to each commune that may welcome them: one that lends rooms, or an area's own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from meetups.adapters.routing import Point, Router
from meetups.database import read_only
from meetups.directory.models import PracticePlace, Professional
from meetups.geography.distances import crow_km_matrix
from meetups.geography.models import Area, Commune
from meetups.geography.travel import Leg, known_legs, store_legs
from meetups.venues.models import Host

MARGIN_KM = 5.0
"""Around a circle: someone works in it whose commune's centre is just outside."""

log = structlog.get_logger()

Points = dict[str, Point]
"""INSEE code → centre of the commune."""


@dataclass(frozen=True)
class Question:
    """What an area lacks: from each of ``sources`` to each of ``destinations``, INSEE codes in order."""

    area: str
    sources: Sequence[str]
    destinations: Sequence[str]


def fill(
    session: Session,
    router: Router,
    *,
    refresh: bool = False,
    most: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[int]:
    """Ask for what is missing, or for everything with ``refresh``; yields how many pairs it has just written.

    The caller commits after each, before the next question goes out: nothing is held while the server works. At most
    ``most`` questions are sent; ``progress`` is told how many areas are done, of how many. Raises ``RoutingFailed``.
    """
    session.rollback()
    with read_only(), Session(session.get_bind(Area)) as reader:
        areas, sources, destinations = _areas(reader), _workplaces(reader), _welcoming(reader)
    sent = 0
    for done, area in enumerate(areas, start=1):
        with read_only(), Session(session.get_bind(Area)) as reader:
            question = _question(reader, area, sources, destinations, refresh=refresh)
        if question is not None:
            yield store_legs(session, _ask(router, question, sources, destinations))
            sent += 1
        if progress is not None:
            progress(done, len(areas))
        if most is not None and sent >= most:
            return


def _ask(router: Router, question: Question, sources: Points, destinations: Points) -> list[Leg]:
    table = router.minutes(
        [sources[code] for code in question.sources], [destinations[code] for code in question.destinations]
    )
    log.info("routing_answered", sources=len(question.sources), destinations=len(question.destinations))
    return [
        Leg(since, to, minutes)
        for since, row in zip(question.sources, table, strict=True)
        for to, minutes in zip(question.destinations, row, strict=True)
    ]


def _question(reader: Session, area: Area, sources: Points, destinations: Points, *, refresh: bool) -> Question | None:
    """The smallest rectangle that holds all that the area lacks."""
    since, to = _in_reach(area, sources), _in_reach(area, destinations)
    known = set() if refresh else known_legs(reader, to)
    missing = [(one, other) for one in since for other in to if (one, other) not in known]
    if not missing:
        return None
    return Question(area.public_id, sorted({one for one, _ in missing}), sorted({other for _, other in missing}))


def _in_reach(area: Area, points: Points) -> list[str]:
    """The communes of a set, or those whose centre is in the circle or near it."""
    if area.radius_km is None:
        return [commune.insee for commune in area.communes if commune.insee in points]
    codes = list(points)
    if not codes:
        return []
    km = crow_km_matrix(list(points.values()), [area.commune.point])[:, 0]
    return [codes[number] for number in np.flatnonzero(km <= area.radius_km + MARGIN_KM)]


def _areas(reader: Session) -> Sequence[Area]:
    loaded = selectinload(Area.commune), selectinload(Area.communes)
    return reader.scalars(select(Area).options(*loaded).order_by(Area.id)).all()


def _workplaces(reader: Session) -> Points:
    works = (
        select(PracticePlace.commune_insee)
        .join(PracticePlace.professional)
        .where(Professional.left_at.is_(None), Professional.confirmed_at.is_not(None))
    )
    return _points(reader, Commune.insee.in_(works))


def _welcoming(reader: Session) -> Points:
    return _points(
        reader, Commune.insee.in_(select(Host.commune_insee)) | Commune.insee.in_(select(Area.commune_insee))
    )


def _points(reader: Session, condition: ColumnElement[bool]) -> Points:
    rows = reader.execute(select(Commune.insee, Commune.lat, Commune.lon).where(condition).order_by(Commune.insee))
    return {insee: (lat, lon) for insee, lat, lon in rows}
