"""The network as the compiled loops hold it, its moves, and the queue of nodes by distance (numba, kept on disk).

Nodes: groups (a profession at a meetup) from 0, then meetups, then people, then the root, where every path ends: a
free place, or somebody left without. Prices are whole numbers (``network``). What an arc costs beyond its prices is
its reduced cost; a plan is best when none that still has room is below 0 (Ahuja, Magnanti, Orlin, Network Flows, 1993,
theorem 9.3):

- person i, edge e, group g: ``profit[i] + role_price[g] - gain[e]``, at least 0 when not taken, at most 0 when taken;
- person i left with a free time: ``profit[i]`` is 0, and never below;
- group g, meetup j: ``price[j] - role_price[g]``, less ``BONUS`` for the first ``low[g]`` people;
- meetup j: ``price[j]`` is 0 while a place is free, and never below.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FAR = 1 << 62
BONUS = 1 << 60
"""What a wanted person is worth: more than 8,000 of the largest gains."""
UNIT_BITS = 14
"""A gain is a multiple of a unit of 2 ** 14; what is below says who stays where they are (see ``replanning``)."""


class State(NamedTuple):
    """A network, a plan and its prices. The edges of a person stand together, the groups of a meetup too."""

    start: NDArray[Any]  # (people + 1,) int64: the first edge of each person
    group: NDArray[Any]  # (edges,) int32
    gain: NDArray[Any]  # (edges,) int64, scaled; below 0: never taken
    person: NDArray[Any]  # (edges,) int32
    first: NDArray[Any]  # (groups + 1,) int64: where each group begins in ``entry``
    meetup: NDArray[Any]  # (groups,) int32
    groups: NDArray[Any]  # (meetups + 1,) int64: the first group of each meetup
    times: NDArray[Any]  # (people,) int64
    low: NDArray[Any]  # (groups,) int64: so many people are worth a bonus
    cap: NDArray[Any]  # (groups,) int64
    places: NDArray[Any]  # (meetups,) int64
    entry: NDArray[Any]  # (edges,) int32: the edges of each group, those taken first
    where: NDArray[Any]  # (edges,) int32: the place of each edge in ``entry``
    seated: NDArray[Any]  # (groups,) int64: how many edges are taken
    role_flow: NDArray[Any]  # (groups,) int64: people sent on to the meetup; ``seated`` when nothing is in between
    flow: NDArray[Any]  # (meetups,) int64: people sent on to the root
    load: NDArray[Any]  # (people,) int64: how often each is seated
    role_price: NDArray[Any]  # (groups,) int64: what a place costs a profession, the meetup's price included
    price: NDArray[Any]  # (meetups,) int64
    profit: NDArray[Any]  # (people,) int64: what each gains beyond the prices
    total: NDArray[Any]  # (1,) int64: the gains of the plan, in units


class Work(NamedTuple):
    """What a search writes on, for so many nodes; clean between two searches."""

    distance: NDArray[Any]  # (nodes,) int64
    before: NDArray[Any]  # (nodes,) int64: the edge or node through which the path comes
    heap: NDArray[Any]  # (nodes,) int64
    position: NDArray[Any]  # (nodes,) int64: the place of each node in ``heap``, -1 when not there
    touched: NDArray[Any]  # (nodes,) int64: the nodes that have a distance
    size: NDArray[Any]  # (2,) int64: nodes in the heap, nodes touched


def work_for(state: State) -> Work:
    """Clean paper for searches in ``state``."""
    nodes = state.cap.size + state.places.size + state.times.size
    empty = (np.zeros(nodes, dtype=np.int64) for _ in range(3))
    before, heap, touched = empty
    return Work(np.full(nodes, FAR), before, heap, np.full(nodes, -1), touched, np.zeros(2, dtype=np.int64))


@njit(cache=True)
def taken(state: Any, e: Any) -> Any:
    """Whether the edge is part of the plan."""
    g = state.group[e]
    return state.where[e] < state.first[g] + state.seated[g]


@njit(cache=True)
def exchange(state: Any, e: Any, spot: Any) -> None:
    """Put edge ``e`` at ``spot`` of ``entry``, and what stood there in its place."""
    here, other = state.where[e], state.entry[spot]
    state.entry[here], state.entry[spot] = other, e
    state.where[e], state.where[other] = spot, here


@njit(cache=True)
def take(state: Any, e: Any) -> None:
    """Seat the person of an edge."""
    g = state.group[e]
    exchange(state, e, state.first[g] + state.seated[g])
    state.seated[g] += 1
    state.load[state.person[e]] += 1
    state.total[0] += state.gain[e] >> UNIT_BITS


@njit(cache=True)
def leave(state: Any, e: Any) -> None:
    """Unseat the person of an edge."""
    g = state.group[e]
    state.seated[g] -= 1
    exchange(state, e, state.first[g] + state.seated[g])
    state.load[state.person[e]] -= 1
    state.total[0] -= state.gain[e] >> UNIT_BITS


@njit(cache=True)
def reach(work: Any, node: Any, distance: Any, before: Any) -> None:
    """A shorter way to ``node``: remember it, and put the node where it belongs in the heap."""
    label(work, node, distance, before)
    heap, position, key = work.heap, work.position, work.distance
    spot = position[node]
    if spot < 0:
        spot = work.size[0]
        work.size[0] += 1
    while spot > 0:
        parent = (spot - 1) >> 1
        if key[heap[parent]] <= distance:
            break
        heap[spot] = heap[parent]
        position[heap[spot]] = spot
        spot = parent
    heap[spot] = node
    position[node] = spot


@njit(cache=True)
def label(work: Any, node: Any, distance: Any, before: Any) -> None:
    """The same for a node that is looked at immediately, without the heap."""
    if work.distance[node] == FAR:
        work.touched[work.size[1]] = node
        work.size[1] += 1
    work.distance[node] = distance
    work.before[node] = before


@njit(cache=True)
def nearest(work: Any) -> Any:
    """Take the nearest node out of the heap."""
    heap, position, key = work.heap, work.position, work.distance
    top = heap[0]
    position[top] = -1
    work.size[0] -= 1
    size = work.size[0]
    if size == 0:
        return top
    node = heap[size]
    distance, spot = key[node], 0
    while True:
        child = 2 * spot + 1
        if child >= size:
            break
        if child + 1 < size and key[heap[child + 1]] < key[heap[child]]:
            child += 1
        if key[heap[child]] >= distance:
            break
        heap[spot] = heap[child]
        position[heap[spot]] = spot
        spot = child
    heap[spot] = node
    position[node] = spot
    return top


@njit(cache=True)
def settle(state: Any, work: Any, best: Any, sign: Any) -> None:
    """Move the prices of the nodes nearer than ``best`` (up: 1, down: -1), and clean the paper."""
    groups, meetups = state.cap.size, state.places.size
    for k in range(work.size[1]):
        node = work.touched[k]
        shift = sign * (best - work.distance[node])
        if sign * shift > 0:
            if node < groups:
                state.role_price[node] += shift
            elif node < groups + meetups:
                state.price[node - groups] += shift
            else:
                state.profit[node - groups - meetups] -= shift
    for k in range(work.size[1]):
        node = work.touched[k]
        work.distance[node] = FAR
        work.position[node] = -1
        if node < groups:
            rest(state, node)
        elif node < groups + meetups:
            for g in range(state.groups[node - groups], state.groups[node - groups + 1]):
                rest(state, g)
    work.size[0] = work.size[1] = 0


@njit(cache=True)
def rest(state: Any, g: Any) -> None:
    """A profession that is not there pays what the meetup costs: its own price could be anything below."""
    if state.role_flow[g] == 0 and state.seated[g] == 0 and state.low[g] == 0:
        state.role_price[g] = max(state.role_price[g], state.price[state.meetup[g]])


@njit(cache=True)
def sent(state: Any, j: Any) -> Any:
    """How many people the groups of meetup ``j`` send to it; its ``flow`` when nothing is in between."""
    number = 0
    for g in range(state.groups[j], state.groups[j + 1]):
        number += state.role_flow[g]
    return number
