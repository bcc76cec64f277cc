"""What is asked: who could go where, what it would be worth, and what must hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pairs = Sequence[tuple[int, int]] | NDArray[Any]
NONE: tuple[()] = ()


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class AssignmentProblem:
    """People 0…n-1, meetups 0…m-1, and an edge for each pair that reach, weekday and hour allow.

    Edges are flat (compressed sparse rows): those of person i are ``start[i]`` to ``start[i + 1]`` - 1. The sum of the
    gains of the edges taken is made as large as can be; gains may have any unit, are compared to 2 ** -33 of the
    largest, and an edge whose gain is negative is never taken (unless required).

    What must hold: each person has at most ``times`` meetups, a meetup at most ``capacity`` people, of whom at most
    ceil(``max_share`` × capacity) of one profession, those ``required`` and none of those ``excluded``. Then as many
    of ``wanted`` as possible are met, whatever they cost, and, as far as local changes can, ``minimum_professions``.
    """

    start: NDArray[Any]  # (people + 1,) whole numbers, ascending from 0 to the number of edges
    meetup: NDArray[Any]  # (edges,) 0…m-1, each at most once for a person
    gain: NDArray[Any]  # (edges,) finite
    profession: NDArray[Any]  # (people,) codes
    capacity: NDArray[Any]  # (meetups,) places, whole, 0 or more
    max_share: float | NDArray[Any] = 1.0  # of the places, for one profession; in ]0, 1]; or (meetups,)
    times: int | NDArray[Any] = 1  # meetups for one person, whole, 0 or more; or (people,)
    wanted: Pairs = NONE  # (meetup, profession): at least one there; a pair given twice, at least two
    required: Pairs = NONE  # (person, meetup)
    excluded: Pairs = NONE  # (person, meetup)
    minimum_professions: int | NDArray[Any] = 0  # at a meetup that has people; or (meetups,)

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.profession)

    @property
    def meetups(self) -> int:
        """How many meetups there are."""
        return len(self.capacity)

    @property
    def person(self) -> NDArray[np.int64]:
        """(edges,): whose edge it is."""
        return np.repeat(np.arange(self.people), np.diff(self.start).astype(np.int64))
