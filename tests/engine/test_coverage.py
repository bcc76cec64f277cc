import math
import re
from typing import Any

import numpy as np
import pytest

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.coverage import Coverage, Reach, choose_sites
from meetups.engine.covering.comparing import compare, line_up
from meetups.engine.covering.filling import direct, seat_all, seat_directly
from meetups.engine.covering.market import mirror
from meetups.engine.covering.nearing import come_nearer
from meetups.engine.covering.pricing import price_all
from meetups.engine.covering.relaxing import worths
from meetups.engine.covering.trying import keep_open
from meetups.engine.errors import (
    CapacityError,
    CountError,
    DistanceError,
    EngineError,
    GroupError,
    ReachError,
    ShapeError,
    WeightError,
)
from meetups.engine.quality import Statement
from meetups.engine.warm import compile_all

LOOPS = (keep_open, line_up, compare, direct, seat_all, seat_directly, come_nearer, worths, mirror, price_all)


def choose(
    reach: list[list[int]],
    weight: list[float],
    capacity: list[int],
    count: int = 9,
    km: list[list[float]] | None = None,
    **options: object,
) -> Coverage:
    """The same from plain lists."""
    arrays = [np.array(people, dtype=np.int64) for people in reach]
    far = None if km is None else [np.array(each, dtype=np.float64) for each in km]
    return choose_sites(Reach.of(arrays, far), np.array(weight), np.array(capacity), count, **options)  # type: ignore[arg-type]


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


def test_each_step_says_what_only_it_brings_and_what_the_runner_up_loses() -> None:
    """Site 1 brings back two of the three people of site 0; nobody stands in for site 2."""
    coverage = choose([[0, 1, 2], [0, 1], [3]], [1, 1, 1, 1], [9, 9, 9], count=2)
    first, second = coverage.steps
    assert (first.gain, first.lost, first.runner_up, first.runner_up_loss) == (3, 3, 1, 1)
    assert (second.gain, second.lost, second.runner_up, second.runner_up_loss) == (1, 1, None, 1)


def test_equal_gains_go_to_the_lower_index() -> None:
    coverage = choose([[1], [0], [2]], [1, 1, 1], [1, 1, 1], count=2)
    assert coverage.sites == (0, 1)
    assert coverage.steps[0].runner_up == 2


def test_it_stops_when_no_other_site_serves_anybody_more() -> None:
    coverage = choose([[0], [0], []], [4], [1, 1, 1])
    assert coverage.sites == (0,)
    assert coverage.gap == 0


def test_whoever_weighs_nothing_takes_no_place() -> None:
    coverage = choose([[0, 1]], [0, 1], [2])
    assert coverage.guests[0].tolist() == [1]


def test_a_person_reached_twice_by_a_site_counts_once() -> None:
    assert choose([[0, 0]], [2], [2]).value == 2


def test_a_better_pair_replaces_what_looked_best_alone() -> None:
    """Greedy takes the middle site first, then a side: 8 of the 10 that both sides serve."""
    coverage = choose([[0, 1, 2, 3], [0, 1, 4], [2, 3, 5]], [2, 1, 2, 1, 2, 2], [9, 9, 9], count=2)
    assert set(coverage.sites) == {1, 2}
    assert (coverage.value, coverage.bound, coverage.quality.statement) == (10, 10, Statement.PROVED_BEST)


def test_the_bound_is_above_when_halves_of_sites_would_do_better() -> None:
    """Three people, each pair has a site, one may open: two are served, halves of the sites would serve all three."""
    coverage = choose([[0, 1], [1, 2], [0, 2]], [1, 1, 1], [2, 2, 2], count=1)
    assert coverage.value == 2
    assert 2 <= coverage.bound < 3


def test_at_equal_weight_the_nearest_are_served_and_the_nearest_site_is_chosen() -> None:
    coverage = choose([[0, 1, 2], [0, 1, 2]], [1, 1, 1], [2, 2], count=1, km=[[5, 1, 2], [1, 1, 9]])
    assert (coverage.sites, coverage.km, coverage.km_is_least) == ((1,), 2, True)
    assert coverage.guests[0].tolist() == [0, 1]


def test_guests_change_sites_when_that_is_nearer_for_all_together() -> None:
    """Taking the heaviest to their nearest first, in turn, would send the last one ninety kilometres away."""
    coverage = choose([[0, 1], [0, 1]], [2, 1], [1, 1], km=[[1, 2], [3, 90]])
    assert (coverage.value, coverage.km) == (3, 5)
    assert coverage.place.tolist() == [1, 0]


