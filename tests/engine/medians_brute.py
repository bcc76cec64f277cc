"""Tiny questions of medians, and what is best by trying everything: shares nothing with the engine."""

import math
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st

from meetups.engine.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Question:
    """Clients × candidates."""

    cost: FloatArray
    demand: IntArray
    capacity: IntArray
    sites: int


@st.composite
def questions(draw: st.DrawFn, *, floats: bool = False, holes: bool = True) -> Question:
    """Up to 5 clients and 4 candidates; some candidates may be out of reach."""
    clients, candidates = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    amount = st.floats(0, 50, allow_subnormal=False) if floats else st.integers(0, 12).map(float)
    each = st.one_of(amount, amount, amount, st.just(math.inf)) if holes else amount
    rows = st.lists(each, min_size=candidates, max_size=candidates)
    return Question(
        cost=np.array(draw(st.lists(rows, min_size=clients, max_size=clients))),
        demand=np.array(draw(st.lists(st.integers(0, 4), min_size=clients, max_size=clients))),
        capacity=np.array(draw(st.lists(st.integers(0, 9), min_size=candidates, max_size=candidates))),
        sites=draw(st.integers(1, candidates)),
    )


def best_median(question: Question) -> float:
    """The least Σ demand × cost; infinite when somebody is always out of reach."""
    demand = question.demand
    best = math.inf
    for opened in combinations(range(question.cost.shape[1]), question.sites):
        nearest = question.cost[:, opened].min(axis=1).tolist()
        if math.inf not in nearest:
            best = min(best, math.fsum(weight * each for weight, each in zip(demand.tolist(), nearest, strict=True)))
    return best


def best_capacitated(question: Question) -> float:
    """The least Σ cost within the capacities; infinite when there is no plan."""
    clients, candidates = question.cost.shape
    best = math.inf
    for plan in product(range(candidates), repeat=clients):
        if len(set(plan)) > question.sites:
            continue
        load = np.bincount(plan, weights=question.demand, minlength=candidates)
        if (load <= question.capacity).all():
            best = min(best, math.fsum(question.cost[client, site] for client, site in enumerate(plan)))
    return best
