"""From checked arrays to a choice of sites with its guests and reasons."""

import math
from time import perf_counter

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.budget import Budget
from meetups.engine.covering.explaining import explained
from meetups.engine.covering.market import market_of
from meetups.engine.covering.nearing import arcs_of, come_nearer
from meetups.engine.covering.opening import LOOK, Opening
from meetups.engine.covering.result import Coverage, Reach
from meetups.engine.covering.searching import search
from meetups.engine.quality import Quality

SEARCH, EXPLAIN, TRAVEL = 0.75, 1.0, 1.15  # of the seconds, until which each phase lasts
ROUNDS = 100_000  # how often cycles are looked for at most


def solve(
    reach: Reach,
    weight: FloatArray,
    capacity: IntArray,
    count: int,
    group: IntArray,
    most: int,
    budget: Budget,
    seed: int,
) -> Coverage:
    """The best choice found, for checked arrays; ``group`` (sites,) holds codes from 0, -1 for a site alone."""
    km = np.zeros(len(reach.people)) if reach.km is None else reach.km
    market = market_of(reach.start, reach.people.astype(np.int32, copy=False), km, weight, capacity)
    opening = Opening(market, count, group, most)
    hunt = Budget(until(budget, SEARCH).seconds, budget.iterations, budget.started)
    bound = search(opening, hunt, seed)
    steps = explained(opening, until(budget, EXPLAIN))
    km_is_least = reach.km is None or come_near(opening, until(budget, TRAVEL))
    place = opening.hall.place.astype(np.int64)
    served = np.flatnonzero(place >= 0)
    value = math.fsum(weight[served].tolist())
    by_site = served[np.argsort(place[served], kind="stable")]
    first = np.searchsorted(place[by_site], np.arange(market.sites + 1))
    return Coverage(
        steps=steps,
        guests=tuple(by_site[first[step.site] : first[step.site + 1]] for step in steps),
        place=place,
        quality=Quality(value, max(value, bound)),
        km=math.fsum(market.km[opening.hall.at[served]].tolist()),
        km_is_least=km_is_least,
        spent=hunt.spent,
    )


def until(budget: Budget, share: float) -> Budget:
    """A part of the seconds, since the same beginning, for a phase that counts no iterations."""
    return Budget(None if budget.seconds is None else share * budget.seconds, None, budget.started)


def come_near(opening: Opening, clock: Budget) -> bool:
    """Seat as much weight with the fewest kilometres; whether they are proved the fewest."""
    if clock.share >= 1:
        return False
    arcs = arcs_of(opening.market, opening.hall)
    rounds, done = 1, 0
    while clock.share < 1 and done < ROUNDS:
        began = perf_counter()
        if come_nearer(opening.market, opening.hall, arcs, rounds):
            return True
        done += rounds
        rounds = max(1, rounds // 2) if perf_counter() - began > LOOK else 2 * rounds
    return False