def test_a_host_holds_one_meetup_at_most() -> None:
    reach, weight, places = [[0, 1, 2], [3, 4], [5]], [1.0] * 6, [9, 9, 9]
    assert set(choose(reach, weight, places, count=2).sites) == {0, 1}
    assert set(choose(reach, weight, places, count=2, group=np.array([7, 7, 2])).sites) == {0, 2}
    assert set(choose(reach, weight, places, count=3, group=np.array([7, 7, 7]), most=2).sites) == {0, 1}
    assert len(choose(reach, weight, places, count=3, group=np.array([-1, -1, -1])).sites) == 3
    assert choose(reach, weight, places, group=np.array([7, 7, 7]), most=0).sites == ()


def test_nothing_to_choose_from_is_an_empty_choice() -> None:
    coverage = choose([], [], [])
    assert (coverage.steps, coverage.value, coverage.bound, coverage.gap) == ((), 0, 0, 0)
    nothings: list[tuple[Any, ...]] = [
        ([[0]], [1], [1], 0),
        ([[0]], [1], [0], 3),
        ([[0]], [0], [3], 3),
        ([[]], [1], [3], 3),
        ([], [1], [], 3),
    ]
    for nothing in nothings:
        coverage = choose(*nothing)
        assert (coverage.steps, coverage.value, coverage.gap) == ((), 0, 0)
        assert coverage.place.tolist() == [-1] * len(nothing[1])


def region() -> tuple[Reach, FloatArray, IntArray]:
    """5,000 people and 200 sites."""
    chance = np.random.default_rng(1)
    place, site = chance.uniform(0, 100, (5000, 2)), chance.uniform(0, 100, (200, 2))
    far = [np.hypot(*(place - centre).T) for centre in site]
    reach = [np.flatnonzero(each < 6) for each in far]
    km = [each[people] for each, people in zip(far, reach, strict=True)]
    return Reach.of(reach, km), chance.choice([1.25, 2.0, 3.5, 5.0], 5000), chance.integers(12, 41, 200)


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
        ({"reach": [[0], [2]]}, ReachError, "site 1 reaches person 2: there are 2 people"),
        ({"reach": [[-1], [0]]}, ReachError, "site 0 reaches person -1"),
        ({"reach": [[0.5], [0]]}, ReachError, "people holds float64"),
        ({"count": -1}, CountError, "count is -1"),
        ({"count": 1.5}, CountError, "count is 1.5"),
        ({"count": True}, CountError, "count is True"),
        ({"most": -1}, CountError, "most is -1"),
        ({"group": [0]}, ShapeError, "group has 1 sites, capacity 2"),
        ({"group": [0.5, 1]}, GroupError, "group holds float64"),
        ({"km": [[math.nan], [1]]}, DistanceError, "km[0] is nan"),
        ({"km": [[1], [-1]]}, DistanceError, "km[1] is -1"),
        ({"km": [[1], [1, 2]]}, ShapeError, "lengths differ: {'people': 2, 'km': 3}"),
    ],
)
def test_bad_input_is_refused_by_name(change: dict[str, object], error: type[EngineError], message: str) -> None:
    good: dict[str, Any] = {"reach": [[0], [1]], "weight": [1, 1], "capacity": [1, 1], "count": 1, "km": [[1], [1]]}
    given = good | change
    reach = Reach.of([np.array(each) for each in given.pop("reach")], [np.array(each) for each in given.pop("km")])
    if "group" in given:
        given["group"] = np.array(given["group"])
    with pytest.raises(error) as refused:
        choose_sites(reach, np.array(given.pop("weight")), np.array(given.pop("capacity")), **given)
    assert message in str(refused.value)


def test_a_refusal_says_which_item() -> None:
    with pytest.raises(ReachError) as refused:
        choose([[0], [0], [7]], [1], [1, 1, 1])
    assert refused.value.item == 2


@pytest.mark.parametrize(
    ("start", "message"),
    [([0, 2, 1], "start[2] is less than start[1]"), ([1, 1, 2], "from 1 to 2"), ([0, 1, 1], "expected 0 to 2")],
)
def test_edges_that_belong_to_no_site_are_refused(start: list[int], message: str) -> None:
    reach = Reach(np.array(start), np.array([0, 0]))
    with pytest.raises(ShapeError, match=re.escape(message)):
        choose_sites(reach, np.ones(1), np.ones(2, dtype=int), 1)


def test_what_set_up_compiles_serves_every_question() -> None:
    compile_all()
    compiled = [len(function.signatures) for function in LOOPS]
    choose_sites(*region(), 5, seconds=0.2, group=np.arange(200) // 2)
    choose([[0], [1]], [1, 2], [1, 1])
    assert [len(function.signatures) for function in LOOPS] == compiled
    assert compiled == [1] * len(LOOPS)
