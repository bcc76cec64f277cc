"""What a plan costs, counted from scratch: the numbers that the search must agree with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import IntArray
from meetups.engine.tables.checking import Checked
from meetups.engine.tables.problem import Weights


@dataclass(frozen=True)
class Parts:
    """Units of each part of the objective. Pairs kept together count in none of the pairs."""

    repeats: int  # a meeting of two people who have met k times before, earlier rounds included, counts k
    professions: int
    structures: int
    newcomers: int
    hosts: int
    uneven: int

    def objective(self, weights: Weights) -> int:
        """The weighted sum."""
        return sum(getattr(weights, name) * units for name, units in vars(self).items())


def meetings(checked: Checked, rounds: IntArray) -> NDArray[np.int32]:
    """(people, people): at how many tables of this plan each pair sits together; the diagonal is 0."""
    met = np.zeros((checked.people, checked.people), dtype=np.int32)
    for row in rounds:
        for table in range(checked.tables):
            who = np.flatnonzero(row == table)
            met[np.ix_(who, who)] += 1
    np.fill_diagonal(met, 0)
    return met


def apart_from_groups(checked: Checked, pairs: NDArray[np.int32]) -> NDArray[np.int32]:
    """``pairs`` with 0 for those who are kept together."""
    one, other = checked.wishes.pairs_together.T
    pairs = pairs.copy()
    pairs[one, other] = pairs[other, one] = 0
    return pairs


def parts_of(checked: Checked, rounds: IntArray) -> Parts:
    """The parts of a plan (rounds × people, table or -1)."""
    met = apart_from_groups(checked, meetings(checked, rounds))
    units = met.astype(np.int64) * checked.history + met.astype(np.int64) * (met - 1) // 2
    count = counts(rounds, checked.tables)
    hosts = np.array([np.bincount(row[(row >= 0) & checked.host], minlength=checked.tables) for row in rounds])
    return Parts(
        repeats=int(units.sum()) // 2,
        professions=alike(met, checked.profession),
        structures=alike(met, checked.structure),
        newcomers=alike(met, np.where(checked.newcomer, 0, -1)),
        hosts=int(((hosts == 0) & (checked.even > 0)).sum()) if checked.host.any() else 0,
        uneven=int(((count - checked.even) ** 2).sum()),
    )


def repeated_pairs(checked: Checked, rounds: IntArray) -> int:
    """How many pairs meet in this plan though they have met before, or meet twice in it; those together aside."""
    met = apart_from_groups(checked, meetings(checked, rounds))
    return int(((met > 0) & (met + checked.history > 1)).sum()) // 2


def counts(rounds: IntArray, tables: int) -> IntArray:
    """(rounds, tables): how many people sit where."""
    return np.array([np.bincount(row[row >= 0], minlength=tables) for row in rounds])


def alike(met: NDArray[np.int32], code: IntArray) -> int:
    """Meetings of two people of one code, 0 or more."""
    total = 0
    for value in np.unique(code[code >= 0]):
        who = np.flatnonzero(code == value)
        total += int(met[np.ix_(who, who)].sum()) // 2
    return total


def broken(checked: Checked, rounds: IntArray) -> tuple[int, int] | None:
    """A pair at one table that is kept apart, or None."""
    for one, other in checked.wishes.apart.tolist():
        if ((rounds[:, one] == rounds[:, other]) & (rounds[:, one] >= 0)).any():
            return one, other
    return None
