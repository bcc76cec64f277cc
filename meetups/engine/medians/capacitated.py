"""The capacitated p-median: open so many sites, each client wholly at one of them, none above its capacity."""

from time import perf_counter

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.budget import Budget
from meetups.engine.medians.capacitated_tree import CapacitatedTree
from meetups.engine.medians.checking import Checked, check_capacities, checked, matrix_of, sites_of
from meetups.engine.medians.clusters import Clusters, anneal, place
from meetups.engine.medians.errors import NoPlanError
from meetups.engine.medians.race import Ceiling, race
from meetups.engine.medians.result import Medians
from meetups.engine.quality import Quality

ITERATIONS = 20_000
MOVES = 600  # tries of one annealing, for each client
QUENCH = 100  # the same, for a plan that the proof suggests
HEATS = (0.4, 0.25, 0.2, 0.15)  # of what it costs to go to another site, one annealing after another
FRESH_HEAT = 0.8  # from sites drawn at random
COLD = 0.25  # of the heat at which an annealing starts
PATIENCE = 8  # annealings before new sites are drawn: so many times 1, 2, 1, 4, 1, 2, 1, 8... (Luby et al., 1993)


def capacitated_p_median(
    cost: FloatArray,
    demand: IntArray,
    capacity: IntArray,
    sites: int,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
) -> Medians:
    """Open at most ``sites`` candidates and send each client to one, for the least Σ cost; stops once proved best.

    ``cost`` (clients, candidates): what sending a client there costs in all, 0 or more, infinite where it cannot be.
    ``demand`` (clients,) and ``capacity`` (candidates,): whole numbers of places; demand does not multiply cost here.
    ``seconds`` and ``iterations`` (one annealing of the search, or one turn of the proof) are budgets, whichever ends
    first; without, 20,000 iterations. Iterations and a seed alone decide the answer. Raises an ``EngineError``
    subclass: bad input, or ``NoPlanError`` when no plan within the capacities was found.
    """
    budget = Budget(seconds, ITERATIONS if seconds is None and iterations is None else iterations)
    matrix = matrix_of(cost)
    count = sites_of(sites, matrix)
    demand, capacity = check_capacities(demand, capacity, matrix, count)
    matrix = np.where(demand[:, None] <= capacity[None, :], matrix, np.inf)
    question = checked(matrix)
    ceiling = Ceiling(question.whole)
    search = Annealing(question, demand, capacity, count, seed)
    tree = CapacitatedTree(question.cost, question.far, demand, capacity, count, ceiling)
    race(search, tree, ceiling, budget)
    return _described(question, demand, search, ceiling.raised(tree.bound, search.value), budget)


class Annealing:
    """The search: annealings from the best plan, and from those that the proof suggests."""

    def __init__(self, question: Checked, demand: IntArray, capacity: IntArray, count: int, seed: int) -> None:
        self._cost, self._demand, self._capacity = np.ascontiguousarray(question.cost.T), demand, capacity
        clients, candidates = self._cost.shape
        self._rng = np.array([seed % 2**64], dtype=np.uint64)
        self._largest = np.argsort(-demand, kind="stable")
        self._tried: set[bytes] = set()
        self.value, self.found = question.far, perf_counter()
        self._chance = np.random.default_rng(seed % 2**64)
        self._left, self._starts = 0, 0
        start = np.arange(count)
        self.plan = _empty(clients, candidates, start)
        self._other = _empty(clients, candidates, start)._replace(best=self.plan.best, opened=self.plan.opened)
        spread = np.sort(question.cost, axis=0)[: max(2, candidates // count + 1)]
        self._heat = float(np.where(spread < question.far, spread, 0.0).max(axis=0).mean()) or 1.0
        self._price = 4.0 * self._heat / max(1.0, float(demand.mean()))

    def narrow(self, hopeful: IntArray) -> None:
        """Every candidate stays: a plan on its way to a better one may open any."""

    def kick(self) -> None:
        """One annealing from where the last one ended; now and then, from sites drawn at random."""
        if self._left <= 0:
            self._starts += 1
            self._left = PATIENCE * (self._starts & -self._starts)
            count, candidates = self.plan.sum.shape
            self.plan.site[:] = self._chance.choice(candidates, count, replace=False)
            self.plan.cluster[:] = -1
            self._place(self.plan)
            heat = FRESH_HEAT
        else:
            heat = HEATS[self._left % len(HEATS)]
        self._left -= 1
        self._anneal(self.plan, self._heat * heat, MOVES)

    def start_from(self, suggestion: IntArray) -> None:
        """From ``suggestion``, once: sites, then the site of each client or -1."""
        key = suggestion.tobytes()
        if key in self._tried:
            return
        self._tried.add(key)
        plan, count = self._other, self.plan.site.size
        sites = np.unique(suggestion[:count][suggestion[:count] >= 0])
        others = np.setdiff1d(np.arange(self._cost.shape[1]), sites)
        plan.site[:] = np.concatenate((sites, others))[:count]
        slot = np.full(self._cost.shape[1] + 1, -1)
        slot[plan.site] = np.arange(count)
        plan.cluster[:] = slot[suggestion[count:]]
        self._place(plan)
        if (choice := sites.tobytes()) not in self._tried:
            self._tried.add(choice)
            self._anneal(plan, self._heat * HEATS[-1], QUENCH)

    def _place(self, plan: Clusters) -> None:
        """Give a site to those who have none."""
        value, over = place(self._cost, self._demand, self._capacity, plan, self._largest, self._price)
        if over == 0 and value < self.value:
            plan.best[:] = plan.site[plan.cluster]
            plan.opened[:] = plan.site
            self.value, self.found = float(value), perf_counter()

    def _anneal(self, plan: Clusters, hot: float, moves: int) -> None:
        moves, cold = moves * self._demand.size, COLD * hot
        value = anneal(
            self._cost, self._demand, self._capacity, plan, self._rng, hot, cold, moves, self._price, self.value
        )
        if value < self.value:  # counted anew: the sum of so many changes drifts
            self.value = float(self._cost[np.arange(self._demand.size), plan.best].sum())
            self.found = perf_counter()


def _empty(clients: int, candidates: int, start: IntArray) -> Clusters:
    count = start.size
    return Clusters(
        cluster=np.full(clients, -1),
        site=start.copy(),
        load=np.zeros(count, dtype=np.int64),
        used=np.zeros(candidates, dtype=np.bool_),
        sum=np.zeros((count, candidates)),
        best=np.zeros(clients, dtype=np.int64),
        opened=start.copy(),
    )


def _described(question: Checked, demand: IntArray, search: Annealing, bound: float, budget: Budget) -> Medians:
    if search.value >= question.far:
        proved = "none exists" if bound >= question.far else "none was found in time"
        raise NoPlanError(f"no plan of {search.plan.site.size} sites within the capacities: {proved}")
    assignment = search.plan.best.copy()
    opened = np.sort(search.plan.opened)
    travel = question.cost[assignment, np.arange(demand.size)]
    value = float(travel.sum())
    load = np.bincount(np.searchsorted(opened, assignment), weights=demand, minlength=opened.size).astype(np.int64)
    return Medians(
        sites=opened,
        assignment=assignment,
        travel=travel,
        load=load,
        quality=Quality(value, min(bound, value)),
        iterations=budget.spent,
        seconds=perf_counter() - budget.started,
        seconds_to_best=search.found - budget.started,
    )
