"""Whom to gather at one meetup: the people who should go first, and many professions at the table."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray, amounts, codes, same_length, share, whole
from meetups.engine.errors import CapacityError, DistanceError, GroupError, WeightError

MAX_SHARE = 1 / 3
MINIMUM_GROUPS = 3


class Picked(StrEnum):
    """Why somebody is at the table. Codes only: callers put words on them."""

    MIX = "mix"  # the first of their group, so that the group is at the table
    PRIORITY = "priority"  # next by weight, then by distance


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class Selection:
    """Who sits at one meetup. Indices point into the arrays given to ``choose_guests``."""

    guests: IntArray  # in the order in which they were chosen
    picked: tuple[Picked, ...]  # why, one for each guest
    left_out_by_cap: IntArray  # best first: a place was free, but their group had its share
    group_cap: int  # places that one group could have
    cap_was_raised: bool  # too few groups (or people in them) to fill the table under ``max_share``
    groups_seated: int
    has_enough_groups: bool  # at least ``minimum_groups`` at the table


def choose_guests(
    weight: FloatArray,
    distance_km: FloatArray,
    group: IntArray,
    capacity: int,
    *,
    max_share: float = MAX_SHARE,
    minimum_groups: int = MINIMUM_GROUPS,
) -> Selection:
    """Choose at most ``capacity`` of n candidates; a place stays empty only when there is nobody left.

    Each group first gets one place, the rarest group first; the others go by weight (largest first), then distance,
    then index. One group holds at most ceil(max_share × capacity) places; when that would leave places empty
    the cap rises for all groups alike, just enough, and ``cap_was_raised`` says so. Under these rules no
    other choice weighs more (the caps form a partition matroid: Edmonds, Mathematical Programming 1, 1971), as
    long as there are no more groups than places.

    ``weight`` (n,): priority, 0 or more. ``distance_km`` (n,): kilometres, 0 or more. ``group`` (n,): codes.
    Raises an ``EngineError`` subclass naming the first bad item.
    """
    weight = amounts("weight", weight, WeightError)
    distance_km = amounts("distance_km", distance_km, DistanceError)
    group = codes("group", group, GroupError)
    same_length(weight=weight, distance_km=distance_km, group=group)
    capacity = whole("capacity", capacity, CapacityError)
    # The grain absorbs 0.28 × 25 = 7.000000000000001, which would give one place too many.
    wanted_cap = math.ceil(share("max_share", max_share) * capacity - 1e-9)
    minimum_groups = whole("minimum_groups", minimum_groups)

    order = np.lexsort((distance_km, -weight))  # stable: equals stay in index order
    _, code, size = np.unique(group[order], return_inverse=True, return_counts=True)
    rank = _rank_within(code)
    cap = _cap_that_fills(size, wanted_cap, capacity)

    first = np.flatnonzero(rank == 0)
    mix = first[np.argsort(size[code[first]], kind="stable")][:capacity]
    room = capacity - mix.size
    others = np.flatnonzero((rank > 0) & (rank < cap))[:room]
    # Whoever comes after the last place given met a full table, not a cap.
    left_out = np.flatnonzero(rank[: others[-1]] >= cap) if others.size else others
    return Selection(
        guests=order[np.concatenate((mix, others))],
        picked=(Picked.MIX,) * mix.size + (Picked.PRIORITY,) * others.size,
        left_out_by_cap=order[left_out],
        group_cap=cap,
        cap_was_raised=cap > wanted_cap,
        groups_seated=mix.size,
        has_enough_groups=mix.size >= minimum_groups,
    )


def _rank_within(code: IntArray) -> IntArray:
    """For each place of ``code``, how many equal codes stand before it."""
    by_code = np.argsort(code, kind="stable")
    sorted_codes = code[by_code]
    rank = np.empty_like(by_code)
    rank[by_code] = np.arange(code.size) - np.searchsorted(sorted_codes, sorted_codes)
    return rank


def _cap_that_fills(size: IntArray, wanted: int, capacity: int) -> int:
    """The smallest cap, ``wanted`` or more, under which groups of these sizes fill the table (or all sit)."""
    needed = min(capacity, int(size.sum()))
    cap = wanted
    while int(np.minimum(size, cap).sum()) < needed:
        cap += 1
    return cap
