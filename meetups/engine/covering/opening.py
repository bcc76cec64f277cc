"""A set of open sites, changed by opening one, or by exchanging one for another."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.budget import Budget
from meetups.engine.covering import comparing, seating, trying
from meetups.engine.covering.filling import seat_all
from meetups.engine.covering.market import Market
from meetups.engine.covering.pricing import price_all
from meetups.engine.covering.seating import LOG, OPEN

BoolArray = NDArray[np.bool_]
GRAIN = 1e-10  # gains of sums of floats differ in their last digits
LESS = 1e-6  # kilometres
TIES = 8  # sites of equal gain whose kilometres are compared
FIRST, LOOK = 4, 0.02  # sites compared at first, and seconds, between two looks at the clock


@dataclass(frozen=True)
class Exchange:
    """One site for another."""

    closed: int
    lost: float  # weight without ``closed``
    other: int  # the best instead, -1 for none
    gain: float  # weight that it brings back
    km: float  # kilometres added in all
    is_best: bool = True  # False when some promising site was not looked at

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
        self.gains: list[float] | None = []  # of the sites one after the other, None when not counted
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
        self.sites, self.gains, self.value, self.km = [], [], 0.0, 0.0

    def fits(self, site: int) -> bool:
        """Whether the rules allow one more site, this one."""
        code = self.group[site]
        return len(self.sites) < self.count and (code < 0 or bool(self.taken[code] < self.most))

    def open(self, site: int) -> float:
        """Open a site that fits; the weight gained."""
        gain, km = trying.keep_open(self.market, self.hall, site)
        self.count_in(site)
        if self.gains is not None:
            self.gains.append(gain)
        self.value += gain
        self.km += km
        return gain

    def count_in(self, site: int) -> None:
        """Count a site among those open."""
        self._count(site, +1)
        self.sites.append(site)

    def rebuild(self, sites: Iterable[int]) -> None:
        """Have exactly these sites open, which fit together; their gains are not counted."""
        self.clear()
        for site in sites:
            self.count_in(site)
        self.seat_again()

    def seat_again(self) -> None:
        """Seat everybody at the open sites from the beginning."""
        hall = self.hall
        hall.place[:] = -1
        hall.load[:] = 0
        hall.head[:] = self.market.start[:-1]
        hall.is_open[:] = False
        hall.is_open[self.sites] = True
        self.gains = None if self.sites else []
        self.value, self.km = seat_all(self.market, hall)
        price_all(self.market, hall)

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

    def exchange(
        self, closed: int, known: Known, *, keep: bool, clock: Budget | None = None, most: int | None = None
    ) -> Exchange:
        """What closing a site loses, and the best to open instead; done if ``keep`` and it is better.

        ``known``: the potentials of the sites closed now. Of the ``most`` promising sites; the best found when
        ``clock`` ends, after a first look.
        """
        market, hall = self.market, self.hall
        lost, saved = trying.begin_close(market, hall, closed)
        line = comparing.line_up(
            market, hall, known.potential, known.order, self._allowed_instead(closed) & known.sites
        )
        most = market.sites if most is None else most
        tries = most if clock is None or clock.seconds is None else FIRST
        leader = (-1, 0.0, 0.0, 0, 0)
        while True:
            began = perf_counter()
            leader, is_best = comparing.compare(market, hall, line, leader, TIES, min(tries, most - leader[4]))
            if is_best or leader[4] >= most or (clock is not None and clock.share >= 1):
                break
            tries = max(1, tries // 2) if perf_counter() - began > LOOK else 2 * tries
        other, gain, km = leader[:3]
        found = Exchange(closed, lost, other, gain, km - saved, is_best)
        if not (keep and found.is_better(self.value)):
            trying.end_close(market, hall, closed)
            return found
        self.sites.remove(closed)
        self._count(closed, -1)
        self.gains = None
        self.value -= lost
        self.km -= saved
        self.open(other)
        price_all(market, hall)
        return found

    def _count(self, site: int, number: int) -> None:
        if self.group[site] >= 0:
            self.taken[self.group[site]] += number
