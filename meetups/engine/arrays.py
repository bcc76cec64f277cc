"""The arrays that the engine takes, and the refusal of those that would give a silently wrong answer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meetups.engine.errors import CountError, EngineError, ReachError, ShapeError, ShareError

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def amounts(name: str, values: FloatArray, error: type[EngineError]) -> FloatArray:
    """``values`` as a flat float array; raises ``error`` at the first negative, infinite or undefined one."""
    array = np.asarray(values, dtype=np.float64)
    _flat(name, array)
    bad = np.flatnonzero(~(np.isfinite(array) & (array >= 0)))
    if bad.size:
        raise error(f"{name}[{bad[0]}] is {array[bad[0]]}: expected a finite number, 0 or more", int(bad[0]))
    return array


def codes(name: str, values: IntArray, error: type[EngineError]) -> IntArray:
    """``values`` as a flat integer array; raises ``error`` when they are not integers."""
    array = np.asarray(values)
    _flat(name, array)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise error(f"{name} holds {array.dtype}: expected integers")
    return array.astype(np.int64)


def counts(name: str, values: IntArray, error: type[EngineError]) -> IntArray:
    """``values`` as a flat integer array; raises ``error`` when not integers, or at the first negative one."""
    array = codes(name, values, error)
    bad = np.flatnonzero(array < 0)
    if bad.size:
        raise error(f"{name}[{bad[0]}] is {array[bad[0]]}: expected 0 or more", int(bad[0]))
    return array


def people(name: str, values: IntArray, number: int, site: int) -> IntArray:
    """Distinct indices below ``number``, ascending; raises ``ReachError`` naming the ``site`` otherwise."""
    array = codes(name, values, ReachError)
    bad = array[(array < 0) | (array >= number)]
    if bad.size:
        raise ReachError(f"{name} holds person {bad[0]}: there are {number} people", site)
    return np.unique(array)


def same_length(**arrays: NDArray[Any]) -> int:
    """The common length of the arrays; raises ``ShapeError`` naming them when they differ."""
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise ShapeError(f"lengths differ: {lengths}")
    return next(iter(lengths.values()))


def whole(name: str, value: int, error: type[EngineError] = CountError) -> int:
    """``value`` as an int; raises ``error`` when it is negative or not whole (True is not a number here)."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise error(f"{name} is {value!r}: expected a whole number, 0 or more")
    return int(value)


def share(name: str, value: float) -> float:
    """``value`` when it lies in ]0, 1]; raises ``ShareError`` otherwise."""
    if not 0 < value <= 1:
        raise ShareError(f"{name} is {value}: expected more than 0 and at most 1")
    return float(value)


def _flat(name: str, array: NDArray[Any]) -> None:
    if array.ndim != 1:
        raise ShapeError(f"{name} has shape {array.shape}: expected one dimension")
