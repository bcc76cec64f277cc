"""Bad input has a name, and says which item."""

import math
from typing import Any

import numpy as np
import pytest

from meetups.engine.errors import CapacityError, CountError, DistanceError, EngineError, ShapeError, WeightError
from meetups.engine.medians import capacitated_p_median, p_median
from meetups.engine.medians.errors import (
    EmptyError,
    NoPlanError,
    TooLittleCapacityError,
    TooManySitesError,
    UnreachableError,
)

FAR = math.inf
COST = np.array([[0.0, 3, 5], [3, 0, 4], [5, 4, 0], [1, 2, 6]])
ISLANDS = np.where(np.eye(3) > 0, 0.0, FAR)
PLAIN: list[tuple[type[EngineError], int | None, dict[str, Any]]] = [
    (DistanceError, 1, {"cost": np.where(COST == 4, -1, COST)}),
    (DistanceError, 3, {"cost": np.where(COST == 6, math.nan, COST)}),
    (ShapeError, None, {"cost": COST[0]}),
    (ShapeError, None, {"demand": np.ones(3, dtype=np.int64)}),
    (EmptyError, None, {"cost": np.zeros((0, 3)), "demand": np.zeros(0, dtype=np.int64)}),
    (EmptyError, None, {"cost": np.zeros((4, 0))}),
    (EmptyError, None, {"sites": 0}),
    (TooManySitesError, None, {"sites": 4}),
    (CountError, None, {"sites": -1}),
    (CountError, None, {"sites": 1.5}),
    (WeightError, 2, {"demand": np.array([1, 1, -1, 1])}),
    (UnreachableError, 2, {"cost": np.where(np.arange(4)[:, None] == 2, FAR, COST)}),
]
CAPACITATED: list[tuple[type[EngineError], int | None, dict[str, Any]]] = [
    (CapacityError, 1, {"capacity": np.array([3, -1, 3])}),
    (CapacityError, None, {"capacity": np.array([3, 1.5, 3])}),
    (WeightError, None, {"demand": np.array([1, 1, 1, 0.5])}),
    (ShapeError, None, {"capacity": np.array([4, 4])}),
    (TooLittleCapacityError, None, {"capacity": np.array([1, 1, 1])}),
    (UnreachableError, 0, {"demand": np.array([4, 1, 1, 1]), "capacity": np.array([3, 3, 3]), "sites": 3}),
    (NoPlanError, None, {"demand": np.array([2, 2, 2, 2]), "capacity": np.array([3, 3, 3]), "sites": 3}),
]


@pytest.mark.parametrize(("error", "item", "wrong"), PLAIN)
def test_bad_input_is_named_with_its_item(error: type[EngineError], item: int | None, wrong: dict[str, Any]) -> None:
    good: dict[str, Any] = {"cost": COST, "demand": np.ones(4, dtype=np.int64), "sites": 2}
    with pytest.raises(error) as refusal:
        p_median(**(good | wrong), iterations=50)
    assert refusal.value.item == item


@pytest.mark.parametrize(("error", "item", "wrong"), PLAIN + CAPACITATED)
def test_bad_input_with_capacities_is_named_with_its_item(
    error: type[EngineError], item: int | None, wrong: dict[str, Any]
) -> None:
    good: dict[str, Any] = {"cost": COST, "demand": np.ones(4, dtype=np.int64), "sites": 2}
    with pytest.raises(error) as refusal:
        capacitated_p_median(**({"capacity": np.full(3, 4)} | good | wrong), iterations=50)
    assert refusal.value.item == item


def test_an_undefined_weight_is_refused() -> None:
    with pytest.raises(WeightError) as refusal:
        p_median(COST, np.array([1, math.nan, 1, 1]), 2)
    assert refusal.value.item == 1


def test_too_few_sites_to_reach_everybody_is_said_and_proved() -> None:
    with pytest.raises(NoPlanError, match="none exists") as refusal:
        p_median(ISLANDS, np.ones(3), 2, iterations=500)
    assert refusal.value.item in {0, 1, 2}
    assert p_median(ISLANDS, np.ones(3), 3).quality.value == 0


def test_capacities_that_no_split_respects_are_said_and_proved() -> None:
    with pytest.raises(NoPlanError, match="none exists"):
        capacitated_p_median(COST, np.full(4, 2), np.full(3, 3), 3, iterations=500)
