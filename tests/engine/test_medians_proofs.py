"""A proof is a proof: questions that need branching, against all their plans counted at once."""

from itertools import combinations, product

import numpy as np
import pytest

from benchmarks.medians_cases import drawn_capacitated, drawn_graph
from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.medians import capacitated_p_median, p_median
from meetups.engine.medians.capacitated_tree import CapacitatedTree
from meetups.engine.medians.race import Ceiling
from meetups.engine.medians.tree import Tree
from meetups.engine.quality import Statement

SEEDS = range(25)


MORE = (1, 15, 40)  # a plan that costs so much more than the best is all that the proof knows


def costs(seed: int) -> tuple[FloatArray, IntArray]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 60, (30, 14)).astype(np.float64), rng.integers(1, 5, 30)


def best_of(cost: FloatArray, demand: IntArray) -> float:
    return min(float((cost[:, sites].min(axis=1) * demand).sum()) for sites in combinations(range(14), 4))


def places(seed: int) -> tuple[FloatArray, IntArray, IntArray]:
    rng = np.random.default_rng(seed)
    cost, demand = rng.integers(0, 40, (9, 7)).astype(np.float64), rng.integers(1, 9, 9)
    return cost, demand, rng.integers(demand.sum() // 3 + 2, demand.sum() // 2 + 4, 7)


def best_within(cost: FloatArray, demand: IntArray, capacity: IntArray) -> float:
    plans = np.array(list(product(range(3), repeat=9)))
    load = np.stack([(plans == slot) @ demand for slot in range(3)], axis=1)
    best = np.inf
    for sites in combinations(range(7), 3):
        fits = (load <= capacity[list(sites)]).all(axis=1)
        best = min(best, cost[np.arange(9), np.array(sites)[plans[fits]]].sum(axis=1).min(initial=np.inf))
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_a_median_said_best_is_best(seed: int) -> None:
    cost, demand = costs(seed)
    plan = p_median(cost, demand, 4, seed=seed)
    assert (plan.quality.value, plan.quality.statement) == (best_of(cost, demand), Statement.PROVED_BEST)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_capacitated_median_said_best_is_best(seed: int) -> None:
    cost, demand, capacity = places(seed)
    plan = capacitated_p_median(cost, demand, capacity, 3, seed=seed)
    best = best_within(cost, demand, capacity)
    assert (plan.quality.value, plan.quality.statement) == (best, Statement.PROVED_BEST)


@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("seed", SEEDS)
def test_until_it_suggests_the_best_sites_a_proof_stays_below_their_cost(seed: int, more: int) -> None:
    cost, demand = costs(seed)
    best, priced = best_of(cost, demand), np.ascontiguousarray((cost * demand[:, None]).T)
    ordered = np.sort(priced, axis=0)
    tree = Tree(priced, 4, ordered[1], ordered[5] + 1.0, Ceiling(whole=True))
    for _ in range(2000):
        sites = tree.advance(best + more)
        if sites is not None and priced[sites].min(axis=0).sum() == best:
            return
        assert tree.bound <= best + 1e-6
    pytest.fail("neither proved nor found")


@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("seed", SEEDS)
def test_until_it_suggests_the_best_plan_a_capacitated_proof_stays_below_its_cost(seed: int, more: int) -> None:
    cost, demand, capacity = places(seed)
    best, clients = best_within(cost, demand, capacity), np.arange(9)
    tree = CapacitatedTree(np.ascontiguousarray(cost.T), 1e6, demand, capacity, 3, Ceiling(whole=True))
    for _ in range(2000):
        plan = tree.advance(best + more)
        if plan is not None and plan[3:].min() >= 0:
            load = np.bincount(plan[3:], weights=demand, minlength=7)
            if (load <= capacity).all() and cost[clients, plan[3:]].sum() == best:
                return
        assert tree.bound <= best + 1e-6
    pytest.fail("neither proved nor found")


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
