"""What each open site is worth, and what it would cost to have another in its place."""

import numpy as np

from meetups.engine.budget import Budget
from meetups.engine.covering.growing import grow
from meetups.engine.covering.opening import Exchange, Opening
from meetups.engine.covering.result import Step

MENDS = 1  # how often explaining makes the better exchanges that it comes upon
TRIES = 6_000  # sites compared for the runner-ups of all, the most promising; half as many each next time
HURRY = 0.85  # share of the seconds until which sites are opened in the order of exact gains


def explained(opening: Opening, clock: Budget) -> tuple[Step, ...]:
    """The open sites in the order in which the greedy algorithm opens them, with what each is worth."""
    found: list[Exchange] = []
    for mends in range(MENDS + 1):
        if clock.share < 1:
            sites = np.array(sorted(opening.sites), dtype=np.int64)
            opening.clear()
            grow(opening, sites, clock, HURRY, rush=1)
        most = max(4, (TRIES >> mends) // max(1, len(opening.sites)))
        found = exchanges(opening, clock, most)
        better = [each for each in found if each.is_heavier(opening.value)]
        if not better or clock.share >= 1 or mends == MENDS:
            break
        for each in sorted(better, key=lambda each: each.lost - each.gain):
            opening.exchange(each.closed, opening.known(), keep=True, clock=clock, most=most)
    return steps(opening, found)


def exchanges(opening: Opening, clock: Budget, most: int) -> list[Exchange]:
    """For each open site the best other in its place, ``most`` compared; for as many sites as seconds allow."""
    known = opening.known()
    found: list[Exchange] = []
    begun, number = clock.share, len(opening.sites)
    for site in opening.sites:
        if clock.share >= 1:
            break
        until = begun + (1 - begun) * (len(found) + 1) / number  # what those before did not spend is there to spend
        part = None if clock.seconds is None else until * clock.seconds
        found.append(opening.exchange(site, known, keep=False, clock=Budget(part, None, clock.started), most=most))
    return found


def steps(opening: Opening, found: list[Exchange]) -> tuple[Step, ...]:
    """A step for each open site; ``found``: the exchanges of the first of them."""
    seated = np.flatnonzero(opening.hall.place >= 0)
    place, weight = opening.hall.place[seated], opening.market.weight[seated]
    served = np.bincount(place, weight, opening.market.sites).tolist()
    gains = [served[site] for site in opening.sites] if opening.gains is None else opening.gains
    out = []
    for n, site in enumerate(opening.sites):
        each = found[n] if n < len(found) else Exchange(site, served[site], -1, 0.0, 0.0, is_best=False)
        is_exact = each.is_best and opening.gains is not None
        other = each.other if each.other >= 0 else None
        out.append(Step(site, gains[n], each.lost, other, each.lost - each.gain, is_exact))
    return tuple(out)
