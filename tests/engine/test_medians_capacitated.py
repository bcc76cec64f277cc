"""What holds for every capacitated p-median, checked against trying everything on tiny ones."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.engine.errors import EngineError
from meetups.engine.medians import Medians, capacitated_p_median, p_median
from meetups.engine.quality import Statement
from tests.engine.medians_brute import Question, best_capacitated, questions

CLOSE = 1e-9


def solve(question: Question, iterations: int = 400) -> Medians:
    return capacitated_p_median(
        question.cost, question.demand, question.capacity, question.sites, iterations=iterations
    )


def solvable(question: Question) -> bool:
    return best_capacitated(question) < math.inf


@settings(max_examples=200, deadline=None)
@given(st.one_of(questions(), questions(floats=True)))
def test_the_value_is_the_optimum_and_proved(question: Question) -> None:
    best = best_capacitated(question)
    if best == math.inf:
        with pytest.raises(EngineError):
            solve(question)
        return
    plan = solve(question)
    assert plan.quality.value == pytest.approx(best, rel=CLOSE, abs=CLOSE)
    assert plan.quality.bound <= best * (1 + CLOSE) + CLOSE
    assert plan.quality.statement is Statement.PROVED_BEST


@settings(deadline=None)
@given(questions().filter(solvable))
def test_everybody_goes_once_where_they_can_and_capacities_hold(question: Question) -> None:
    plan = solve(question)
    clients, candidates = question.cost.shape
    assert plan.sites.size == question.sites == np.unique(plan.sites).size
    assert set(plan.assignment.tolist()) <= set(plan.sites.tolist())
    load = np.bincount(plan.assignment, weights=question.demand, minlength=candidates)
    assert (load <= question.capacity).all()
    assert (plan.load == load[plan.sites]).all()
    assert (plan.travel == question.cost[np.arange(clients), plan.assignment]).all()
    assert plan.quality.value == plan.travel.sum()


@settings(deadline=None)
@given(questions().filter(solvable), st.lists(st.integers(0, 12), min_size=5, max_size=5), st.integers(0, 9))
def test_one_more_candidate_never_raises_the_optimum(question: Question, more: list[int], places: int) -> None:
    column = np.array(more[: len(question.cost)], dtype=np.float64)[:, None]
    capacity = np.append(question.capacity, places)
    wider = Question(np.hstack((question.cost, column)), question.demand, capacity, question.sites)
    assert solve(wider).quality.value <= solve(question).quality.value


@settings(deadline=None)
@given(questions().filter(solvable), st.randoms(use_true_random=False))
def test_numbering_otherwise_does_not_change_the_optimum(question: Question, chance: object) -> None:
    rows, columns = list(range(len(question.cost))), list(range(question.cost.shape[1]))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    chance.shuffle(columns)  # type: ignore[attr-defined]
    renamed = Question(
        question.cost[np.ix_(rows, columns)], question.demand[rows], question.capacity[columns], question.sites
    )
    assert solve(renamed).quality == solve(question).quality


@settings(deadline=None)
@given(questions(holes=False))
def test_capacities_that_hold_everybody_are_none(question: Question) -> None:
    wide = Question(question.cost, question.demand, np.full(question.cost.shape[1], 99), question.sites)
    free = p_median(question.cost, np.ones(len(question.cost)), question.sites, iterations=2000)
    assert solve(wide).quality == free.quality


@settings(deadline=None)
@given(questions(floats=True).filter(solvable), st.integers(1, 6))
def test_however_short_the_search_the_optimum_is_above_the_bound(question: Question, turns: int) -> None:
    best = best_capacitated(question)
    try:
        plan = solve(question, iterations=turns)
    except EngineError:  # no plan found so early: nothing is claimed
        return
    assert plan.quality.bound <= best * (1 + CLOSE) + CLOSE
    assert best <= plan.quality.value * (1 + CLOSE) + CLOSE
