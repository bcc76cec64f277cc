"""Split people into tables: a design when one fits, then a search of what is left to gain."""

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.budget import Budget
from meetups.engine.tables.bounds import bounds_of
from meetups.engine.tables.building import built
from meetups.engine.tables.checking import Checked, check
from meetups.engine.tables.dealing import dealt
from meetups.engine.tables.errors import NoSeatingError
from meetups.engine.tables.problem import SeatingProblem
from meetups.engine.tables.result import Seating, described
from meetups.engine.tables.score import broken
from meetups.engine.tables.search import first_heat, search
from meetups.engine.tables.state import state_of

HOT, WARM = 0.08, 0.03  # of the mean loss of a swap: from a plan dealt at random, from a design
PATIENT = 4.0  # seconds of budget from which a design may be searched for
ITERATIONS = 2_000_000


def seat(
    problem: SeatingProblem, *, seconds: float | None = None, iterations: int | None = None, seed: int = 0
) -> Seating:
    """Seat everybody in every round; stops as soon as the plan is proved best.

    ``seconds`` and ``iterations`` (swaps tried) are budgets, whichever ends first; without, two million iterations.
    Iterations and a seed alone decide the answer.
    Raises an ``EngineError`` subclass: bad input, wishes that contradict each other, or ``NoSeatingError``.
    """
    checked = check(problem)
    budget = budget_of(seconds, iterations)
    target = bounds_of(checked).objective(checked.weights)
    plan = built(checked, seed, patient=seconds is None or seconds >= PATIENT)
    share = HOT if plan is None else WARM
    if plan is None:
        plan = dealt(checked, seed)
    hot = share * first_heat(state_of(checked, plan), np.random.default_rng(seed))
    found = search(checked, plan, budget, target, seed, hot=hot)
    refuse_broken(checked, found.rounds)
    return described(checked, found.rounds, found.iterations)


def budget_of(seconds: float | None, iterations: int | None) -> Budget:
    """The budget of a search."""
    return Budget(seconds, ITERATIONS if seconds is None and iterations is None else iterations)


def refuse_broken(checked: Checked, rounds: IntArray) -> None:
    """Raise ``NoSeatingError`` when two people kept apart share a table."""
    if pair := broken(checked, rounds):
        raise NoSeatingError(
            f"persons {pair[0]} and {pair[1]}, kept apart, share a table in every plan found", pair[0]
        )
