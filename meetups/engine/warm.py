"""Compile the inner loops once, at set-up: numba keeps them on disk, and no page waits for a compiler."""

import numpy as np

from meetups.engine.assignment import AssignmentProblem, Departure, assign, replan
from meetups.engine.coverage import Reach, choose_sites
from meetups.engine.medians.capacitated import capacitated_p_median
from meetups.engine.medians.uncapacitated import p_median
from meetups.engine.tables.late import reseat_late
from meetups.engine.tables.problem import SeatingProblem
from meetups.engine.tables.seating import seat
from meetups.engine.tables.starters import starter


def compile_all() -> None:
    """Go once through every compiled function; some twenty seconds the first time, none the next."""
    problem = SeatingProblem(
        people=7, sizes=[4, 4], rounds=2, together=[(0, 1)], host=np.arange(7) < 2, apart=[(2, 3)]
    )
    plan = seat(problem, iterations=100)
    reseat_late(problem, plan.rounds, iterations=100)
    starter(5, 3, 7, seed=1)
    reach = Reach.of([np.arange(3), np.arange(2, 6)], [np.ones(3), np.ones(4)])
    for seconds in (None, 0.0):  # at leisure, and in a hurry
        choose_sites(reach, np.ones(6), np.array([2, 3]), 1, seconds=seconds)
    line = np.abs(np.subtract.outer(np.arange(12.0), np.arange(12.0)) ** 3)
    p_median(line, np.ones(12), 3, iterations=100)
    capacitated_p_median(line, np.ones(12, dtype=np.int64), np.full(12, 4), 3, iterations=100)
    edges = np.arange(4), np.zeros(3, dtype=np.int64), np.ones(3), np.arange(3), np.array([2])
    replan(assign(AssignmentProblem(*edges, wanted=[(0, 2)], minimum_professions=3)), Departure(0))
