"""HiGHS (through scipy) and spopt on the same question, when they are installed (requirements-bench.in)."""

import time
import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np

from benchmarks.covering_cases import Case
from meetups.engine.coverage import Reach, choose_sites


class Answer(NamedTuple):
    """What a rival found; the clock includes building its model, as it does for us."""

    value: float
    bound: float
    seconds: float


def has(name: str) -> bool:
    """Whether a rival's package is there."""
    return find_spec(name) is not None


def highs(case: Case, seconds: float) -> Answer:
    """The mixed-integer program: a variable for each edge, one for each site; HiGHS searches for so many seconds."""
    optimize, sparse = import_module("scipy.optimize"), import_module("scipy.sparse")
    started = time.perf_counter()
    start, who = case.reach.start, case.reach.people
    people, sites, edges = len(case.weight), len(case.capacity), len(case.reach.people)
    site = np.repeat(np.arange(sites), np.diff(start))
    row = np.concatenate([who, people + site, people + np.arange(sites), np.full(sites, people + sites)])
    column = np.concatenate([np.arange(edges), np.arange(edges), edges + np.arange(sites), edges + np.arange(sites)])
    entry = np.concatenate([np.ones(2 * edges), -case.capacity, np.ones(sites)])
    matrix = sparse.csc_array((entry, (row, column)), shape=(people + sites + 1, edges + sites))
    most = np.concatenate([np.ones(people), np.zeros(sites), [case.count]])
    found = optimize.milp(
        c=-np.concatenate([case.weight[who], np.zeros(sites)]),
        integrality=np.concatenate([np.zeros(edges), np.ones(sites)]),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(matrix, -np.inf, most),
        options={"time_limit": seconds},
    )
    bound = np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
    return Answer(0.0 if found.x is None else -found.fun, bound, time.perf_counter() - started)


def spopt(case: Case, seconds: float) -> Answer:
    """Maximal covering knows no capacities: its sites, seated as well as can be. CBC searches for so many seconds."""
    locate, pulp = import_module("spopt.locate"), import_module("pulp")
    started = time.perf_counter()
    far = np.ones((len(case.weight), len(case.capacity)))
    for site in range(len(case.capacity)):
        far[case.reach.people[case.reach.start[site] : case.reach.start[site + 1]], site] = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = locate.MCLP.from_cost_matrix(far, case.weight, service_radius=0.5, p_facilities=case.count)
        model = model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds), results=False)
    took = time.perf_counter() - started
    opened = np.array([site for site, each in enumerate(model.fac_vars) if (each.value() or 0) > 0.5], dtype=np.int64)
    pieces = [case.reach.people[case.reach.start[site] : case.reach.start[site + 1]] for site in opened]
    seated = choose_sites(Reach.of(pieces), case.weight, case.capacity[opened], len(opened), iterations=1)
    return Answer(seated.value, np.inf, took)
