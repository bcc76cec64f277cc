"""What can change in a plan, one thing at a time, and the problem that follows from it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import whole
from meetups.engine.assignment.checking import Checked
from meetups.engine.assignment.errors import UnknownMeetupError, UnknownPersonError
from meetups.engine.assignment.problem import AssignmentProblem, Pairs
from meetups.engine.errors import CapacityError


@dataclass(frozen=True)
class Departure:
    """A person goes nowhere any more; the others keep their numbers."""

    person: int


@dataclass(frozen=True)
class Unavailable:
    """A person cannot be at one meetup."""

    person: int
    meetup: int


@dataclass(frozen=True)
class Capacity:
    """A meetup has another number of places; shares follow."""

    meetup: int
    places: int


@dataclass(frozen=True, eq=False)
class Arrival:
    """One more person, numbered after the others, and the meetups that they could go to."""

    profession: int
    meetup: NDArray[np.int64]  # (edges,)
    gain: NDArray[np.float64]  # (edges,)
    times: int = 1


Change = Departure | Unavailable | Capacity | Arrival


def changed(problem: AssignmentProblem, checked: Checked, change: Change) -> AssignmentProblem:
    """The problem after the change; raises an ``EngineError`` subclass when it names nobody or no meetup."""
    match change:
        case Departure(person):
            _person(checked, person)
            times = checked.times.copy()
            times[person] = 0
            pairs = np.asarray(problem.required, dtype=np.int64).reshape(-1, 2)
            return replace(problem, times=times, required=pairs[pairs[:, 0] != person])
        case Unavailable(person, meetup):
            _person(checked, person)
            _meetup(checked, meetup)
            required = np.asarray(problem.required, dtype=np.int64).reshape(-1, 2)
            kept = required[(required[:, 0] != person) | (required[:, 1] != meetup)]
            return replace(problem, required=kept, excluded=_added(problem.excluded, (person, meetup)))
        case Capacity(meetup, places):
            _meetup(checked, meetup)
            capacity = checked.capacity.copy()
            capacity[meetup] = whole("places", places, CapacityError)
            return replace(problem, capacity=capacity)
        case Arrival():
            return replace(
                problem,
                start=np.append(checked.start, checked.start[-1] + len(change.meetup)),
                meetup=np.concatenate((checked.meetup, np.asarray(change.meetup))),
                gain=np.concatenate((checked.gain, np.asarray(change.gain, dtype=np.float64))),
                profession=np.append(np.asarray(problem.profession), change.profession),
                times=np.append(checked.times, change.times),
            )


def _added(pairs: Pairs, pair: tuple[int, int]) -> NDArray[np.int64]:
    return np.vstack((np.asarray(pairs, dtype=np.int64).reshape(-1, 2), [pair]))


def _person(checked: Checked, person: int) -> None:
    if not 0 <= person < checked.times.size:
        raise UnknownPersonError(f"there is no person {person}", person)


def _meetup(checked: Checked, meetup: int) -> None:
    if not 0 <= meetup < checked.capacity.size:
        raise UnknownMeetupError(f"there is no meetup {meetup}", meetup)
