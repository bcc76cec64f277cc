"""Budgets, seeds, and what is compiled: on instances large enough to need a search and a proof."""

import subprocess
import sys
from time import perf_counter

import numpy as np
import pytest

from benchmarks.medians_cases import Case, drawn_capacitated, drawn_graph
from meetups.engine.medians import Medians, capacitated_p_median, p_median
from meetups.engine.medians.clusters import anneal
from meetups.engine.medians.dual import ascend
from meetups.engine.medians.filled import climb
from meetups.engine.medians.swaps import descend
from meetups.engine.quality import Statement
from meetups.engine.warm import compile_all

compile_all()  # times are those of compiled loops
GRAPH, SQUARE = drawn_graph(120, 12, 3), drawn_capacitated(40, 4, 5)


def solve(case: Case, *, seconds: float | None = None, iterations: int | None = None, seed: int = 0) -> Medians:
    if case.capacity is None:
        return p_median(case.cost, case.demand, case.sites, seconds=seconds, iterations=iterations, seed=seed)
    return capacitated_p_median(
        case.cost, case.demand, case.capacity, case.sites, seconds=seconds, iterations=iterations, seed=seed
    )


@pytest.mark.parametrize("case", [GRAPH, SQUARE], ids=["graph", "square"])
@pytest.mark.parametrize("iterations", [3, 40])
def test_iterations_and_a_seed_decide_the_answer_bound_included(case: Case, iterations: int) -> None:
    kept = case.cost.copy(), case.demand.copy()
    one, other = (solve(case, iterations=iterations, seed=4) for _ in range(2))
    assert one.assignment.tolist() == other.assignment.tolist()
    assert (one.quality, one.iterations) == (other.quality, other.iterations)
    assert np.array_equal(case.cost, kept[0])
    assert np.array_equal(case.demand, kept[1])


@pytest.mark.parametrize("case", [GRAPH, SQUARE], ids=["graph", "square"])
def test_every_seed_ends_with_the_same_proof(case: Case) -> None:
    plans = [solve(case, seed=seed) for seed in range(3)]
    assert {plan.quality.statement for plan in plans} == {Statement.PROVED_BEST}
    assert len({plan.quality.value for plan in plans}) == 1
    assert all(plan.seconds_to_best <= plan.seconds for plan in plans)


def test_a_longer_budget_never_does_worse() -> None:
    case = drawn_capacitated(100, 10, 1)
    plans = [solve(case, iterations=iterations, seed=1) for iterations in (12, 60, 150)]
    values, bounds = [plan.quality.value for plan in plans], [plan.quality.bound for plan in plans]
    assert values == sorted(values, reverse=True)
    assert bounds == sorted(bounds)
    assert bounds[-1] <= values[-1]


def test_when_the_time_is_up_the_bound_is_still_below() -> None:
    case = drawn_graph(300, 3, 1)
    started = perf_counter()
    plan = solve(case, seconds=0.05)
    assert perf_counter() - started < 5
    assert 0 < plan.quality.bound <= plan.quality.value


def test_the_shape_and_kind_of_the_arrays_do_not_matter() -> None:
    signatures = [each.signatures for each in (descend, ascend, climb, anneal)]
    assert [len(each) for each in signatures] == [1, 1, 1, 1]
    whole = GRAPH.cost.astype(np.int32)
    plan = p_median(np.asfortranarray(whole), GRAPH.demand.astype(np.float32), GRAPH.sites)
    assert plan.quality == solve(GRAPH).quality
    assert SQUARE.capacity is not None
    narrow = capacitated_p_median(
        SQUARE.cost.astype(np.int16)[:, ::1], SQUARE.demand.astype(np.uint8), SQUARE.capacity.astype(np.int32), 4
    )
    assert narrow.quality == solve(SQUARE).quality
    assert [each.signatures for each in (descend, ascend, climb, anneal)] == signatures


def test_importing_the_medians_loads_no_compiler() -> None:
    code = "import sys, meetups.engine.medians; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
