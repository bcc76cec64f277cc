"""What the tables are asked: who sits, where there are places, who has met, and what must hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
NOBODY: tuple[()] = ()


@dataclass(frozen=True)
class Weights:
    """What one unit of each part of the objective costs: whole numbers from 0 to 1,000. Only their ratios matter.

    The defaults say: a repeat is worse than ten pairs of one profession, and no table lacks a host for anything less
    than two repeats.
    """

    repeats: int = 100  # two people who have met k times before meet again: k units
    professions: int = 10  # two people of one profession at one table
    structures: int = 10  # two people of one structure at one table
    newcomers: int = 5  # two newcomers at one table: they are spread
    hosts: int = 200  # a table without any host
    uneven: int = 50  # the square of how many people a table has more or fewer than an even share


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class SeatingProblem:
    """People 0…people-1, to seat at ``len(sizes)`` tables in each of ``rounds`` rounds.

    What must hold: places, ``apart``, ``together``, ``pins``, ``absent``. The rest is weighed (``weights``). When
    there are more places than people, tables are filled as evenly as their places allow.
    """

    people: int
    sizes: Sequence[int] | NDArray[Any]  # places at each table
    rounds: int = 1
    history: NDArray[Any] | None = (
        None  # (people, people), symmetric: how often each pair has met; 50 counts as 50 at most
    )
    met: Sequence[tuple[int, int, int]] | NDArray[Any] = NOBODY  # the same as (person, person, times), each pair once
    profession: NDArray[Any] | None = None  # (people,) codes; below 0: unknown, like nobody else's
    structure: NDArray[Any] | None = None  # (people,) codes; below 0: none
    newcomer: BoolArray | None = None  # (people,)
    host: BoolArray | None = None  # (people,): hosts and relays, at least one at each table
    apart: Sequence[tuple[int, int]] | NDArray[Any] = NOBODY  # never at one table
    together: Sequence[Sequence[int]] = NOBODY  # always at one table; groups that share somebody are one group
    pins: Sequence[tuple[int, int, int]] | NDArray[Any] = NOBODY  # (round, person, table)
    absent: BoolArray | None = None  # (rounds, people): who is not there in which round
    weights: Weights = field(default_factory=Weights)
