"""Where to meet: choose the sites that serve the most weight, capacities counted (capacitated maximal covering).

The value of a set of sites is that of its best seating: each site seats at most ``capacity`` of the people
it reaches. That function is monotone and submodular (a site never gains more once others are open), so choosing the
largest gain again and again gives at least 1 - 1/e = 63 % of the optimum, and at any moment

    optimum ≤ value so far + the ``count`` largest gains still possible

Nemhauser, Wolsey and Fisher, "An analysis of approximations for maximizing submodular set functions", Mathematical
Programming 14 (1978). Gains only fall, so an old gain is an upper bound and most need no second look: Minoux,
"Accelerated greedy algorithms for maximizing submodular set functions" (1978).
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from meetups.engine.arrays import FloatArray, IntArray, amounts, counts, people, share, whole
from meetups.engine.errors import CapacityError, ShapeError, WeightError
from meetups.engine.seats import Seats


@dataclass(frozen=True)
class Step:
    """One site chosen, and what was refused for it."""

    site: int
    gain: float  # what it added to the value, in units of weight
    runner_up: int | None  # the next best site at that moment, if any would have gained something
    runner_up_gain: float


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class Coverage:
    """The sites chosen, best first, and how good they are together."""

    steps: tuple[Step, ...]
    guests: tuple[IntArray, ...]  # a best seating of the whole choice: people of each step's site, ascending
    value: float  # total weight served
    bound: float  # no choice of ``count`` sites serves more
    evaluations: int  # gains computed: what being lazy saves

    @property
    def sites(self) -> tuple[int, ...]:
        """The sites in the order in which they were chosen."""
        return tuple(step.site for step in self.steps)

    @property
    def gap(self) -> float:
        """The largest share of the bound that a better choice could still add; 0 is proved best."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0


def choose_sites(
    reach: Sequence[IntArray], weight: FloatArray, capacity: IntArray, count: int, *, discount: float = 1.0
) -> Coverage:
    """Choose at most ``count`` of the sites; fewer when no other would gain anything. A weight of 0 takes no place.

    ``reach``: for each site (area × pathway) the indices of the people whom it can serve, in any order; one
    named twice counts once. ``weight`` (people,): what serving a person is worth, 0 or more. ``capacity`` (sites,):
    places. ``discount``, in ]0, 1]: the share of their weight that people lose each time a chosen site serves
    them; 1 counts everybody once, 0.7 lets a second meetup count for 30 % of the first.
    Equal gains: the lower index wins. Raises an ``EngineError`` subclass naming the first bad item.
    """
    weight = amounts("weight", weight, WeightError)
    capacity = counts("capacity", capacity, CapacityError)
    if len(reach) != capacity.size:
        raise ShapeError(f"reach has {len(reach)} sites, capacity {capacity.size}")
    reached = [people(f"reach[{site}]", who, weight.size, site) for site, who in enumerate(reach)]
    count = whole("count", count)
    seats = Seats(reached, weight, capacity, share("discount", discount))
    return _greedy(seats, count)


def _greedy(seats: Seats, count: int) -> Coverage:
    gains = _LazyGains(seats)
    steps: list[Step] = []
    value, bound = 0.0, math.inf
    while len(steps) < count and (best := gains.pop()):
        runner_up = gains.peek()
        bound = min(bound, value + best.gain + gains.largest(count - 1))
        other, other_gain = (runner_up.site, runner_up.gain) if runner_up else (None, 0.0)
        steps.append(Step(best.site, best.gain, other, other_gain))
        gains.open(best.site)
        value = math.fsum(step.gain for step in steps)
    bound = max(value, min(bound, value + gains.exactly_largest(count)))  # sums differ in their last digit
    guests = tuple(seats.guests_of(step.site) for step in steps)
    return Coverage(tuple(steps), guests, value, bound, gains.evaluations)


class _Gain(NamedTuple):
    """An entry of the queue: the largest gain first, then the lowest site."""

    minus: float  # the queue gives the smallest first
    site: int
    opened: int  # how many sites were open when it was computed: fresh only if as many are now

    @property
    def gain(self) -> float:
        return -self.minus


class _LazyGains:
    """The gains of the sites not yet open: an old one is an upper bound, looked at again only when it leads."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._opened = 0
        self.evaluations = 0
        fresh = (self._compute(site) for site in range(len(seats.reach)))
        self._queue = [entry for entry in fresh if entry.gain > 0]
        heapq.heapify(self._queue)

    def open(self, site: int) -> None:
        """Open ``site``: every gain known so far becomes an upper bound."""
        self._seats.open(site)
        self._opened += 1

    def pop(self) -> _Gain | None:
        """Take out the site of the largest gain; None when no site would gain anything."""
        while self._queue:
            entry = heapq.heappop(self._queue)
            if entry.opened == self._opened:
                return entry
            entry = self._compute(entry.site)
            if entry.gain > 0:
                heapq.heappush(self._queue, entry)
        return None

    def peek(self) -> _Gain | None:
        """The site of the largest gain, left in."""
        entry = self.pop()
        if entry:
            heapq.heappush(self._queue, entry)
        return entry

    def largest(self, count: int) -> float:
        """At least the sum of the ``count`` largest gains; after a peek, no term exceeds the leader's."""
        return math.fsum(entry.gain for entry in heapq.nsmallest(count, self._queue))

    def exactly_largest(self, count: int) -> float:
        """The sum of the ``count`` largest gains, all fresh; takes these sites out."""
        return math.fsum(entry.gain for _ in range(count) if (entry := self.pop()))

    def _compute(self, site: int) -> _Gain:
        self.evaluations += 1
        return _Gain(-self._seats.gain(site), site, self._opened)
