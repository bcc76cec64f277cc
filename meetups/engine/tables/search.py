"""The search from a first plan: annealing in cycles, within a budget of iterations, of seconds, or of both."""

from dataclasses import dataclass

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.budget import Budget
from meetups.engine.tables.annealing import anneal
from meetups.engine.tables.checking import Checked
from meetups.engine.tables.kernels import State, delta
from meetups.engine.tables.state import APART, Changes, cost_of, state_of

FIRST_CHUNK = 20_000
SLICES = 60  # a budget is spent in so many parts: the heat follows the clock between two
CYCLE = 20_000  # iterations for each person of each round, before starting to cool again
COLD = 0.4  # of the smallest weight; the end of a cycle goes to an eighth of it
CALM = 0.1  # the last part of a cycle goes from the best plan, cold


@dataclass(frozen=True, eq=False)
class Found:
    """The best plan of a search."""

    rounds: IntArray
    cost: int
    incremental: int  # the same, as the compiled loop kept it
    iterations: int


def search(
    checked: Checked,
    rounds: IntArray,
    budget: Budget,
    target: int,
    seed: int,
    *,
    hot: float,
    changes: Changes | None = None,
) -> Found:
    """Improve ``rounds`` until ``target`` or the end of the budget. ``hot`` is the first heat, in units of cost."""
    run = _Run(checked, rounds, budget, target, seed, changes)
    cold = COLD * smallest_weight(checked)
    hot = max(hot, cold)
    if run.best > target and budget.share < 1:
        run.step(
            min(FIRST_CHUNK, budget.iterations or FIRST_CHUNK), hot, hot
        )  # the speed of this machine on this problem
    while run.best > target and budget.share < 1:
        begin, part = budget.share, min(1.0, CYCLE * rounds.size / budget.total)
        end = 1.0 if begin + 1.5 * part > 1 else begin + part
        calm = end - CALM * (end - begin)
        run.cool(begin, calm, hot, cold)
        run.go_back()
        run.cool(calm, end, cold, cold / 8)
    found = run.best_table.astype(np.int64)
    return Found(found, cost_of(checked, found, changes), run.best, budget.spent)


def smallest_weight(checked: Checked) -> int:
    """The smallest weight of what can differ between two plans of this problem; 1 when nothing does."""
    weights = checked.weights
    counted = (
        (weights.repeats, True),
        (weights.professions, bool((checked.profession >= 0).any())),
        (weights.structures, bool((checked.structure >= 0).any())),
        (weights.newcomers, bool(checked.newcomer.any())),
        (weights.hosts, bool(checked.host.any())),
    )
    return min((weight for weight, active in counted if weight and active), default=1)


class _Run:
    """A state that cools, and the best plan it went through."""

    def __init__(
        self, checked: Checked, rounds: IntArray, budget: Budget, target: int, seed: int, changes: Changes | None
    ) -> None:
        self._checked, self._changes, self._target, self._budget = checked, changes, target, budget
        self._rng = np.array([seed], dtype=np.uint64)
        self.cost = self.best = cost_of(checked, rounds, changes)
        self.state = state_of(checked, rounds, changes)
        self.best_table = self.state.table.copy()

    def step(self, iterations: int, hot: float, cold: float) -> None:
        """Some iterations, from one heat to another."""
        cost, best = anneal(
            self.state, self._rng, hot, cold, iterations, self.cost, self.best, self._target, self.best_table
        )
        self.cost, self.best = int(cost), int(best)
        self._budget.spent += iterations

    def cool(self, begin: float, end: float, hot: float, cold: float) -> None:
        """Spend the budget from the share ``begin`` to the share ``end``, ever colder."""
        while self.best > self._target and (share := self._budget.share) < end:
            done = (share - begin) / (end - begin)
            chunk = max(1, int(self._budget.total * min((end - begin) / SLICES, end - share)))
            after = min(1.0, done + chunk / self._budget.total / (end - begin))
            self.step(chunk, hot * (cold / hot) ** done, hot * (cold / hot) ** after)

    def go_back(self) -> None:
        """Return to the best plan."""
        self.state = state_of(self._checked, self.best_table.astype(np.int64), self._changes)
        self.cost = self.best


def first_heat(state: State, rng: np.random.Generator, tries: int = 2000) -> float:
    """The mean loss of a swap that loses, on some random swaps: what the first heat is measured by."""
    losses = []
    rounds, seats = state.who.shape
    for r, here, there in zip(*(rng.integers(0, limit, tries) for limit in (rounds, seats, seats)), strict=True):
        a, b = int(state.who[r, here]), int(state.who[r, there])
        origin, goal = state.seat_table[here], state.seat_table[there]
        if a >= 0 and origin != goal:
            losses.append(int(delta(state, r, a, b, origin, goal)))
    positive = [loss for loss in losses if 0 < loss < APART // 2]
    return float(np.mean(positive)) if positive else 1.0
