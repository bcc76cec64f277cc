"""The rules by example: shares, wanted, required, professions at a table, reasons; and what is refused, by name."""

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from meetups.engine.assignment import (
    Arrival,
    AssignmentProblem,
    Capacity,
    Departure,
    Move,
    Reason,
    Unavailable,
    assign,
    replan,
    verify,
    why_not,
)
from meetups.engine.assignment.errors import (
    EdgeError,
    EmptyError,
    GainError,
    RequiredError,
    UnknownMeetupError,
    UnknownPersonError,
)
from meetups.engine.assignment.result import Obstacle
from meetups.engine.errors import CapacityError, CountError, EngineError, GroupError, ShapeError, ShareError
from tests.engine.assignment_cases import crowd, problem_of

NURSE, DOCTOR, MIDWIFE = 3, 1, 5


def one_meetup(gains: list[float], roles: list[int], places: int, **rules: object) -> AssignmentProblem:
    return problem_of([{0: gain} for gain in gains], roles, [places], **rules)


def test_a_profession_has_its_share_and_the_reason_says_so() -> None:
    plan = assign(one_meetup([9, 8, 7, 1], [NURSE] * 3 + [DOCTOR], 4, max_share=0.5))
    assert plan.meetup.tolist() == [0, 0, -1, 0]
    (answer,) = why_not(plan, 2)
    assert (answer.reason, answer.seated, answer.places) == (Reason.CAP, 2, 2)
    assert 0 < answer.short <= 1


def test_a_full_meetup_is_the_reason_when_no_share_is() -> None:
    (answer,) = why_not(assign(one_meetup([9, 8, 7], [NURSE, DOCTOR, MIDWIFE], 2)), 2)
    assert (answer.reason, answer.seated, answer.places) == (Reason.FULL, 2, 2)
    assert 0 < answer.short <= 1


def test_whoever_loses_by_going_does_not_go() -> None:
    plan = assign(one_meetup([-1], [NURSE], 2))
    assert plan.meetup.tolist() == [-1]
    assert why_not(plan, 0)[0].reason is Reason.NO_GAIN


def test_a_wanted_profession_comes_whatever_it_costs_and_one_that_nobody_has_is_said() -> None:
    plan = assign(one_meetup([9, 8, 1], [NURSE, NURSE, DOCTOR], 2, wanted=[(0, DOCTOR), (0, MIDWIFE)]))
    assert plan.meetup.tolist() == [0, -1, 0]
    assert plan.unmet.tolist() == [1]
    assert plan.parts.met == 1


def test_somebody_required_is_there_even_at_a_loss_and_the_rest_is_the_best_around_them() -> None:
    plan = assign(one_meetup([9, 8, -3], [NURSE, DOCTOR, MIDWIFE], 2, required=[(2, 0)]))
    assert plan.meetup.tolist() == [0, -1, 0]
    assert (plan.parts.gain, plan.parts.required, plan.value) == (9, -3, 6)
    assert verify(plan).quality.gap == 0
    freed = replan(plan, Departure(2))
    assert freed.moves == (Move(1, -1, 0), Move(2, 0, -1))


def test_too_few_professions_are_repaired_by_the_cheapest_and_the_cost_is_said() -> None:
    roles = [NURSE, NURSE, NURSE, DOCTOR, MIDWIFE]
    plan = assign(one_meetup([9, 8, 7, 1, 3], roles, 3, minimum_professions=2))
    assert plan.meetup.tolist() == [0, 0, -1, -1, 0]
    (repair,) = plan.repairs
    assert (repair.had, repair.has, repair.added, repair.cost, repair.obstacle) == (1, 2, (MIDWIFE,), 4, None)
    assert (plan.value, plan.bound) == (20, 24)
    assert verify(plan).quality.gap == 0


@pytest.mark.parametrize(
    ("roles", "places", "obstacle"),
    [([NURSE, NURSE, DOCTOR], 3, Obstacle.NOBODY_ELIGIBLE), ([NURSE, DOCTOR, MIDWIFE], 2, Obstacle.TOO_FEW_PLACES)],
)
def test_a_minimum_that_nobody_can_reach_is_said(roles: list[int], places: int, obstacle: Obstacle) -> None:
    (repair,) = assign(one_meetup([3, 2, 1], roles, places, minimum_professions=3)).repairs
    assert repair.obstacle is obstacle


