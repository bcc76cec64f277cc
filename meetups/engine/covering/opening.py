"""A set of open sites: grown by the lazy greedy algorithm, changed by exchanging one for another."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.budget import Budget
from meetups.engine.covering import seating, trying
from meetups.engine.covering.market import Market
from meetups.engine.covering.pricing import price_all
from meetups.engine.covering.seating import LOG, OPEN

BoolArray = NDArray[np.bool_]
GRAIN = 1e-10  # gains of sums of floats differ in their last digits
LESS = 1e-6  # kilometres
TIES = 8  # sites of equal gain whose kilometres are compared
HURRY = 1 / 3  # share of the seconds
REFRESH = 40  # prices are counted again about as many times while sites open


@dataclass(frozen=True)
class Exchange:
    """One site for another."""

    closed: int
    lost: float  # weight without ``closed``
    other: int  # the best instead, -1 for none
    gain: float  # weight that it brings back
    km: float  # kilometres added in all

    def is_heavier(self, value: float) -> bool:
        """Whether weight rises; ``value`` gives the scale."""
        return self.other >= 0 and self.gain - self.lost > GRAIN * max(1.0, value)

    def is_better(self, value: float) -> bool:
        """Whether weight rises or, at the same weight, kilometres fall."""
        equal = self.other >= 0 and self.gain - self.lost >= -GRAIN * max(1.0, value)
        return self.is_heavier(value) or (equal and self.km < -LESS)


@dataclass(frozen=True, eq=False)
class Known:
    """What opening each site would gain at most."""

    potential: FloatArray  # (sites,)
    order: IntArray  # sites by falling potential
    sites: BoolArray  # which may be opened


class Opening:
    """A set of open sites under the rules "at most ``count``" and "at most ``most`` of a group"."""

    def __init__(self, market: Market, count: int, group: IntArray, most: int) -> None:
        """``group`` (sites,): codes from 0, -1 for a site alone."""
        self.market, self.count, self.group, self.most = market, count, group, most
        self.hall = seating.hall_of(market)
        self.taken = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
        self.sites: list[int] = []
        self.value = self.km = 0.0

    def clear(self) -> None:
        """Close every site."""
        hall = self.hall
        hall.place[:] = -1
        hall.load[:] = 0
        hall.is_open[:] = False
        hall.head[:] = self.market.start[:-1]
        hall.price[:] = 0.0
        hall.mem[LOG] = hall.mem[OPEN] = 0
        self.taken[:] = 0
        self.sites, self.value, self.km = [], 0.0, 0.0

    def fits(self, site: int) -> bool:
        """Whether the rules allow one more site, this one."""
        code = self.group[site]
        return len(self.sites) < self.count and (code < 0 or bool(self.taken[code] < self.most))

    def open(self, site: int) -> float:
        """Open a site that fits; the weight gained."""
        gain, km = trying.keep_open(self.market, self.hall, site)
        self._count(site, +1)
        self.sites.append(site)
        self.value += gain
        self.km += km
        return gain

    def rebuild(self, sites: Iterable[int]) -> None:
        """Have exactly these sites open, which fit together."""
        self.clear()
        for site in sites:
            self.open(site)
        price_all(self.market, self.hall)

    def grow(self, sites: IntArray, budget: Budget | None = None) -> list[float]:
        """Open the site of the largest gain among ``sites``, again and again; the gains.

        In a hurry, that is with less than two thirds of the seconds of ``budget`` left, that of the largest potential.

        Equal gains: the fewest kilometres, then the lowest site. Gains only fall while sites open, so an old one is
        an upper bound and most need no second look: Minoux, "Accelerated greedy algorithms for maximizing
        submodular set functions" (1978).
        """
        market, hall = self.market, self.hall
        price_all(market, hall)
        if len(self.sites) == self.count:
            return []
        queue = [(-trying.potential(market, hall, site), 0.0, site, -1) for site in sites.tolist()]
        queue = [entry for entry in queue if entry[0] < 0]
        heapq.heapify(queue)
        gains: list[float] = []
        pause = max(1, self.count // REFRESH)
        while queue and len(self.sites) < self.count:
            minus, km, site, known = heapq.heappop(queue)
            if not self.fits(site):
                continue
            if known == len(self.sites):
                gains.append(self.open(site))
                if len(self.sites) % pause == 0:
                    price_all(market, hall)
                continue
            hope = -minus
            if known >= 0:
                hope = min(hope, trying.potential(market, hall, site))
            if not queue or hope >= -queue[0][0]:
                hurried = budget is not None and budget.seconds is not None and budget.share > HURRY
                hope, km = (hope, km) if hurried else trying.try_open(market, hall, site)
                known = len(self.sites)
            if hope > 0:
                heapq.heappush(queue, (-hope, km, site, known))
        price_all(market, hall)
        return gains

    def _allowed_instead(self, closed: int) -> BoolArray:
        """(sites,) bool: sites that the rules allow once ``closed`` is closed."""
        if not len(self.taken):
            allowed = np.ones(self.market.sites, dtype=bool)
            allowed[closed] = False
            return allowed
        full: BoolArray = self.taken >= self.most
        if self.group[closed] >= 0:
            full[self.group[closed]] = self.taken[self.group[closed]] > self.most
        allowed = ~((self.group >= 0) & full[self.group])
        allowed[closed] = False
        return allowed

    def known(self, sites: BoolArray | None = None) -> Known:
        """The potentials now, of the ``sites`` (sites,) that may be opened; of all without."""
        potential = np.empty(self.market.sites)
        trying.potentials(self.market, self.hall, potential)
        anything = np.ones(self.market.sites, dtype=bool) if sites is None else sites
        return Known(potential, np.argsort(-potential, kind="stable"), anything)

    def exchange(self, closed: int, known: Known, *, keep: bool, tries: int | None = None) -> Exchange:
        """What closing a site loses, and the best to open instead; done if ``keep`` and it is better.

        ``known``: the potentials of the sites closed now. ``tries``: compare that many sites at most.
        """
        market, hall = self.market, self.hall
        allowed = self._allowed_instead(closed) & known.sites
        tries = market.sites if tries is None else tries
        lost, saved = trying.begin_close(market, hall, closed)
        other, gain, km = trying.replacement(market, hall, known.potential, known.order, allowed, TIES, tries)
        found = Exchange(closed, lost, other, gain, km - saved)
        if not (keep and found.is_better(self.value)):
            trying.end_close(market, hall, closed)
            return found
        self.sites.remove(closed)
        self._count(closed, -1)
        self.value -= lost
        self.km -= saved
        self.open(other)
        price_all(market, hall)
        return found

    def _count(self, site: int, number: int) -> None:
        if self.group[site] >= 0:
            self.taken[self.group[site]] += number
