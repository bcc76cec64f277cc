"""Bad input has a name, and says which item."""

import math
from typing import Any

import numpy as np
import pytest

from meetups.engine.errors import CapacityError, CountError, EngineError, GroupError, ShapeError, WeightError
from meetups.engine.tables import SeatingProblem, Weights, seat
from meetups.engine.tables.errors import (
    ApartError,
    EmptyError,
    HistoryError,
    NoSeatingError,
    PinError,
    TogetherError,
    TooManyPeopleError,
    UnknownPersonError,
)

ASYMMETRIC = np.eye(6, k=1, dtype=np.int64)


@pytest.mark.parametrize(
    ("error", "item", "wrong"),
    [
        (CapacityError, 1, {"sizes": [3, -3]}),
        (CapacityError, 0, {"sizes": [math.nan, 3]}),
        (CapacityError, 1, {"sizes": [3, 2.5]}),
        (CountError, None, {"people": -1}),
        (EmptyError, None, {"people": 0}),
        (EmptyError, None, {"rounds": 0}),
        (EmptyError, None, {"sizes": []}),
        (TooManyPeopleError, 0, {"sizes": [3, 2]}),
        (TooManyPeopleError, None, {"people": 20_000, "sizes": [20_000]}),
        (HistoryError, 0, {"history": ASYMMETRIC}),
        (HistoryError, 2, {"history": np.diag([0, 0, math.nan, 0, 0, 0])}),
        (HistoryError, 1, {"met": [(0, 1, 1), (2, 2, 1)]}),
        (HistoryError, 2, {"met": [(0, 1, -1)]}),
        (UnknownPersonError, 0, {"met": [(0, 6, 1)]}),
        (ShapeError, None, {"history": np.zeros((5, 5))}),
        (GroupError, 3, {"profession": [0, 0, 0, math.nan, 0, 0]}),
        (ShapeError, None, {"structure": [0]}),
        (ShapeError, None, {"host": [1, 0, 0, 0, 0, 0]}),
        (UnknownPersonError, 1, {"apart": [(0, 1), (0, 6)]}),
        (ApartError, 0, {"apart": [(2, 2)]}),
        (TogetherError, 0, {"apart": [(0, 2)], "together": [(0, 1), (1, 2)]}),
        (TogetherError, 0, {"together": [(0, 1, 2, 3)]}),
        (UnknownPersonError, 1, {"together": [(0, 9)]}),
        (PinError, 1, {"pins": [(0, 1, 0), (0, 1, 1)]}),
        (PinError, 1, {"pins": [(0, 1, 0), (0, 2, 1)], "together": [(1, 2)]}),
        (PinError, 1, {"pins": [(0, 1, 0), (0, 2, 0)], "apart": [(1, 2)]}),
        (PinError, 0, {"pins": [(0, person, 0) for person in range(4)]}),
        (PinError, 0, {"pins": [(0, 1, 0)], "absent": np.arange(12).reshape(2, 6) == 1}),
        (UnknownPersonError, 0, {"pins": [(2, 0, 0)]}),
        (WeightError, None, {"weights": Weights(repeats=-1)}),
        (WeightError, None, {"weights": Weights(hosts=1001)}),
        (NoSeatingError, 0, {"apart": [(0, 1), (0, 2), (1, 2)]}),
    ],
)
def test_bad_input_is_named_with_its_item(error: type[EngineError], item: int | None, wrong: dict[str, Any]) -> None:
    good: dict[str, Any] = {"people": 6, "sizes": [3, 3], "rounds": 2}
    with pytest.raises(error) as refusal:
        seat(SeatingProblem(**(good | wrong)), iterations=2000)
    assert refusal.value.item == item
