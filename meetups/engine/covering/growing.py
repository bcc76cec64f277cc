"""Open the site of the largest gain, again and again: as exactly as the seconds allow."""

import heapq

from meetups.engine.arrays import IntArray
from meetups.engine.budget import Budget
from meetups.engine.covering import filling, trying
from meetups.engine.covering.opening import Opening
from meetups.engine.covering.pricing import price_all

HURRY, RUSH = 1 / 3, 1 / 2  # shares of the seconds after which gains are taken by their bounds, then without chains
REFRESH = 40  # prices are counted again about as many times while sites open


def grow(opening: Opening, sites: IntArray, clock: Budget, hurry: float = HURRY, rush: float = RUSH) -> None:
    """Open the site of the largest gain among ``sites``, again and again.

    After the share ``hurry`` of the seconds of ``clock``, that of the largest potential; after ``rush``, that of the
    most weight waiting, nobody moving on until the end.

    Equal gains: the fewest kilometres, then the lowest site. Gains only fall while sites open, so an old one is
    an upper bound and most need no second look: Minoux, "Accelerated greedy algorithms for maximizing
    submodular set functions" (1978).
    """
    market, hall = opening.market, opening.hall
    price_all(market, hall)
    if len(opening.sites) == opening.count:
        return
    queue = [(-trying.potential(market, hall, site), 0.0, site, -1) for site in sites.tolist()]
    queue = [entry for entry in queue if entry[0] < 0]
    heapq.heapify(queue)
    pause = max(1, opening.count // REFRESH)
    while queue and len(opening.sites) < opening.count:
        share = clock.share if clock.seconds is not None else 0.0
        if share >= rush:
            hasten(opening, [site for _, _, site, _ in queue])
            return
        minus, km, site, known = heapq.heappop(queue)
        if not opening.fits(site):
            continue
        if known == len(opening.sites):
            opening.open(site)
            if len(opening.sites) % pause == 0:
                price_all(market, hall)
            continue
        hope = -minus
        if known >= 0:
            hope = min(hope, trying.potential(market, hall, site))
        if not queue or hope >= -queue[0][0]:
            hope, km = (hope, km) if share > hurry else trying.try_open(market, hall, site)
            known = len(opening.sites)
        if hope > 0:
            heapq.heappush(queue, (-hope, km, site, known))
    price_all(market, hall)


def hasten(opening: Opening, sites: list[int]) -> None:
    """Open the site with the most weight waiting, again and again; seat everybody at the end."""
    market, hall = opening.market, opening.hall
    queue = [(-filling.direct(market, hall, site), site) for site in sites]
    heapq.heapify(queue)
    while queue and len(opening.sites) < opening.count:
        minus, site = heapq.heappop(queue)
        if minus == 0 or not opening.fits(site):
            continue
        waiting = filling.direct(market, hall, site)
        if queue and waiting < -queue[0][0]:
            heapq.heappush(queue, (-waiting, site))
        elif waiting > 0:
            filling.seat_directly(market, hall, site)
            opening.count_in(site)
    opening.seat_again()