def test_a_crowd_is_repaired_within_its_bound_and_keeps_its_professions_after_a_change() -> None:
    plan = assign(replace(crowd(400, 30, 2), minimum_professions=6))
    assert any(repair.added for repair in plan.repairs)
    assert plan.value <= plan.bound
    assert abs(plan.bound - plan.value - plan.parts.repairs) < 1e-6
    stuck = {repair.meetup for repair in plan.repairs if repair.obstacle}
    after = replan(plan, Departure(int(np.flatnonzero(plan.meetup >= 0)[0]))).plan
    stuck |= {repair.meetup for repair in after.repairs if repair.obstacle}
    for each in (plan, after):
        roles = np.bincount(each.role_meetup[each.role_seated > 0], minlength=30)
        assert all(number >= 6 or number == 0 or j in stuck for j, number in enumerate(roles))
        assert verify(each).holds


def test_one_change_moves_one_person_when_one_move_is_enough() -> None:
    problem = problem_of([{0: 5, 1: 5}, {0: 5, 1: 4}, {1: 5}], [NURSE, DOCTOR, MIDWIFE], [1, 2])
    plan = assign(problem)
    assert plan.value == 15
    assert replan(plan, Departure(2)).moves == (Move(2, 1, -1),)
    assert replan(plan, Unavailable(1, 0)).plan.value == 14
    arrival = Arrival(NURSE, np.array([1]), np.array([100.0]))
    assert replan(plan, arrival).plan.meetup[3] == 1
    assert replan(plan, Capacity(0, 0)).plan.value == 10


GOOD: dict[str, object] = {
    "start": [0, 2, 3],
    "meetup": [0, 1, 0],
    "gain": [1.0, 2.0, 3.0],
    "profession": [7, 8],
    "capacity": [1, 1],
}


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"gain": [1.0, math.nan, 1.0]}, GainError, "gain[1] is nan"),
        ({"gain": [1.0, 1.0]}, ShapeError, "'gain': 2"),
        ({"capacity": [1, -1]}, CapacityError, "capacity[1] is -1"),
        ({"capacity": []}, EmptyError, "there is no meetup"),
        ({"profession": []}, EmptyError, "there is nobody"),
        ({"profession": [1.0, 2.0]}, GroupError, "profession holds float64"),
        ({"meetup": [0, 2, 0]}, UnknownMeetupError, "meetup[1] is 2: expected 0 to 1"),
        ({"meetup": [1, 1, 0]}, EdgeError, "person 0 has two edges to meetup 1"),
        ({"start": [0, 2]}, EdgeError, "start has 2 items for 2 people"),
        ({"start": [0, 4, 3]}, EdgeError, "start[2] is below start[1]"),
        ({"max_share": 0.0}, ShareError, "max_share is 0.0"),
        ({"times": -1}, CountError, "times[0] is -1"),
        ({"minimum_professions": [1, 2, 3]}, ShapeError, "'minimum_professions': 3"),
        ({"wanted": [(2, 7)]}, UnknownMeetupError, "wanted[0] is 2"),
        ({"required": [(2, 0)]}, UnknownPersonError, "required[0] is 2"),
        ({"required": [(1, 1)]}, RequiredError, "person 1 is required at meetup 1 and cannot go there"),
        ({"required": [(0, 0)], "excluded": [(0, 0)]}, RequiredError, "person 0 is both required at and excluded"),
        ({"required": [(0, 0), (0, 1)]}, RequiredError, "person 0 is required at more meetups than their times"),
        ({"required": [(0, 0), (1, 0)]}, RequiredError, "2 people are required at meetup 0"),
    ],
)
def test_bad_input_is_refused_by_name(change: dict[str, object], error: type[EngineError], message: str) -> None:
    problem = {name: np.array(value) if name in GOOD else value for name, value in (GOOD | change).items()}
    for empty in ("capacity", "profession"):
        if not np.size(problem[empty]):
            problem[empty] = np.empty(0, dtype=np.int64)
    with pytest.raises(error) as refused:
        assign(AssignmentProblem(**problem))  # type: ignore[arg-type]
    assert message in str(refused.value)


def test_a_change_of_nobody_is_refused() -> None:
    plan = assign(one_meetup([1], [NURSE], 1))
    with pytest.raises(UnknownPersonError, match="no person 4"):
        replan(plan, Departure(4))
    with pytest.raises(UnknownMeetupError, match="no meetup 2"):
        replan(plan, Capacity(2, 1))
    with pytest.raises(UnknownPersonError, match="no person -1"):
        why_not(plan, -1)


def test_importing_the_assignment_loads_no_compiler() -> None:
    code = "import sys, meetups.engine.assignment; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
