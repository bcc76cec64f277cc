"""The p-median: open so many sites that people travel least."""

from time import perf_counter

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.budget import Budget
from meetups.engine.medians.checking import Checked, check
from meetups.engine.medians.errors import NoPlanError
from meetups.engine.medians.race import Ceiling, race
from meetups.engine.medians.result import Medians
from meetups.engine.medians.swaps import Choice, deal, descend, kick, settle
from meetups.engine.medians.tree import Tree
from meetups.engine.quality import Quality

ITERATIONS = 20_000
SAMPLES = 8  # candidates looked at for each site of the first plan
STRONGEST = 4  # sites moved at once
LOOKED_AT = 20_000_000  # costs compared between two looks at the clock, about
REACH = 1.5  # the proof keeps the costs up to so many times that of the second nearest site


def p_median(
    cost: FloatArray,
    demand: FloatArray | IntArray,
    sites: int,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
) -> Medians:
    """Open ``sites`` candidates so that Σ demand × cost to the nearest open one is least; stops once proved best.

    ``cost`` (clients, candidates): 0 or more, infinite where a candidate cannot serve a client. ``demand``
    (clients,): the weight of each client, 0 or more. ``seconds`` and ``iterations`` (one descent of the search, or one
    turn of the proof) are budgets, whichever ends first; without, 20,000 iterations. Iterations and a seed alone
    decide the answer. Raises an ``EngineError`` subclass: bad input, or ``NoPlanError`` when some client stays out of
    reach.
    """
    budget = Budget(seconds, ITERATIONS if seconds is None and iterations is None else iterations)
    question, weight, count = check(cost, demand, sites)
    ceiling = Ceiling(question.whole)
    search = Swapping(question, count, seed, budget)
    tree = Tree(question.cost, count, search.choice.near, search.top(), ceiling)
    race(search, tree, ceiling, budget)
    return _described(question, weight, search, ceiling.raised(tree.bound, search.value), budget)


class Swapping:
    """The search: descents by swaps, from kicked plans and from those that the proof suggests."""

    def __init__(self, question: Checked, count: int, seed: int, budget: Budget) -> None:
        self._cost, self._far, self._budget = question.cost, question.far, budget
        candidates, clients = question.cost.shape
        self._free = np.arange(candidates)
        self._rng = np.array([seed % 2**64], dtype=np.uint64)
        self._tries = max(1, LOOKED_AT // clients)
        self._tried: set[bytes] = set()
        self._strength = 0
        self.choice = _empty(count, candidates, clients)
        self.value = float("inf")
        self._descend(deal(self._cost, self.choice, self._rng, SAMPLES, self._far))

    def top(self) -> FloatArray:
        """(clients,) the costs that may matter to the proof: more than that of the second nearest site."""
        last = self._cost.max(axis=0)
        return np.minimum(last, self.choice.next * REACH) + 1.0

    def narrow(self, hopeful: IntArray) -> None:
        """Forget the candidates that no better plan opens."""
        self._free = hopeful

    def kick(self) -> None:
        """From the best plan, some sites moved."""
        self._strength = self._strength % STRONGEST + 1
        self.choice.sites[:] = self.sites
        value = settle(self._cost, self.choice, self._far)
        strength = min(self._strength, self.sites.size)
        value, at = kick(self._cost, self.choice, self._free, self._rng, strength, value, self._far)
        self._descend(value, at)

    def start_from(self, sites: IntArray) -> None:
        """From ``sites``, once."""
        key = np.sort(sites).tobytes()
        if key not in self._tried:
            self._tried.add(key)
            self.choice.sites[:] = sites
            self._descend(settle(self._cost, self.choice, self._far))

    def _descend(self, value: float, at: int = 0) -> None:
        idle = 0
        while True:
            value, at, idle = descend(self._cost, self.choice, self._free, at, idle, self._tries, value, self._far)
            if value < self.value:
                self.value, self.sites, self.found = float(value), self.choice.sites.copy(), perf_counter()
            if idle >= self._free.size or self._budget.share >= 1:
                return


def _empty(count: int, candidates: int, clients: int) -> Choice:
    def index(size: int) -> IntArray:
        return np.full(size, -1, dtype=np.int64)

    def number(size: int) -> FloatArray:
        return np.zeros(size)

    return Choice(
        np.zeros(count, dtype=np.int64), index(candidates), index(clients), number(clients), index(clients),
        number(clients), number(count),
    )  # fmt: skip


def _described(question: Checked, weight: FloatArray, search: Swapping, bound: float, budget: Budget) -> Medians:
    opened = np.sort(search.sites)
    nearest = question.cost[opened]
    rank = np.argmin(nearest, axis=0)  # of two equal ones, the first candidate
    travel = nearest.min(axis=0)
    value = float(travel.sum())
    if value >= question.far:
        client = int(np.argmax(travel))
        proved = "none exists" if bound >= question.far else "none was found in time"
        raise NoPlanError(f"no choice of {opened.size} sites that reaches client {client} too: {proved}", client)
    load = np.bincount(rank, weights=weight, minlength=opened.size)
    return Medians(
        sites=opened,
        assignment=opened[rank],
        travel=travel,
        load=load,
        quality=Quality(value, min(bound, value)),
        iterations=budget.spent,
        seconds=perf_counter() - budget.started,
        seconds_to_best=search.found - budget.started,
    )
