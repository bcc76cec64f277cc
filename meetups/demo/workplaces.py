"""Where people of the demo work: Savoie's communes, in proportion to those who live there."""

import random
from itertools import accumulate

from meetups.demo.content.structures import TEMPLATES, StructureKind
from meetups.directory.models import ContactChannel, PracticePlace
from meetups.geography.distances import crow_km_matrix
from meetups.geography.models import Commune

TOWN_PEOPLE, HOSPITAL_PEOPLE = 2500, 7000
"""Inhabitants below which a commune has no home-care service, or no hospital, of its own."""
NEIGHBOURS = 5
SECOND_PLACE = 0.2
ON_THE_ROAD = {
    StructureKind.AMBULANCE,
    StructureKind.HOME_HELP,
    StructureKind.HOSPITAL_AT_HOME,
    StructureKind.NURSING_PRACTICE,
    StructureKind.SSIAD,
}
HOSPITALS = {StructureKind.HOSPITAL, StructureKind.HOSPITAL_AT_HOME}
SCATTER = 0.004
"""Degrees around the commune's centre, some hundred metres: nobody works at the town hall's door."""
LANES = ("chemin des Primevères", "impasse du Verger", "rue du Four", "montée des Écoliers")


class Workplaces:
    """Draws communes and places. Every draw comes from the caller's generator."""

    def __init__(self, communes: list[Commune]) -> None:
        self.communes = {commune.insee: commune for commune in communes}
        self._anywhere, self._towns, self._cities = (
            _weighted(communes, at_least) for at_least in (0, TOWN_PEOPLE, HOSPITAL_PEOPLE)
        )
        points = [commune.point for commune in communes]
        nearest = crow_km_matrix(points, points).argsort(axis=1, kind="stable")[:, 1 : NEIGHBOURS + 1]
        self._near = {
            commune.insee: [communes[i] for i in row] for commune, row in zip(communes, nearest, strict=True)
        }

    def draw(self, setting: StructureKind, rng: random.Random) -> Commune:
        """A commune where somebody of that kind of structure works."""
        template = TEMPLATES.get(setting)
        if setting in HOSPITALS:
            communes, people = self._cities
        else:
            communes, people = self._towns if template and template.town_only else self._anywhere
        return rng.choices(communes, cum_weights=people)[0]

    def places(
        self, commune: Commune, setting: StructureKind, channel: ContactChannel, rng: random.Random
    ) -> list[PracticePlace]:
        """One place; some of those who go from door to door also have a commune nearby."""
        first = _around(commune, rng)
        if channel is ContactChannel.LETTER:
            first.address = f"{rng.randint(1, 80)} {rng.choice(LANES)}"
        if setting in ON_THE_ROAD and rng.random() < SECOND_PLACE:
            return [first, _around(rng.choice(self._near[commune.insee]), rng)]
        return [first]


def _weighted(communes: list[Commune], at_least: int) -> tuple[list[Commune], list[int]]:
    """Communes with that many inhabitants, and the running total of theirs."""
    kept = [commune for commune in communes if commune.population >= at_least]
    return kept, list(accumulate(commune.population for commune in kept))


def _around(commune: Commune, rng: random.Random) -> PracticePlace:
    return PracticePlace(
        commune_insee=commune.insee,
        lat=round(commune.lat + rng.uniform(-SCATTER, SCATTER), 5),
        lon=round(commune.lon + rng.uniform(-SCATTER, SCATTER), 5),
    )
