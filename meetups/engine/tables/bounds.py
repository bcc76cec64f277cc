"""What no plan can beat, by counting: the search stops there, and says that it is proved best.

Repeats, in three ways, of which the largest holds. A meeting of two people who have met k times costs k, so that
a pair that meets m more times after h costs h + (h+1) + … + (h+m-1).
1. Each person meets at least so many people; their cheapest meetings cost at least so much.
2. All tables together make so many pairs; the cheapest cost at least so much.
3. Between two rounds, the people of one table are spread over the others: with more people than tables, some meet
   again (Dirichlet). A pair that meets m times is counted in m(m-1)/2 pairs of rounds, which is its cost.
Alike pairs (one profession, one structure, newcomers): nobody spreads c people better than evenly.
"""

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.tables.checking import Checked, even_fill
from meetups.engine.tables.score import Parts


def bounds_of(checked: Checked) -> Parts:
    """A lower bound of each part; their weighted sum bounds the objective."""
    hosts = (checked.present & checked.host).sum(axis=1)
    bare = np.maximum(0, (checked.even > 0).sum(axis=1) - hosts) if checked.host.any() else np.zeros(1)
    return Parts(
        repeats=max(_cheapest_meetings(checked), _pigeonholes(checked)),
        professions=_alike(checked, checked.profession),
        structures=_alike(checked, checked.structure),
        newcomers=_alike(checked, np.where(checked.newcomer, 0, -1)),
        hosts=int(bare.sum()),
        uneven=0,
    )


def rounds_without_repeat(checked: Checked) -> int:
    """The number of rounds after which, as the same people sit at the same tables, somebody must meet again.

    By counting alone: fewer may be possible.
    """
    free = _strangers(checked)
    together = 2 * len(checked.wishes.pairs_together)
    per_round = int((checked.even[0] * (checked.even[0] - 1)).sum()) - together
    if per_round <= 0:
        return checked.people * checked.rounds  # nobody meets anybody
    most = int(free.sum()) // per_round
    least = _fewest_met(checked)[0]
    busy = least > 0
    most = min(most, int((free[busy] // least[busy]).min(initial=most)))
    return min(most, 1) if _pigeonholes_of(checked, 0, 0) > together // 2 else most


def pairs(count: IntArray) -> IntArray:
    """How many pairs ``count`` people make."""
    return count * (count - 1) // 2


def _strangers(checked: Checked) -> IntArray:
    """(people,): how many people each may still meet for the first time."""
    free = checked.history == 0
    np.fill_diagonal(free, False)
    for one, other in (*checked.wishes.apart.tolist(), *checked.wishes.pairs_together.tolist()):
        free[one, other] = free[other, one] = False
    return free.sum(axis=1)


def _together_in(checked: Checked, number: int) -> IntArray:
    """(people,): how many of those kept together with each are there in round ``number``."""
    group, present = checked.wishes.group, checked.present[number]
    sizes = np.bincount(group[(group >= 0) & present], minlength=int(group.max(initial=-1)) + 1)
    return np.where((group >= 0) & present, sizes[np.maximum(group, 0)] - 1, 0) if sizes.size else np.zeros_like(group)


def _fewest_met(checked: Checked) -> IntArray:
    """(rounds, people): how many others each person meets at least, those kept together aside."""
    rows = []
    for number, present in enumerate(checked.present):
        full = int(present.sum()) == int(checked.places.sum())  # no empty seat: the smallest table has its size
        used = checked.places[checked.places > 0]
        least = int(used.min()) - 1 if full else 0
        rows.append(np.where(present, np.maximum(0, least - _together_in(checked, number)), 0))
    return np.array(rows)


def _cheapest_meetings(checked: Checked) -> int:
    """Ways 1 and 2 at once: everybody's fewest meetings, then the cheapest that are left for the others."""
    rounds, people = checked.rounds, checked.people
    top = int(checked.history.max(initial=0)) + rounds + 1
    offered = np.zeros((people, top), dtype=np.int64)  # [p, v]: meetings that cost v to p
    keep = np.ones((people, people), dtype=np.bool_)
    np.fill_diagonal(keep, False)
    for one, other in (*checked.wishes.apart.tolist(), *checked.wishes.pairs_together.tolist()):
        keep[one, other] = keep[other, one] = False
    for value in np.unique(checked.history):
        known = ((checked.history == value) & keep).sum(axis=1)
        offered[:, value : value + rounds] += known[:, None]
    needed = _fewest_met(checked).sum(axis=0)
    together = sum(int(_together_in(checked, number).sum()) for number in range(rounds))
    slots = int((checked.even * (checked.even - 1)).sum()) - together
    before = np.concatenate((np.zeros((people, 1), dtype=np.int64), np.cumsum(offered, axis=1)), axis=1)
    taken = np.diff(np.minimum(before, needed[:, None]), axis=1)
    cost = int((taken * np.arange(top)).sum())
    left = max(0, slots - int(taken.sum()))
    for value, count in enumerate((offered - taken).sum(axis=0).tolist()):
        cost += value * min(left, count)
        left -= min(left, count)
    return -(-cost // 2)


def _pigeonholes_of(checked: Checked, one: int, other: int) -> int:
    """Pairs of one table of round ``one`` that share a table of round ``other``, at least, if all are there."""
    total = 0
    for count in checked.even[one].tolist():
        total += int(pairs(even_fill(count, checked.places)).sum())
    return total


def _pigeonholes(checked: Checked) -> int:
    if not checked.present.all():
        return 0
    forced = _pigeonholes_of(checked, 0, 0) - len(checked.wishes.pairs_together)
    return max(0, forced) * checked.rounds * (checked.rounds - 1) // 2


def _alike(checked: Checked, code: IntArray) -> int:
    total = 0
    together = checked.wishes.pairs_together
    for present in checked.present:
        for value in np.unique(code[code >= 0]):
            split = even_fill(int((present & (code == value)).sum()), checked.places)
            here = present & (code == value)
            forced = int((here[together[:, 0]] & here[together[:, 1]]).sum())
            total += max(0, int(pairs(split).sum()) - forced)
    return total
