import math

import numpy as np
import pytest

from meetups.engine.coverage import Coverage, choose_sites
from meetups.engine.errors import (
    CapacityError,
    CountError,
    EngineError,
    ReachError,
    ShapeError,
    ShareError,
    WeightError,
)


def choose(
    reach: list[list[int]],
    weight: list[float],
    capacity: list[int],
    count: int = 9,
    discount: float = 1.0,
) -> Coverage:
    """The same from plain lists."""
    arrays = [np.array(people, dtype=np.int64) for people in reach]
    return choose_sites(arrays, np.array(weight), np.array(capacity), count, discount=discount)


def test_the_site_that_serves_the_most_weight_comes_first() -> None:
    coverage = choose([[0, 1], [2]], [1, 1, 5], [9, 9])
    assert coverage.sites == (1, 0)
    assert [step.gain for step in coverage.steps] == [5, 2]
    assert coverage.value == 7


def test_places_are_counted_and_go_to_the_weightiest() -> None:
    coverage = choose([[0, 1, 2]], [1, 3, 2], [2])
    assert coverage.value == 5
    assert coverage.guests[0].tolist() == [1, 2]


def test_chosen_sites_complement_each_other() -> None:
    """Site 1 is the second best alone, but it reaches whom site 0 already serves."""
    assert choose([[0, 1, 2], [0, 1], [3]], [1, 1, 1, 1], [9, 9, 9], count=2).sites == (0, 2)


def test_a_guest_moves_to_a_new_site_when_that_lets_somebody_else_in() -> None:
    coverage = choose([[0, 1], [0]], [3, 2], [1, 1])
    assert coverage.sites == (0, 1)
    assert coverage.value == 5
    assert [people.tolist() for people in coverage.guests] == [[1], [0]]


def test_a_guest_moves_through_several_sites_when_needed() -> None:
    coverage = choose([[2, 3], [1, 2], [0, 1], [0]], [9, 8, 7, 1], [1, 1, 1, 1])
    assert coverage.value == 25


def test_each_step_names_the_runner_up_and_what_it_would_have_gained() -> None:
    coverage = choose([[0, 1, 2], [0, 1], [3]], [1, 1, 1, 1], [9, 9, 9])
    first, second = coverage.steps
    assert (first.runner_up, first.runner_up_gain) == (1, 2)
    assert (second.site, second.runner_up, second.runner_up_gain) == (2, None, 0)


def test_equal_gains_go_to_the_lower_index() -> None:
    coverage = choose([[1], [0], [2]], [1, 1, 1], [1, 1, 1], count=2)
    assert coverage.sites == (0, 1)
    assert coverage.steps[0].runner_up == 1


def test_it_stops_when_no_other_site_serves_anybody_more() -> None:
    coverage = choose([[0], [0], []], [4], [1, 1, 1])
    assert coverage.sites == (0,)
    assert coverage.gap == 0


def test_a_discount_lets_people_count_again_for_less() -> None:
    coverage = choose([[0, 1], [0, 1]], [4, 2], [2, 2], discount=0.75)
    assert [step.gain for step in coverage.steps] == [6, 1.5]


def test_whoever_weighs_nothing_takes_no_place() -> None:
    coverage = choose([[0, 1]], [0, 1], [2])
    assert coverage.guests[0].tolist() == [1]


def test_a_person_reached_twice_by_a_site_counts_once() -> None:
    assert choose([[0, 0]], [2], [2]).value == 2


def test_the_gap_says_how_far_from_proved_best() -> None:
    """Greedy takes the middle site first, then a side: 8 of the 10 that both sides serve."""
    coverage = choose([[0, 1, 2, 3], [0, 1, 4], [2, 3, 5]], [2, 1, 2, 1, 2, 2], [9, 9, 9], count=2)
    assert coverage.value == 8
    assert coverage.bound == 10
    assert coverage.gap == pytest.approx(0.2)


def test_a_proved_best_choice_has_no_gap_though_sums_round() -> None:
    coverage = choose([[0], [0], [0]], [9.721149058388525], [1, 1, 1], count=3, discount=0.5)
    assert coverage.bound == coverage.value


def test_nothing_to_choose_from_is_an_empty_choice() -> None:
    coverage = choose([], [], [])
    assert (coverage.steps, coverage.value, coverage.bound, coverage.gap) == ((), 0, 0, 0)
    assert choose([[0]], [1], [1], count=0).steps == ()


def test_a_region_is_answered_with_few_looks_at_each_site() -> None:
    """5,000 people and 200 sites: looking at all sites for 20 steps would compute 3,810 gains."""
    chance = np.random.default_rng(1)
    place, site = chance.uniform(0, 100, (5000, 2)), chance.uniform(0, 100, (200, 2))
    reach = [np.flatnonzero(np.hypot(*(place - centre).T) < 6) for centre in site]
    weight = chance.choice([1.25, 2.0, 3.5, 5.0], 5000)
    coverage = choose_sites(reach, weight, chance.integers(12, 41, 200), 20)
    assert len(coverage.steps) == 20
    assert coverage.evaluations < 800
    assert coverage.gap < 0.15


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"weight": [1, math.nan]}, WeightError, "weight[1] is nan"),
        ({"weight": [-1, 1]}, WeightError, "weight[0] is -1"),
        ({"weight": [1, math.inf]}, WeightError, "weight[1] is inf"),
        ({"weight": [[1, 1]]}, ShapeError, "weight has shape (1, 2)"),
        ({"capacity": [1, -2]}, CapacityError, "capacity[1] is -2"),
        ({"capacity": [1.5, 2]}, CapacityError, "capacity holds float64"),
        ({"capacity": [1]}, ShapeError, "reach has 2 sites, capacity 1"),
        ({"reach": [[0], [2]]}, ReachError, "reach[1] holds person 2: there are 2 people"),
        ({"reach": [[-1], [0]]}, ReachError, "reach[0] holds person -1"),
        ({"reach": [[0.5], [0]]}, ReachError, "reach[0] holds float64"),
        ({"count": -1}, CountError, "count is -1"),
        ({"count": 1.5}, CountError, "count is 1.5"),
        ({"count": True}, CountError, "count is True"),
        ({"discount": 0.0}, ShareError, "discount is 0.0"),
        ({"discount": 1.1}, ShareError, "discount is 1.1"),
        ({"discount": math.nan}, ShareError, "discount is nan"),
    ],
)
def test_bad_input_is_refused_by_name(change: dict[str, object], error: type[EngineError], message: str) -> None:
    good: dict[str, object] = {"reach": [[0], [1]], "weight": [1, 1], "capacity": [1, 1], "count": 1, "discount": 1.0}
    given = good | change
    with pytest.raises(error) as refused:
        choose_sites(
            [np.array(people) for people in given["reach"]],  # type: ignore[attr-defined]
            np.array(given["weight"]),
            np.array(given["capacity"]),
            given["count"],  # type: ignore[arg-type]
            discount=given["discount"],  # type: ignore[arg-type]
        )
    assert message in str(refused.value)


def test_a_refusal_says_which_item() -> None:
    with pytest.raises(ReachError) as refused:
        choose([[0], [0], [7]], [1], [1, 1, 1])
    assert refused.value.item == 2
