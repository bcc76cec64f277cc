"""From good arrays to the network: groups, whole gains, the places that are left beside the people required."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.assignment.checking import Checked
from meetups.engine.assignment.errors import EdgeError
from meetups.engine.assignment.kernels import BONUS, UNIT_BITS, State

GAIN_BITS = 33


@dataclass(frozen=True, eq=False)
class Network:
    """A state without anybody seated, and what its groups stand for."""

    state: State
    group_profession: IntArray  # (groups,): index in ``Checked.labels``
    fixed: IntArray  # (groups,): people required, outside the state
    wanted: IntArray  # (groups,): lower bounds as asked, people required taken off
    unknown: IntArray  # (k,): rows of ``Checked.wanted`` that nobody could meet
    scale: float  # units in 1 of gain: a power of 2


def network(checked: Checked, scale: float | None = None) -> Network:
    """The empty network; raises ``EdgeError`` when somebody has two edges to one meetup.

    Gains are rounded to ``scale``, by default 2 ** 33 steps for the largest: exact for whole numbers and halves.
    """
    people, meetups = checked.times.size, checked.capacity.size
    person = np.repeat(np.arange(people, dtype=np.int32), np.diff(checked.start))
    entry, where, group, key = sort_edges(person, checked.meetup, checked.profession, meetups, checked.labels.size)
    twice = repeated(checked.start, checked.meetup, np.full(meetups, -1))
    if twice >= 0:
        raise EdgeError(f"person {person[twice]} has two edges to meetup {checked.meetup[twice]}", int(person[twice]))
    meetup, role = key // checked.labels.size, key % checked.labels.size
    first = np.concatenate(([0], np.cumsum(np.bincount(group, minlength=key.size))))
    fixed = np.bincount(group[checked.required], minlength=key.size)
    wanted, unknown = _wanted(checked, key)
    scale = scale or scale_of(checked.gain)
    gain = whole(checked.gain, scale)
    gain[checked.excluded] = gain[checked.required] = -1
    closed = np.where(checked.capacity == 0, BONUS, 0)
    state = State(
        start=checked.start,
        group=group,
        gain=gain,
        person=person,
        first=first,
        meetup=meetup.astype(np.int32),
        groups=np.searchsorted(meetup, np.arange(meetups + 1)),
        times=checked.times - np.bincount(person[checked.required], minlength=people),
        low=np.minimum(np.maximum(wanted - fixed, 0), checked.cap[meetup] - fixed),
        cap=checked.cap[meetup] - fixed,
        places=checked.capacity - np.bincount(meetup[group[checked.required]], minlength=meetups),
        entry=entry,
        where=where,
        seated=np.zeros(key.size, dtype=np.int64),
        role_flow=np.zeros(key.size, dtype=np.int64),
        flow=np.zeros(meetups, dtype=np.int64),
        load=np.zeros(people, dtype=np.int64),
        role_price=closed[meetup],
        price=closed,
        profit=np.zeros(people, dtype=np.int64),
        total=np.zeros(1, dtype=np.int64),
    )
    return Network(state, role, fixed, state.low.copy(), unknown, scale)


def scale_of(gain: FloatArray) -> float:
    """The power of 2 under which the largest gain has ``GAIN_BITS`` bits."""
    largest = float(gain.max(initial=0.0))
    return math.ldexp(1.0, GAIN_BITS - math.frexp(largest)[1]) if largest > 0 else 1.0


def whole(gain: FloatArray, scale: float) -> IntArray:
    """Gains in whole units, as the state has them; -1 below 0."""
    rounded = np.rint(gain * scale)
    return np.where(gain < 0, -1, rounded.astype(np.int64) << UNIT_BITS)


def _wanted(checked: Checked, key: IntArray) -> tuple[IntArray, IntArray]:
    """The lower bound of each group, and the rows that no group can meet."""
    low = np.zeros(key.size, dtype=np.int64)
    unknown = []
    for row, (meetup, label) in enumerate(checked.wanted):
        role = int(np.searchsorted(checked.labels, label))
        known = role < checked.labels.size and checked.labels[role] == label
        g = int(np.searchsorted(key, meetup * checked.labels.size + role)) if known else key.size
        if g < key.size and known and key[g] == meetup * checked.labels.size + role:
            low[g] += 1
        else:
            unknown.append(row)
    return low, np.array(unknown, dtype=np.int64)


@njit(cache=True)
def sort_edges(person: Any, meetup: Any, profession: Any, meetups: Any, professions: Any) -> Any:
    """Edges by meetup, then profession, then index (two passes of a counting sort).

    Returns (order, place of each edge in it, group of each edge, meetup × professions + profession of each group).
    """
    edges = person.size
    order, entry = np.empty(edges, np.int32), np.empty(edges, np.int32)
    count = np.zeros(professions + 1, np.int64)
    for e in range(edges):
        count[profession[person[e]] + 1] += 1
    count = np.cumsum(count)
    for e in range(edges):
        role = profession[person[e]]
        order[count[role]] = e
        count[role] += 1
    count = np.zeros(meetups + 1, np.int64)
    for e in range(edges):
        count[meetup[e] + 1] += 1
    count = np.cumsum(count)
    for e in order:
        entry[count[meetup[e]]] = e
        count[meetup[e]] += 1
    where, group, key = np.empty(edges, np.int32), np.empty(edges, np.int32), np.empty(edges, np.int64)
    groups = 0
    for k in range(edges):
        e = entry[k]
        here = meetup[e] * professions + profession[person[e]]
        if groups == 0 or key[groups - 1] != here:
            key[groups] = here
            groups += 1
        where[e], group[e] = k, groups - 1
    return entry, where, group, key[:groups].copy()


@njit(cache=True)
def repeated(start: Any, meetup: Any, last: Any) -> Any:
    """The first edge of somebody to a meetup to which they have another; -1 when there is none."""
    for i in range(start.size - 1):
        for e in range(start[i], start[i + 1]):
            if last[meetup[e]] == i:
                return e
            last[meetup[e]] = i
    return -1
