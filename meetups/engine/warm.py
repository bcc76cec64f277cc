"""Compile the inner loops once, at set-up: numba keeps them on disk, and no page waits for a compiler.

``python -m meetups.engine.warm`` does it on every processor.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from meetups.engine.assignment import AssignmentProblem, Departure, assign, replan
from meetups.engine.coverage import Reach, choose_sites
from meetups.engine.medians.capacitated import capacitated_p_median
from meetups.engine.medians.uncapacitated import p_median
from meetups.engine.tables.late import reseat_late
from meetups.engine.tables.problem import SeatingProblem
from meetups.engine.tables.seating import seat
from meetups.engine.tables.starters import starter


def compile_coverage() -> None:
    """Once through all that chooses sites, at leisure and in a hurry."""
    reach = Reach.of([np.arange(3), np.arange(2, 6)], [np.ones(3), np.ones(4)])
    for seconds in (None, 0.0):
        choose_sites(reach, np.ones(6), np.array([2, 3]), 1, seconds=seconds)


def compile_assignment() -> None:
    """Once through all that chooses guests."""
    edges = np.arange(4), np.zeros(3, dtype=np.int64), np.ones(3), np.arange(3), np.array([2])
    replan(assign(AssignmentProblem(*edges, wanted=[(0, 2)], minimum_professions=3)), Departure(0))


def compile_medians() -> None:
    """Once through all that chooses medians."""
    line = np.abs(np.subtract.outer(np.arange(12.0), np.arange(12.0)) ** 3)
    p_median(line, np.ones(12), 3, iterations=100)
    capacitated_p_median(line, np.ones(12, dtype=np.int64), np.full(12, 4), 3, iterations=100)


def compile_tables() -> None:
    """Once through all that composes tables."""
    problem = SeatingProblem(
        people=7, sizes=[4, 4], rounds=2, together=[(0, 1)], host=np.arange(7) < 2, apart=[(2, 3)]
    )
    plan = seat(problem, iterations=100)
    reseat_late(problem, plan.rounds, iterations=100)
    starter(5, 3, 7, seed=1)


PARTS = (compile_coverage, compile_assignment, compile_medians, compile_tables)
"""The longest first."""


def compile_all() -> None:
    """Go once through every compiled function; a minute or two the first time, seconds the next."""
    for part in PARTS:
        part()


def compile_side_by_side() -> None:
    """``compile_all``, each part in a process of its own, as many at once as there are processors."""
    with ProcessPoolExecutor(min(len(PARTS), os.cpu_count() or 1), get_context("spawn")) as pool:
        for done in [pool.submit(part) for part in PARTS]:
            done.result()
    compile_all()  # two parts may have written the same list of what is kept, and one entry be lost


if __name__ == "__main__":
    compile_side_by_side()
