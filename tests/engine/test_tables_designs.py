"""Rounds without a repeat, where they are known to exist, and what counting says where they are not."""

import numpy as np
import pytest

from meetups.engine.quality import Statement
from meetups.engine.tables import SeatingProblem, seat
from meetups.engine.tables.fields import field, prime_powers

BEST_KNOWN = [
    *((5, 3, 7), (6, 3, 8), (7, 3, 10), (8, 3, 11), (9, 3, 13), (10, 3, 14), (5, 4, 5), (6, 4, 7), (7, 4, 9)),
    *((9, 4, 11), (10, 4, 13), (6, 5, 6), (7, 5, 7), (8, 5, 8), (9, 5, 9), (6, 6, 3), (7, 6, 7)),
]
SMALL = [(5, 3, 7), (6, 3, 8), (7, 3, 9), (8, 4, 7), (8, 4, 8), (10, 4, 9)]


def most_meetings(rounds: np.ndarray) -> int:
    same = (rounds[:, :, None] == rounds[:, None, :]).sum(axis=0)
    np.fill_diagonal(same, 0)
    return int(same.max())


@pytest.mark.parametrize(("tables", "size", "rounds"), BEST_KNOWN)
def test_nobody_meets_twice_in_as_many_rounds_as_anybody_knows(tables: int, size: int, rounds: int) -> None:
    plan = seat(SeatingProblem(tables * size, [size] * tables, rounds), iterations=100_000, seed=3)
    assert most_meetings(plan.rounds) == 1
    assert plan.repeated_pairs == 0
    assert plan.statement == Statement.PROVED_BEST


@pytest.mark.parametrize(("tables", "size", "rounds"), SMALL)
def test_small_cases_have_no_repeat_whatever_the_seed(tables: int, size: int, rounds: int) -> None:
    perfect = [
        seat(SeatingProblem(tables * size, [size] * tables, rounds), iterations=100_000, seed=seed).proved
        for seed in range(20)
    ]
    assert sum(perfect) >= 19


@pytest.mark.parametrize(("people", "size", "rounds"), [(23, 4, 7), (38, 5, 6), (395, 8, 6), (31, 4, 8)])
def test_uneven_tables_have_no_repeat_either(people: int, size: int, rounds: int) -> None:
    tables = -(-people // size)
    sizes = [people // tables + (table < people % tables) for table in range(tables)]
    plan = seat(SeatingProblem(people, sizes[::-1], rounds), iterations=1000)
    assert plan.repeated_pairs == 0
    assert [np.bincount(row).tolist() for row in plan.rounds] == [sizes[::-1]] * rounds


@pytest.mark.parametrize(
    ("people", "sizes", "rounds", "after"),
    [(32, [4] * 8, 11, 10), (16, [4] * 4, 6, 5), (12, [4] * 3, 2, 1), (8, [4, 4], 2, 1)],
)
def test_when_counting_shows_that_repeats_cannot_be_avoided_it_says_after_how_many_rounds(
    people: int, sizes: list[int], rounds: int, after: int
) -> None:
    plan = seat(SeatingProblem(people, sizes, rounds), iterations=1000)
    assert plan.rounds_without_repeat == after
    assert plan.statement == Statement.REPEATS_UNAVOIDABLE
    assert 0 < plan.bounds.repeats <= plan.parts.repeats


@pytest.mark.parametrize("order", [2, 4, 5, 8, 9, 16, 25, 27])
def test_a_field_is_one(order: int) -> None:
    f = field(order)
    one = np.arange(order)
    assert (f.add == f.add.T).all()
    assert (f.times == f.times.T).all()
    assert (np.sort(f.times[1:, 1:]) == one[1:]).all()
    for a in one:  # distributive
        assert (f.times[a, f.add] == f.add[f.times[a]][:, f.times[a]]).all()
    assert sorted(f.powers.tolist()) == one[1:].tolist()


def test_factors_of_a_number_are_powers_of_primes() -> None:
    assert prime_powers(360) == [8, 9, 5]
    assert prime_powers(1) == []
