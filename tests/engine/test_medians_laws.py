"""What holds for every p-median, checked against trying everything on tiny ones."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.engine.medians import Medians, p_median
from meetups.engine.medians.errors import NoPlanError, UnreachableError
from meetups.engine.quality import Statement
from tests.engine.medians_brute import Question, best_median, questions

CLOSE = 1e-9


def solve(question: Question, **budget: int) -> Medians:
    return p_median(question.cost, question.demand, question.sites, **({"iterations": 2000} | budget))


@settings(max_examples=200, deadline=None)  # the first example may wait for the compiler
@given(st.one_of(questions(), questions(floats=True)))
def test_the_value_is_the_optimum_and_proved(question: Question) -> None:
    best = best_median(question)
    if best == math.inf:
        with pytest.raises((NoPlanError, UnreachableError)):
            solve(question)
        return
    plan = solve(question)
    assert plan.quality.value == pytest.approx(best, rel=CLOSE, abs=CLOSE)
    assert plan.quality.bound <= best * (1 + CLOSE) + CLOSE
    assert plan.quality.statement is Statement.PROVED_BEST


@settings(deadline=None)
@given(questions(floats=True, holes=False), st.integers(1, 12))
def test_however_short_the_search_the_optimum_lies_between_bound_and_value(question: Question, turns: int) -> None:
    plan, best = solve(question, iterations=turns), best_median(question)
    assert plan.quality.bound <= best * (1 + CLOSE) + CLOSE
    assert best <= plan.quality.value * (1 + CLOSE) + CLOSE
    assert plan.iterations <= turns


@settings(deadline=None)
@given(questions(holes=False))
def test_everybody_goes_once_to_the_nearest_open_site_and_the_parts_add_up(question: Question) -> None:
    plan = solve(question)
    clients = np.arange(len(question.cost))
    assert plan.sites.size == question.sites
    assert (np.diff(plan.sites) > 0).all()
    assert set(plan.assignment.tolist()) <= set(plan.sites.tolist())
    nearest = question.cost[:, plan.sites].min(axis=1)
    assert (question.cost[clients, plan.assignment] * question.demand == nearest * question.demand).all()
    assert (plan.travel == nearest * question.demand).all()
    assert plan.quality.value == plan.travel.sum()
    assert plan.load.sum() == question.demand.sum()


@settings(deadline=None)
@given(questions(holes=False), st.lists(st.integers(0, 12), min_size=5, max_size=5))
def test_one_more_candidate_never_raises_the_optimum(question: Question, more: list[int]) -> None:
    column = np.array(more[: len(question.cost)], dtype=np.float64)[:, None]
    wider = Question(np.hstack((question.cost, column)), question.demand, question.capacity, question.sites)
    assert solve(wider).quality.value <= solve(question).quality.value


@settings(deadline=None)
@given(questions(holes=False), st.randoms(use_true_random=False))
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
def test_a_client_counted_twice_is_two_clients(question: Question) -> None:
    double = Question(np.vstack((question.cost, question.cost)), np.tile(question.demand, 2), question.capacity, 1)
    twice = Question(question.cost, question.demand * 2, question.capacity, 1)
    assert solve(double).quality == solve(twice).quality
