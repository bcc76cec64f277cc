"""Late cancellations and arrivals move the fewest people, and say who."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from meetups.engine.errors import ShapeError
from meetups.engine.tables import Move, SeatingProblem, reseat_late, seat
from meetups.engine.tables.errors import UnknownPersonError

DINNER = SeatingProblem(12, [5, 5, 5], rounds=2, host=np.arange(12) < 3, profession=np.arange(12) % 4)


def without(problem: SeatingProblem, *people: int) -> SeatingProblem:
    absent = np.zeros((problem.rounds, problem.people), dtype=bool)
    absent[:, people] = True
    return replace(problem, absent=absent)


def test_a_cancellation_moves_nobody_when_the_table_is_still_a_table() -> None:
    plan = seat(DINNER, iterations=20_000)
    again = reseat_late(without(DINNER, 7), plan.rounds, iterations=20_000)
    assert again.moved == ()
    assert again.proved_fewest
    assert (again.seating.rounds[:, 7] == -1).all()


def test_an_arrival_takes_a_free_seat_and_nobody_moves() -> None:
    plan = seat(without(DINNER, 11), iterations=20_000)
    again = reseat_late(DINNER, plan.rounds, iterations=20_000)
    assert again.moved == ()
    assert [(move.round, move.person, move.origin) for move in again.seated] == [(0, 11, -1), (1, 11, -1)]


def test_a_table_that_loses_its_only_host_gets_one_by_a_single_move() -> None:
    problem = replace(DINNER, host=np.arange(12) < 4, rounds=1)
    plan = np.array([[0, 1, 2, 2, 0, 0, 0, 1, 1, 1, 2, 2]])  # two hosts at the last table
    again = reseat_late(without(problem, 0), plan, iterations=50_000)
    assert [(move.origin, move.target) for move in again.moved] == [(2, 0)]
    assert again.moved[0].person in {2, 3}


def test_somebody_left_alone_gets_company() -> None:
    plan = np.array([[0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]])
    problem = without(replace(DINNER, rounds=1, host=None), 9, 10)
    again = reseat_late(problem, plan, least=2, iterations=50_000)
    assert len(again.moved) == 1
    assert np.bincount(again.seating.rounds[0][again.seating.rounds[0] >= 0]).min() == 2


def test_rounds_that_are_over_stay() -> None:
    plan = seat(DINNER, iterations=20_000)
    again = reseat_late(without(DINNER, 0, 1, 2, 3), plan.rounds, kept_rounds=1, iterations=50_000)
    assert (again.seating.rounds[0] == plan.rounds[0]).all()
    assert {move.round for move in again.moved} <= {1}


def test_a_new_pin_moves_that_person_and_a_full_table_gives_one_up() -> None:
    problem = SeatingProblem(6, [3, 3], pins=[(0, 0, 1)])
    again = reseat_late(problem, np.array([[0, 0, 0, 1, 1, 1]]), iterations=20_000)
    assert Move(0, 0, 0, 1) in again.moved
    assert len(again.moved) == 2


def test_people_newly_apart_or_together_move_and_the_others_stay() -> None:
    plan = np.array([[0, 0, 0, 1, 1, 1, 2, 2, 2]])
    apart = reseat_late(SeatingProblem(9, [4, 3, 3], apart=[(0, 1)]), plan, iterations=50_000)
    assert len(apart.moved) == 2  # the free seat is at their own table
    together = reseat_late(SeatingProblem(9, [4, 3, 3], together=[(0, 8)]), plan, least=2, iterations=50_000)
    assert [(move.person, move.target) for move in together.moved] == [(8, 0)]


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_of_a_tiny_case_keeps_the_rules_with_fewer_moves(seed: int) -> None:
    rng = np.random.default_rng(seed)
    plan = rng.permutation([0, 0, 0, 1, 1, 1, 2])[None, :]
    apart = [tuple(rng.choice(7, 2, replace=False).tolist()) for _ in range(4)]
    fewest = min(
        sum(a != b for a, b in zip(row, plan[0].tolist(), strict=True))
        for row in product(range(3), repeat=7)
        if all(row.count(table) <= 3 for table in range(3)) and all(row[a] != row[b] for a, b in apart)
    )
    again = reseat_late(SeatingProblem(7, [3, 3, 3], apart=apart), plan, least=0, iterations=50_000, seed=seed)
    assert len(again.moved) == fewest


def test_a_plan_that_is_not_one_is_refused() -> None:
    with pytest.raises(ShapeError):
        reseat_late(DINNER, np.zeros((1, 12), dtype=np.int64))
    with pytest.raises(UnknownPersonError) as refusal:
        reseat_late(DINNER, np.full((2, 12), 3))
    assert refusal.value.item == 0
