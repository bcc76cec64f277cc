"""Who lives near what: kilometres from each person to each sector."""

import random
from collections.abc import Callable, Iterable

from meetups.directory.models import Professional
from meetups.geography.distances import crow_km_matrix
from meetups.geography.models import Area

Neighbour = tuple[Professional, float]
"""Someone, and their kilometres to a sector's centre as the crow flies."""


class Reach:
    """Distances of everyone to every sector, computed at once; a person counts from their nearest place."""

    def __init__(self, people: list[Professional], areas: dict[str, Area]) -> None:
        self._people = people
        self._columns = {insee: column for column, insee in enumerate(areas)}
        self._areas = areas
        spots = [(row, place) for row, person in enumerate(people) for place in person.places]
        centres = [area.commune.point for area in areas.values()]
        every = crow_km_matrix([(place.lat, place.lon) for _, place in spots], centres)
        self._km = [[float("inf")] * len(centres) for _ in people]
        for (row, _), distances in zip(spots, every.tolist(), strict=True):
            self._km[row] = [min(pair) for pair in zip(self._km[row], distances, strict=True)]

    def neighbours(self, insee: str, slug: str) -> list[Neighbour]:
        """Those within the sector's radius who share the care pathway."""
        column, radius = self._columns[insee], self._areas[insee].radius_km or 0.0  # the demo's areas are circles
        return [
            (person, km[column])
            for person, km in zip(self._people, self._km, strict=True)
            if km[column] <= radius and any(pathway.slug == slug for pathway in person.pathways)
        ]


def draw_guests(
    neighbours: Iterable[Neighbour], count: int, weight: Callable[[Professional], float], rng: random.Random
) -> list[Neighbour]:
    """``count`` of them at most, without replacement, heavier ones more often (Efraimidis and Spirakis, 2006)."""
    return sorted(neighbours, key=lambda pair: -(rng.random() ** (1 / weight(pair[0]))))[:count]
