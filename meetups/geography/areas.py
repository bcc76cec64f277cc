"""Areas: a circle around a commune, or a set of communes; whom each holds, and how organisers change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.database import new_public_id
from meetups.geography.distances import crow_km, crow_km_matrix
from meetups.geography.errors import AreaNameTaken, AreaWithoutName, BadRadius, MainCommuneOutside
from meetups.geography.models import Area, Commune
from meetups.geography.queries import communes_within
from meetups.geography.text import fold
from meetups.installation import lock_installation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_KM, MOST_KM = 1, 60


class Spot(NamedTuple):
    """Somewhere someone works: a point in degrees, and its commune."""

    lat: float
    lon: float
    insee: str


def area_holds(area: Area, lat: float, lon: float, insee: str) -> bool:
    """Whether a place is in the area: by distance for a circle, by its commune exactly for a set."""
    if area.radius_km is None:
        return insee in {commune.insee for commune in area.communes}
    return crow_km(lat, lon, area.lat, area.lon) <= area.radius_km


def kilometres_within(areas: Sequence[Area], spots: Sequence[Spot]) -> NDArray[np.float64]:
    """``area_holds`` for all at once: kilometres from n spots to the centres of m areas, infinite outside, (n, m).

    The centre of a set is that of its main commune. Areas come with ``commune`` and ``communes`` loaded.
    """
    import numpy as np

    km = crow_km_matrix([spot[:2] for spot in spots], [area.commune.point for area in areas])
    codes = np.array([spot.insee for spot in spots])
    for column, area in enumerate(areas):
        inside = (
            np.isin(codes, [commune.insee for commune in area.communes])
            if area.radius_km is None
            else km[:, column] <= area.radius_km
        )
        km[~inside, column] = np.inf
    return km


def communes_of(session: Session, area: Area) -> list[Commune]:
    """The communes of a set, or those whose centre is in the circle, by name."""
    if area.radius_km is not None:
        return communes_within(session, *area.commune.point, area.radius_km)
    return sorted(area.communes, key=lambda commune: (commune.name_key, commune.insee))


def create_circle(
    session: Session, name: str, centre: Commune, radius_km: float, *, public_id: str | None = None
) -> Area:
    """A circle of 1 to 60 km. With a ``public_id`` already used, that area: a form sent twice makes one."""
    existing = _existing(session, public_id)
    if existing is not None:
        return existing
    area = Area(public_id=public_id or new_public_id())
    edit_circle(session, area, name, centre, radius_km)
    return area


def create_set(
    session: Session, name: str, main: Commune, communes: Sequence[Commune], *, public_id: str | None = None
) -> Area:
    """A set of communes, ``main`` among them. With a ``public_id`` already used, that area."""
    existing = _existing(session, public_id)
    if existing is not None:
        return existing
    area = Area(public_id=public_id or new_public_id())
    edit_set(session, area, name, main, communes)
    return area


def edit_circle(session: Session, area: Area, name: str, centre: Commune, radius_km: float) -> None:
    """Give the area this name and this circle. Raises ``BadRadius``, ``AreaWithoutName`` or ``AreaNameTaken``."""
    if not LEAST_KM <= radius_km <= MOST_KM:  # not a number compares false
        raise BadRadius(LEAST_KM, MOST_KM)
    _write(session, area, name, centre, radius_km, [])


def edit_set(session: Session, area: Area, name: str, main: Commune, communes: Sequence[Commune]) -> None:
    """Give the area this name and these communes. Raises ``MainCommuneOutside``, or as ``edit_circle``."""
    if main not in communes:
        raise MainCommuneOutside(main.name)
    _write(session, area, name, main, None, list({commune.insee: commune for commune in communes}.values()))


def remove_area(session: Session, area: Area) -> None:
    """Forget an area that no meetup bears; its proposals go with it. Organisers call ``planning.removing``."""
    session.delete(area)
    session.flush()


def _write(
    session: Session, area: Area, name: str, commune: Commune, radius_km: float | None, communes: list[Commune]
) -> None:
    name = free_name(session, name, area.public_id)
    area.name, area.commune, area.radius_km, area.communes = name, commune, radius_km, communes
    session.add(area)
    session.flush()


def free_name(session: Session, name: str, public_id: str | None) -> str:
    """The name, once sure that no area but ``public_id`` bears it. Raises ``AreaWithoutName`` or ``AreaNameTaken``."""
    name = name.strip()
    if not name:
        raise AreaWithoutName
    # One organiser at a time, so that two cannot take the same name (PostgreSQL; SQLite has one writer).
    lock_installation(session)
    rows = session.execute(select(Area.public_id, Area.name))
    taken = {fold(other): other for own_id, other in rows if own_id != public_id}
    if fold(name) in taken:
        raise AreaNameTaken(taken[fold(name)])
    return name


def _existing(session: Session, public_id: str | None) -> Area | None:
    return session.scalar(select(Area).where(Area.public_id == public_id)) if public_id else None
