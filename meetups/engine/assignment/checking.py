"""The problem, refused by name or ready for the search."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import FloatArray, IntArray, codes, counts, same_length
from meetups.engine.assignment.errors import (
    EdgeError,
    EmptyError,
    GainError,
    RequiredError,
    UnknownMeetupError,
    UnknownPersonError,
)
from meetups.engine.assignment.problem import AssignmentProblem, Pairs
from meetups.engine.errors import CapacityError, CountError, EngineError, GroupError, ShareError


@dataclass(frozen=True, eq=False)
class Checked:
    """The same as the problem, in arrays whose every item is known to be good."""

    start: IntArray
    meetup: IntArray
    gain: FloatArray
    labels: IntArray  # (professions,): the caller's codes, ascending
    profession: IntArray  # (people,): index in ``labels``
    capacity: IntArray
    cap: IntArray  # (meetups,): places of one profession
    times: IntArray
    wanted: IntArray  # (k, 2): meetup, profession code
    required: IntArray  # (k,): edges
    excluded: IntArray  # (k,): edges
    minimum: IntArray  # (meetups,)


def check(problem: AssignmentProblem) -> Checked:
    """The problem in good arrays; raises an ``EngineError`` subclass that names the first bad item."""
    start = counts("start", problem.start, EdgeError)
    meetup = codes("meetup", problem.meetup, UnknownMeetupError)
    profession = codes("profession", problem.profession, GroupError)
    capacity = counts("capacity", problem.capacity, CapacityError)
    if not profession.size or not capacity.size:
        raise EmptyError("there is nobody to assign" if not profession.size else "there is no meetup")
    gain = _gains(problem.gain)
    same_length(meetup=meetup, gain=gain)
    _rows(start, profession.size, meetup.size)
    _below("meetup", meetup, capacity.size, UnknownMeetupError)
    labels, recoded = np.unique(profession, return_inverse=True)
    share = np.broadcast_to(np.asarray(problem.max_share, dtype=np.float64), capacity.shape)
    bad = np.flatnonzero(~((share > 0) & (share <= 1)))
    if bad.size:
        raise ShareError(f"max_share is {share[bad[0]]}: expected more than 0 and at most 1", int(bad[0]))
    wanted = _pairs("wanted", problem.wanted)
    _below("wanted", wanted[:, 0], capacity.size, UnknownMeetupError)
    edges = {
        name: _edges(name, getattr(problem, name), start, meetup, capacity.size) for name in ("required", "excluded")
    }
    checked = Checked(
        start=start,
        meetup=meetup,
        gain=gain,
        labels=labels,
        profession=recoded,
        capacity=capacity,
        # The grain absorbs 0.28 × 25 = 7.000000000000001, which would give one place too many.
        cap=np.ceil(share * capacity - 1e-9).astype(np.int64),
        times=_each("times", problem.times, profession.size),
        wanted=wanted,
        required=edges["required"],
        excluded=edges["excluded"][edges["excluded"] >= 0],
        minimum=_each("minimum_professions", problem.minimum_professions, capacity.size),
    )
    _required(checked, _pairs("required", problem.required))
    return checked


def _gains(values: NDArray[Any]) -> FloatArray:
    gain = np.asarray(values, dtype=np.float64)
    same_length(gain=gain.reshape(-1), flat=gain)
    bad = np.flatnonzero(~np.isfinite(gain))
    if bad.size:
        raise GainError(f"gain[{bad[0]}] is {gain[bad[0]]}: expected a finite number", int(bad[0]))
    return gain


def _rows(start: IntArray, people: int, edges: int) -> None:
    if start.size != people + 1 or start[0] != 0 or start[-1] != edges:
        raise EdgeError(f"start has {start.size} items for {people} people, and should go from 0 to {edges}")
    bad = np.flatnonzero(np.diff(start) < 0)
    if bad.size:
        raise EdgeError(f"start[{bad[0] + 1}] is below start[{bad[0]}]", int(bad[0]))


def _below(name: str, values: IntArray, number: int, error: type[EngineError]) -> None:
    bad = np.flatnonzero((values < 0) | (values >= number))
    if bad.size:
        raise error(f"{name}[{bad[0]}] is {values[bad[0]]}: expected 0 to {number - 1}", int(bad[0]))


def _each(name: str, values: int | NDArray[Any], number: int) -> IntArray:
    """One whole number for each item, from one for all or one for each."""
    array = np.asarray(values)
    if array.dtype == np.bool_:
        raise CountError(f"{name} is {values!r}: expected a whole number, 0 or more")
    array = counts(name, np.atleast_1d(array), CountError)
    if array.size not in (1, number):
        same_length(**{name: array, "expected": np.empty(number)})
    return np.broadcast_to(array, (number,)).copy()


def _pairs(name: str, values: Pairs) -> IntArray:
    array = np.asarray(values)
    if not array.size:
        return np.empty((0, 2), dtype=np.int64)
    if array.ndim != 2 or array.shape[1] != 2 or not np.issubdtype(array.dtype, np.integer):
        raise EdgeError(f"{name} has shape {array.shape} of {array.dtype}: expected pairs of whole numbers")
    return array.astype(np.int64)


def _edges(name: str, values: Pairs, start: IntArray, meetup: IntArray, meetups: int) -> IntArray:
    """The edge of each pair (person, meetup); -1 when there is none."""
    pairs = _pairs(name, values)
    _below(name, pairs[:, 0], start.size - 1, UnknownPersonError)
    _below(name, pairs[:, 1], meetups, UnknownMeetupError)
    found = np.full(len(pairs), -1, dtype=np.int64)
    for k, (person, there) in enumerate(pairs):
        spots = np.flatnonzero(meetup[start[person] : start[person + 1]] == there)
        if spots.size:
            found[k] = start[person] + spots[0]
    return found


def _required(checked: Checked, pairs: IntArray) -> None:
    """Refuse the people required who cannot all be where they are."""
    edges, people = checked.required, pairs[:, 0]
    without = np.flatnonzero(edges < 0)
    if without.size:
        person, meetup = pairs[without[0]]
        raise RequiredError(f"person {person} is required at meetup {meetup} and cannot go there", int(person))
    both = np.flatnonzero(np.isin(edges, checked.excluded))
    if both.size:
        person, meetup = pairs[both[0]]
        raise RequiredError(f"person {person} is both required at and excluded from meetup {meetup}", int(person))
    if np.unique(edges).size < edges.size:
        raise RequiredError("a pair of required is given twice")
    professions = checked.labels.size
    busy = np.flatnonzero(np.bincount(people, minlength=checked.times.size) > checked.times)
    if busy.size:
        raise RequiredError(f"person {busy[0]} is required at more meetups than their times", int(busy[0]))
    there = np.bincount(pairs[:, 1], minlength=checked.capacity.size)
    if (full := np.flatnonzero(there > checked.capacity)).size:
        raise RequiredError(f"{there[full[0]]} people are required at meetup {full[0]}: too few places", int(full[0]))
    role, number = np.unique(pairs[:, 1] * professions + checked.profession[people], return_counts=True)
    if (over := np.flatnonzero(number > checked.cap[role // professions])).size:
        meetup, label = role[over[0]] // professions, checked.labels[role[over[0]] % professions]
        raise RequiredError(f"{number[over[0]]} of profession {label} are required at meetup {meetup}", int(meetup))
