"""An area before or after it is saved: its map, and the figures that the map cannot say."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from meetups.geography.areas import communes_of
from meetups.geography.distances import crow_km
from meetups.geography.models import Area, Commune
from meetups.geography.queries import communes_within
from meetups.geography.shapes import AreaMap, area_map
from meetups.pages.territory.queries import people_in
from meetups.pages.territory.wording import circle_said, communes_said, inhabitants_said, people_said

AROUND_KM = 6.0
"""How much is drawn around an area, so that people recognise where they are."""
FURTHEST_KM = 80.0


@dataclass(frozen=True)
class Row:
    """A commune of the area, and how many people work in it."""

    commune: Commune
    people: int


@dataclass(frozen=True)
class Picture:
    """What the page shows of an area."""

    area: Area
    map: AreaMap
    rows: list[Row]
    people: int

    @property
    def population(self) -> int:
        """Inhabitants of its communes."""
        return sum(row.commune.population for row in self.rows)

    @property
    def conclusion(self) -> str:
        """« 14 communes, 62 000 habitants, 37 professionnels »."""
        said = (communes_said(len(self.rows)), inhabitants_said(self.population), people_said(self.people))
        return ", ".join(said)

    @property
    def alternative(self) -> str:
        """What the map says, for who does not see it."""
        where = (
            gettext("Carte des communes choisies autour de %(name)s", name=self.area.commune.name)
            if self.area.radius_km is None
            else gettext("Carte : %(circle)s", circle=circle_said(self.area.commune.name, self.area.radius_km))
        )
        return gettext("%(where)s. %(conclusion)s.", where=where, conclusion=self.conclusion)


def picture_of(session: Session, area: Area, proposed: Sequence[Commune] = ()) -> Picture:
    """Draw an area, stored or not, with ``proposed`` communes or what lies around it: three queries."""
    held = communes_of(session, area)
    members = people_in(session, area)
    shown = {commune.insee: commune for commune in (*(proposed or _around(session, area, held)), *held)}
    return Picture(
        area,
        area_map(area.commune, shown.values(), {commune.insee for commune in held}, area.radius_km),
        [Row(commune, len(members.get(commune.insee, ()))) for commune in held],
        len(set().union(*members.values())),
    )


def _around(session: Session, area: Area, held: Sequence[Commune]) -> list[Commune]:
    centre = area.commune.point
    furthest = area.radius_km or max((crow_km(*centre, *commune.point) for commune in held), default=0.0)
    return communes_within(session, *centre, min(furthest, FURTHEST_KM) + AROUND_KM)
