import math

import numpy as np
import pytest

from meetups.engine.assignment import Picked, Selection, choose_guests
from meetups.engine.errors import (
    CapacityError,
    CountError,
    DistanceError,
    EngineError,
    GroupError,
    ShapeError,
    ShareError,
    WeightError,
)

NURSE, DOCTOR, HELPER, MIDWIFE = 3, 1, 7, 5


def choose(
    weight: list[float],
    group: list[int],
    capacity: int,
    distance: list[float] | None = None,
    max_share: float = 1.0,
    minimum_groups: int = 3,
) -> Selection:
    """The same from plain lists; everybody next door unless said otherwise."""
    km = np.array(distance) if distance else np.zeros(len(weight))
    return choose_guests(
        np.array(weight), km, np.array(group), capacity, max_share=max_share, minimum_groups=minimum_groups
    )


def test_the_weightiest_come_first_then_the_nearest_then_the_lowest_index() -> None:
    selection = choose([1, 3, 3, 3, 2], [NURSE] * 5, 4, distance=[0, 5, 2, 5, 0])
    assert selection.guests.tolist() == [2, 1, 3, 4]


def test_each_profession_gets_a_place_first_the_rarest_before_the_others() -> None:
    selection = choose([9, 8, 7, 2, 2, 1], [NURSE, NURSE, NURSE, HELPER, HELPER, MIDWIFE], 4)
    assert selection.guests.tolist() == [5, 3, 0, 1]
    assert selection.picked == (Picked.MIX, Picked.MIX, Picked.MIX, Picked.PRIORITY)


def test_with_more_professions_than_places_the_rarest_sit() -> None:
    selection = choose([9, 9, 8, 8, 1], [NURSE, NURSE, DOCTOR, DOCTOR, MIDWIFE], 2)
    assert selection.guests.tolist() == [4, 0]
    assert selection.left_out_by_cap.tolist() == []


def test_no_profession_takes_more_than_its_share_and_the_others_left_out_are_named() -> None:
    selection = choose([9, 8, 7, 6, 1, 1, 1, 1], [NURSE] * 4 + [DOCTOR] * 2 + [HELPER] * 2, 6, max_share=1 / 3)
    assert sorted(selection.guests.tolist()) == [0, 1, 4, 5, 6, 7]
    assert selection.left_out_by_cap.tolist() == [2, 3]
    assert selection.group_cap == 2
    assert not selection.cap_was_raised


def test_whoever_comes_after_the_last_place_met_a_full_table_not_a_cap() -> None:
    selection = choose([9, 8, 7, 6, 1, 1], [NURSE, NURSE, NURSE, DOCTOR, DOCTOR, NURSE], 4, max_share=0.5)
    assert selection.guests.tolist() == [3, 0, 1, 4]
    assert selection.left_out_by_cap.tolist() == [2]


def test_too_few_professions_raise_the_cap_just_enough_for_all_alike() -> None:
    selection = choose([5] * 10 + [1] * 10, [NURSE] * 10 + [DOCTOR] * 10, 10, max_share=1 / 3)
    assert selection.group_cap == 5
    assert selection.cap_was_raised
    assert len(selection.guests) == 10
    assert sum(guest < 10 for guest in selection.guests) == 5


def test_everybody_sits_when_there_are_places_for_all() -> None:
    selection = choose([1, 2, 3], [NURSE, NURSE, DOCTOR], 24, max_share=1 / 24)
    assert sorted(selection.guests.tolist()) == [0, 1, 2]
    assert selection.left_out_by_cap.tolist() == []


def test_a_share_that_falls_on_a_whole_number_gives_no_place_more() -> None:
    """0.28 × 25 is a hair above 7 in floating point."""
    selection = choose([1] * 100, [i % 20 for i in range(100)], 25, max_share=0.28)
    assert selection.group_cap == 7


def test_a_table_with_too_few_professions_is_said_to_be_so() -> None:
    assert not choose([1, 1, 1], [NURSE, DOCTOR, DOCTOR], 3, minimum_groups=3).has_enough_groups
    assert choose([1, 1, 1], [NURSE, DOCTOR, HELPER], 3, minimum_groups=3).has_enough_groups
    assert choose([1, 1, 1], [NURSE, DOCTOR, HELPER], 2, minimum_groups=3).groups_seated == 2


def test_a_share_of_one_third_is_the_default() -> None:
    nobody_far = np.zeros(40)
    selection = choose_guests(np.ones(40), nobody_far, np.arange(40) % 4, 24)
    assert selection.group_cap == 8


def test_nobody_and_no_place_are_answered_with_an_empty_table() -> None:
    for selection in (choose([], [], 8), choose([1, 2], [NURSE, DOCTOR], 0)):
        assert selection.guests.tolist() == []
        assert selection.picked == ()
        assert selection.left_out_by_cap.tolist() == []


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"weight": [1, math.nan]}, WeightError, "weight[1] is nan"),
        ({"weight": [-0.5, 1]}, WeightError, "weight[0] is -0.5"),
        ({"distance_km": [1, math.inf]}, DistanceError, "distance_km[1] is inf"),
        ({"distance_km": [-1, 0]}, DistanceError, "distance_km[0] is -1.0"),
        ({"group": [1.0, 2.0]}, GroupError, "group holds float64"),
        ({"group": [1]}, ShapeError, "'group': 1"),
        ({"group": [[1, 2]]}, ShapeError, "group has shape (1, 2)"),
        ({"capacity": -1}, CapacityError, "capacity is -1"),
        ({"capacity": 2.0}, CapacityError, "capacity is 2.0"),
        ({"max_share": 0.0}, ShareError, "max_share is 0.0"),
        ({"max_share": math.nan}, ShareError, "max_share is nan"),
        ({"minimum_groups": -1}, CountError, "minimum_groups is -1"),
    ],
)
def test_bad_input_is_refused_by_name(change: dict[str, object], error: type[EngineError], message: str) -> None:
    good: dict[str, object] = {
        "weight": [1.0, 1.0],
        "distance_km": [0.0, 0.0],
        "group": [1, 2],
        "capacity": 2,
        "max_share": 0.5,
        "minimum_groups": 1,
    }
    given = good | change
    arrays = [np.array(given.pop(name)) for name in ("weight", "distance_km", "group")]
    with pytest.raises(error) as refused:
        choose_guests(*arrays, **given)  # type: ignore[arg-type]
    assert message in str(refused.value)
