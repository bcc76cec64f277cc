"""A proof is a proof: questions that need branching, against all their plans counted at once."""

from itertools import combinations, product

import numpy as np
import pytest

from benchmarks.medians_cases import drawn_capacitated, drawn_graph
from meetups.engine.medians import capacitated_p_median, p_median
from meetups.engine.quality import Statement

SEEDS = range(25)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_median_said_best_is_best(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 60, (30, 14)).astype(np.float64)
    demand = rng.integers(1, 5, 30)
    best = min(float((cost[:, sites].min(axis=1) * demand).sum()) for sites in combinations(range(14), 4))
    plan = p_median(cost, demand, 4, seed=seed)
    assert (plan.quality.value, plan.quality.statement) == (best, Statement.PROVED_BEST)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_capacitated_median_said_best_is_best(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 40, (9, 7)).astype(np.float64)
    demand = rng.integers(1, 9, 9)
    capacity = rng.integers(demand.sum() // 3 + 2, demand.sum() // 2 + 4, 7)
    plans = np.array(list(product(range(3), repeat=9)))
    load = np.stack([(plans == slot) @ demand for slot in range(3)], axis=1)
    best = np.inf
    for sites in combinations(range(7), 3):
        fits = (load <= capacity[list(sites)]).all(axis=1)
        best = min(best, cost[np.arange(9), np.array(sites)[plans[fits]]].sum(axis=1).min(initial=np.inf))
    plan = capacitated_p_median(cost, demand, capacity, 3, seed=seed)
    assert (plan.quality.value, plan.quality.statement) == (best, Statement.PROVED_BEST)


def test_numbers_that_are_not_whole_are_proved_too() -> None:
    graph, square = drawn_graph(60, 6, 2), drawn_capacitated(30, 3, 2)
    assert square.capacity is not None
    plan = p_median(graph.cost / 7, graph.demand, graph.sites)
    assert plan.quality.statement is Statement.PROVED_BEST
    assert plan.quality.value == pytest.approx(p_median(graph.cost, graph.demand, 6).quality.value / 7)
    plan = capacitated_p_median(square.cost / 7, square.demand, square.capacity, 3)
    assert plan.quality.statement is Statement.PROVED_BEST
    whole = capacitated_p_median(square.cost, square.demand, square.capacity, 3)
    assert plan.quality.value == pytest.approx(whole.quality.value / 7)
