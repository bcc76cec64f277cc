"""Where to meet: people around towns, venues among them, as many people in a square kilometre whatever the size."""

from dataclasses import dataclass

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.coverage import Reach

PEOPLE_PER_TOWN, SPREAD, TOWN_KM = 2000, 4.0, 12.0


@dataclass(frozen=True, eq=False)
class Case:
    """One question."""

    name: str
    reach: Reach
    weight: FloatArray
    capacity: IntArray
    count: int


def case(people: int, sites: int, count: int, places: int, *, radius: float, levels: bool, seed: int) -> Case:
    """``radius`` km of reach; ``places`` on average; ``levels``: a few weights shared by many, else all different."""
    chance = np.random.default_rng(seed)
    towns = max(4, people // PEOPLE_PER_TOWN)
    side = TOWN_KM * float(np.sqrt(towns))
    centre = chance.uniform(0, side, (towns, 2))
    home = centre[chance.integers(0, towns, people)] + chance.normal(0, SPREAD, (people, 2))
    venue = centre[chance.integers(0, towns, sites)] + chance.normal(0, 1.5 * SPREAD, (sites, 2))
    weight = chance.choice([1.25, 2.0, 3.5, 5.0], people) if levels else chance.uniform(0.5, 5.0, people)
    capacity = chance.integers(max(1, places // 2), places + places // 2 + 1, sites)
    kind = "paliers" if levels else "continu"
    name = f"{people} p. {sites} s. {count}×{places} {kind}"
    return Case(name, _within(home, venue, radius), weight, capacity, count)


def _within(home: FloatArray, venue: FloatArray, radius: float) -> Reach:
    """Whom each venue reaches, looked for in bands of longitude."""
    order = np.argsort(home[:, 0], kind="stable")
    east = home[order, 0]
    people, km = [], []
    for place in venue:
        first, last = np.searchsorted(east, [place[0] - radius, place[0] + radius])
        near = order[first:last]
        near = near[np.abs(home[near, 1] - place[1]) <= radius]
        far = np.hypot(*(home[near] - place).T)
        people.append(near[far <= radius].astype(np.int32))  # a country has tens of millions of pairs
        km.append(far[far <= radius])
    return Reach.of(people, km)
