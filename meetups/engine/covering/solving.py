"""From checked arrays to a choice of sites with its guests and reasons."""

import math

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.budget import Budget
from meetups.engine.covering.market import market_of
from meetups.engine.covering.nearing import arcs_of, come_nearer
from meetups.engine.covering.opening import Exchange, Opening
from meetups.engine.covering.result import Coverage, Reach, Step
from meetups.engine.covering.searching import search
from meetups.engine.quality import Quality

BATCH, BATCHES = 50, 2000  # how often cycles are looked for between two looks at the clock, and how many times at most
OVERTIME = 0.2  # of the seconds, for kilometres: however short the budget, nobody travels for nothing
FEW = 12  # sites compared for the runner-up when late
MENDS = 10  # better exchanges that explaining may come upon


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
    market = market_of(reach.start, reach.people.astype(np.int32), km, weight, capacity)
    opening = Opening(market, count, group, most)
    bound = search(opening, budget, seed)
    steps = explained(opening, budget)
    km_is_least = reach.km is None or come_near(opening, budget)
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
        spent=budget.spent,
    )


def explained(opening: Opening, budget: Budget) -> tuple[Step, ...]:
    """The open sites in the order in which the greedy algorithm opens them, with what each is worth."""
    for _ in range(MENDS):
        sites = np.array(sorted(opening.sites), dtype=np.int64)
        opening.clear()
        gains = opening.grow(sites)
        found = exchanges(opening, budget)
        best = max(found, key=lambda each: each.gain - each.lost, default=None)
        if best is None or not best.is_heavier(opening.value):
            break
        opening.rebuild([best.other if site == best.closed else site for site in opening.sites])
    return tuple(
        Step(each.closed, gain, each.lost, each.other if each.other >= 0 else None, each.lost - each.gain)
        for gain, each in zip(gains, found, strict=True)
    )


def exchanges(opening: Opening, budget: Budget) -> list[Exchange]:
    """For each open site the best other in its place; of the most promising few when seconds have run out."""
    known = opening.known()
    found = []
    for site in opening.sites:
        late = budget.seconds is not None and budget.share >= 1
        found.append(opening.exchange(site, known, keep=False, tries=FEW if late else None))
    return found


def come_near(opening: Opening, budget: Budget) -> bool:
    """Seat as much weight with the fewest kilometres; whether they are proved the fewest."""
    arcs = arcs_of(opening.market, opening.hall)
    late = Budget(None if budget.seconds is None else OVERTIME * budget.seconds, BATCHES)
    while late.share < 1:
        if come_nearer(opening.market, opening.hall, arcs, BATCH):
            return True
        late.spent += 1
    return False
