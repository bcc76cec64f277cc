"""Who sits where while sites open one after the other: always a best seating of the sites open so far.

A new site may take somebody who already sits elsewhere, when the freed place lets in someone of more weight than it
could seat itself (an augmenting path of the flow site → person → served). Counting only the people still free
would lose up to half: of a site that reaches a and b and one that reaches a alone, with one place each,
the second must not find a taken. People once served stay served.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class _Chain:
    """How somebody gets in: they sit at ``site``, which sends a guest on to another, up to the site that opens."""

    value: float  # weight gained at the end of the chain; 0 when nobody more gets in
    person: int
    site: int
    onward: dict[int, tuple[int, int]]  # site: (row of the guest who leaves it, site that takes this guest)


class Seats:
    """The seating so far: row i says that ``person[i]`` sits at ``site[i]``. Flat, so that a trial is a cheap copy."""

    def __init__(self, reach: Sequence[IntArray], weight: FloatArray, capacity: IntArray, discount: float) -> None:
        """``reach[j]``: ascending distinct people; ``weight`` (people,); ``capacity`` (sites,)."""
        self.reach = reach
        self.capacity = capacity
        self.kept = 1.0 - discount
        self.value = weight.copy()  # what serving each person once more is worth
        self.person: IntArray = np.empty(0, dtype=np.int64)
        self.site: IntArray = np.empty(0, dtype=np.int64)
        self._mark = np.zeros(weight.size, dtype=bool)  # scratch: all False between calls

    def gain(self, site: int) -> float:
        """What opening ``site`` would add to the value, without opening it."""
        before = self.value, self.person, self.site
        self.value, self.site = self.value.copy(), self.site.copy()
        gained = self.open(site)
        self.value, self.person, self.site = before
        return gained

    def open(self, site: int) -> float:
        """Open ``site``, seat as much weight as its places allow and return what the value gains."""
        gains: list[float] = []
        while (room := int(self.capacity[site]) - len(gains)) > 0:
            chain = self._best_chain(site)
            seated = self._seat_directly(site, room, at_least=chain.value)
            if not seated and chain.value > 0:
                seated = [self._pull(chain)]
            if not seated:
                break
            gains.extend(seated)
        return math.fsum(gains)

    def guests_of(self, site: int) -> IntArray:
        """The people who sit at ``site``, ascending."""
        return np.sort(self.person[self.site == site])

    def _free_people(self, site: int) -> IntArray:
        """The people within reach of ``site`` who do not sit there."""
        here = self.person[self.site == site]
        self._mark[here] = True
        free = self.reach[site][~self._mark[self.reach[site]]]
        self._mark[here] = False
        return free

    def _rows_of(self, people: IntArray) -> IntArray:
        """The rows in which any of ``people`` sits."""
        self._mark[people] = True
        rows = np.flatnonzero(self._mark[self.person])
        self._mark[people] = False
        return rows

    def _seat_directly(self, site: int, room: int, *, at_least: float) -> list[float]:
        """Seat the weightiest free people worth ``at_least`` that much; return what each adds."""
        free = self._free_people(site)
        value = self.value[free]
        worth = np.flatnonzero((value > 0) & (value >= at_least))
        best = free[worth[np.argsort(-value[worth], kind="stable")[:room]]]
        return self._seat(best, site) if best.size else []

    def _seat(self, people: IntArray, site: int) -> list[float]:
        gained: list[float] = self.value[people].tolist()
        self.person = np.concatenate((self.person, people))
        self.site = np.concatenate((self.site, np.full(people.size, site)))
        self.value[people] *= self.kept
        return gained

    def _best_chain(self, root: int) -> _Chain:
        """The best person whom another open site could seat if ``root`` relieved it, directly or through others."""
        onward: dict[int, tuple[int, int]] = {}
        best = _Chain(0.0, -1, root, onward)
        queue = [root]
        for site in queue:
            free = self._free_people(site)
            if site != root and free.size:
                person = int(free[np.argmax(self.value[free])])
                if self.value[person] > best.value:
                    best = _Chain(float(self.value[person]), person, site, onward)
            rows = self._rows_of(free)
            neighbours, first = np.unique(self.site[rows], return_index=True)
            for neighbour, row in zip(neighbours.tolist(), rows[first].tolist(), strict=True):
                if neighbour != root and neighbour not in onward:
                    onward[neighbour] = (row, site)
                    queue.append(neighbour)
        return best

    def _pull(self, chain: _Chain) -> float:
        """Let the person at the end of the chain in, each site on the way sending one guest on."""
        site = chain.site
        while site in chain.onward:
            row, taker = chain.onward[site]
            self.site[row] = taker
            site = taker
        return self._seat(np.array([chain.person]), chain.site)[0]
