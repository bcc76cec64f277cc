"""What holds for every assignment, beside the best of a tiny one and the proof of a larger one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.engine.assignment import AssignmentProblem, Capacity, Departure, Unavailable, assign, replan, verify
from meetups.engine.quality import Statement
from tests.engine.assignment_cases import changes, crowd, optimum, problems


@given(problems())
def test_no_plan_meets_more_of_what_is_wanted_nor_is_worth_more(problem: AssignmentProblem) -> None:
    plan = assign(problem)
    met, value, _ = optimum(problem)
    assert (plan.parts.met, plan.value) == (met, value)
    assert plan.bound == plan.value
    assert plan.quality.statement is Statement.PROVED_BEST


@given(problems())
def test_the_prices_prove_it_and_every_rule_holds(problem: AssignmentProblem) -> None:
    proof = verify(assign(problem))
    assert proof.holds
    assert proof.quality.gap == 0


@given(problems())
def test_the_parts_add_up(problem: AssignmentProblem) -> None:
    plan = assign(problem)
    assert plan.parts.gain + plan.parts.required == plan.value == problem.gain[plan.edges].sum()
    assert plan.parts.places == plan.edges.size == plan.role_seated.sum()
    assert plan.parts.wanted - plan.parts.met == plan.unmet.size
    assert plan.parts.seated == (plan.meetup >= 0).sum()


@given(st.data())
def test_a_change_is_followed_as_if_all_were_done_again_with_the_fewest_people_who_lose_their_place(
    data: st.DataObject,
) -> None:
    plan = assign(data.draw(problems()))
    for _ in range(2):
        after = replan(plan, data.draw(changes(plan.problem)))
        met, value, kept = optimum(after.plan.problem, plan.edges.tolist())
        assert (after.plan.parts.met, after.plan.value) == (met, value)
        assert np.isin(plan.edges, after.plan.edges).sum() == kept
        proof = verify(after.plan)
        assert proof.holds
        assert proof.quality.gap == 0
        plan = after.plan


@given(problems(wanted=False, pins=False), st.randoms(use_true_random=False))
def test_the_numbers_of_people_and_meetups_do_not_change_the_value(problem: AssignmentProblem, chance: object) -> None:
    people, meetups = list(range(problem.people)), list(range(problem.meetups))
    chance.shuffle(people)  # type: ignore[attr-defined]
    chance.shuffle(meetups)  # type: ignore[attr-defined]
    rows = [np.arange(problem.start[i], problem.start[i + 1]) for i in people]
    order = np.concatenate(rows).astype(np.int64)
    other = AssignmentProblem(
        start=np.cumsum([0, *(row.size for row in rows)]),
        meetup=np.argsort(meetups)[problem.meetup[order]],
        gain=problem.gain[order],
        profession=10 - problem.profession[people],
        capacity=problem.capacity[meetups],
        max_share=problem.max_share,
        times=problem.times if isinstance(problem.times, int) else problem.times[people],
    )
    assert assign(other).value == assign(problem).value


@pytest.mark.parametrize("seed", range(12))
def test_a_crowd_is_proved_and_every_change_of_it_costs_what_doing_it_again_does(seed: int) -> None:
    plan = assign(crowd(300, 20, seed))
    assert verify(plan).quality.gap == 0
    chance = np.random.default_rng(seed)
    seated = np.flatnonzero(plan.meetup >= 0)
    person = int(chance.choice(seated))

    for change in (Departure(person), Unavailable(person, int(plan.meetup[person])), Capacity(seed % 20, seed % 15)):
        after = replan(plan, change).plan
        again = assign(after.problem).value
        assert abs(after.value - again) <= 1e-9 * again
        assert verify(after).holds


def test_the_same_question_has_the_same_answer_and_is_left_untouched() -> None:
    problem = crowd(400, 25, 1)
    kept = [array.copy() for array in (problem.start, problem.meetup, problem.gain, problem.capacity)]
    one, other = assign(problem), assign(problem)
    assert np.array_equal(one.edges, other.edges)
    assert np.array_equal(one.price, other.price)
    given_ = (problem.start, problem.meetup, problem.gain, problem.capacity)
    assert all(np.array_equal(a, b) for a, b in zip(kept, given_, strict=True))
