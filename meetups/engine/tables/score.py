"""What a plan costs, counted from scratch: the numbers that the search must agree with."""

from dataclasses import dataclass
from functools import cache

import numpy as np

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


@dataclass(frozen=True, eq=False)
class Meetings:
    """Each pair that sits together in a plan, with how often; those kept together aside."""

    one: IntArray
    other: IntArray  # above ``one``
    times: IntArray


def meetings(checked: Checked, rounds: IntArray) -> Meetings:
    """The pairs at the tables of a plan (rounds × people, table or -1)."""
    keys = [np.zeros(0, dtype=np.int64)]
    for row in rounds:
        order = np.argsort(row, kind="stable")
        for who in np.split(order, np.searchsorted(row[order], np.arange(checked.tables)))[1:]:
            first, second = _corner(who.size)
            keys.append(who[first] * checked.people + who[second])
    key, times = np.unique(np.concatenate(keys), return_counts=True)
    one, other = np.divmod(key, checked.people)
    group = checked.wishes.group
    free = (group[one] < 0) | (group[one] != group[other])
    return Meetings(one[free], other[free], times[free])


@cache
def _corner(size: int) -> tuple[IntArray, IntArray]:
    """Every pair of places at a table; the same few sizes come thousands of times."""
    first, second = np.triu_indices(size, 1)
    return first, second


def parts_of(checked: Checked, rounds: IntArray) -> Parts:
    """The parts of a plan (rounds × people, table or -1)."""
    met = meetings(checked, rounds)
    before = checked.history[met.one, met.other]
    count = counts(rounds, checked.tables)
    hosts = counts(np.where(checked.host, rounds, -1), checked.tables)
    return Parts(
        repeats=int((met.times * before + met.times * (met.times - 1) // 2).sum()),
        professions=_alike(met, checked.profession),
        structures=_alike(met, checked.structure),
        newcomers=_alike(met, np.where(checked.newcomer, 0, -1)),
        hosts=int(((hosts == 0) & (checked.even > 0)).sum()) if checked.host.any() else 0,
        uneven=int(((count - checked.even) ** 2).sum()),
    )


def repeated_pairs(checked: Checked, rounds: IntArray) -> int:
    """How many pairs meet in this plan though they have met before, or meet twice in it; those together aside."""
    met = meetings(checked, rounds)
    return int((met.times + checked.history[met.one, met.other] > 1).sum())


def counts(rounds: IntArray, tables: int) -> IntArray:
    """(rounds, tables): how many people sit where."""
    return np.array([np.bincount(row[row >= 0], minlength=tables) for row in rounds])


def _alike(met: Meetings, code: IntArray) -> int:
    """Meetings of two people of one code, 0 or more."""
    return int(met.times[(code[met.one] >= 0) & (code[met.one] == code[met.other])].sum())


def broken(checked: Checked, rounds: IntArray) -> tuple[int, int] | None:
    """A pair at one table that is kept apart, or None."""
    for one, other in checked.wishes.apart.tolist():
        if ((rounds[:, one] == rounds[:, other]) & (rounds[:, one] >= 0)).any():
            return one, other
    return None
