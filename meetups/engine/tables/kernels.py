"""The inner loop of the search: swap two seats, know at once what it costs. Compiled once (numba), kept on disk.

``pull[r, t, p]`` is the sum of ``pair[p, q]`` over the people q at table t in round r. It makes the cost of a swap a
handful of look-ups; it is brought up to date only when a swap is kept (rare when it is cold).
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class State(NamedTuple):
    """A plan and all that follows from it. Seats are numbered table after table; an empty one holds -1."""

    pair: NDArray[Any]  # (people, people) int32: cost of one more meeting, this plan's own included
    pull: NDArray[Any]  # (rounds, tables, people) int32
    table: NDArray[Any]  # (rounds, people) int32, -1 when absent
    seat: NDArray[Any]  # (rounds, people) int32
    who: NDArray[Any]  # (rounds, seats) int32
    seat_table: NDArray[Any]  # (seats,) int32
    first: NDArray[Any]  # (tables + 1,) int32: the first seat of each table
    seated: NDArray[Any]  # (rounds, tables) int32: people
    hosts: NDArray[Any]  # (rounds, tables) int32
    low: NDArray[Any]  # (rounds, tables) int32: fewer people than this cost
    high: NDArray[Any]  # (rounds, tables) int32: more people than this cost
    host: NDArray[Any]  # (people,) bool
    fixed: NDArray[Any]  # (rounds, people) bool
    home: NDArray[Any]  # (rounds, people) int32: the table that one leaves at a price, -1 for none
    group: NDArray[Any]  # (people,) int32: who moves together, -1 for alone
    price: NDArray[Any]  # (4,) int64: repeat, table without host, uneven, move


@njit(cache=True)
def chance(rng: Any) -> Any:
    """The next number of a splitmix64 generator: a state of our own, so that a seed gives one answer."""
    rng[0] += np.uint64(0x9E3779B97F4A7C15)
    z = rng[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(cache=True)
def below(rng: Any, number: Any) -> Any:
    """A whole number from 0 to ``number`` - 1."""
    return np.int64((chance(rng) >> np.uint64(32)) * np.uint64(number) >> np.uint64(32))


@njit(cache=True)
def uniform(rng: Any) -> Any:
    """A number in [0, 1[."""
    return (chance(rng) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True)
def off(state: Any, r: Any, t: Any, count: Any) -> Any:
    """The square of how far ``count`` people are from what table ``t`` should have."""
    if count < state.low[r, t]:
        return (state.low[r, t] - count) ** 2
    if count > state.high[r, t]:
        return (count - state.high[r, t]) ** 2
    return 0


@njit(cache=True)
def bare(state: Any, r: Any, t: Any, hosts: Any) -> Any:
    """1 when a table that should have people would have no host."""
    return 1 if hosts == 0 and state.high[r, t] > 0 else 0


@njit(cache=True)
def gain_host(state: Any, r: Any, origin: Any, target: Any) -> Any:
    """What it costs that one host goes from table ``origin`` to ``target``."""
    had = bare(state, r, origin, state.hosts[r, origin]) + bare(state, r, target, state.hosts[r, target])
    has = bare(state, r, origin, state.hosts[r, origin] - 1) + bare(state, r, target, state.hosts[r, target] + 1)
    return (has - had) * state.price[1]


@njit(cache=True)
def away(state: Any, r: Any, person: Any, origin: Any, target: Any) -> Any:
    """What it costs that somebody leaves, or comes back to, the table they had."""
    home = state.home[r, person]
    if home < 0:
        return 0
    return ((1 if target != home else 0) - (1 if origin != home else 0)) * state.price[3]


@njit(cache=True)
def delta(state: Any, r: Any, a: Any, b: Any, origin: Any, target: Any) -> Any:
    """What it costs that ``a`` goes from ``origin`` to ``target`` and ``b`` (-1: an empty seat) the other way."""
    repeat = state.price[0]
    change = np.int64(state.pull[r, target, a]) - state.pull[r, origin, a]
    change += repeat * (state.seated[r, origin] - 1) + away(state, r, a, origin, target)
    if b >= 0:
        change += np.int64(state.pull[r, origin, b]) - state.pull[r, target, b] - 2 * np.int64(state.pair[a, b])
        change += repeat * (state.seated[r, target] - 1) + away(state, r, b, target, origin)
        if state.host[a] and not state.host[b]:
            change += gain_host(state, r, origin, target)
        elif state.host[b] and not state.host[a]:
            change += gain_host(state, r, target, origin)
        return change
    if state.host[a]:
        change += gain_host(state, r, origin, target)
    there, here = state.seated[r, target], state.seated[r, origin]
    uneven = off(state, r, target, there + 1) - off(state, r, target, there)
    uneven += off(state, r, origin, here - 1) - off(state, r, origin, here)
    return change + uneven * state.price[2]


@njit(cache=True)
def meet(state: Any, a: Any, c: Any, amount: Any) -> None:
    """Two people meet once more (or once less): every round's pull follows."""
    state.pair[a, c] += amount
    state.pair[c, a] += amount
    for s in range(state.table.shape[0]):
        if state.table[s, c] >= 0:
            state.pull[s, state.table[s, c], a] += amount
        if state.table[s, a] >= 0:
            state.pull[s, state.table[s, a], c] += amount


@njit(cache=True)
def swap(state: Any, r: Any, a: Any, b: Any, empty: Any) -> None:
    """``a`` takes the seat of ``b``, or the seat ``empty`` when ``b`` is -1."""
    here = state.seat[r, a]
    there = state.seat[r, b] if b >= 0 else empty
    origin, target = state.seat_table[here], state.seat_table[there]
    repeat = state.price[0]
    for p in range(state.host.size):
        moved = state.pair[a, p] - (state.pair[b, p] if b >= 0 else 0)
        state.pull[r, origin, p] -= moved
        state.pull[r, target, p] += moved
    state.who[r, here], state.who[r, there] = b, a
    state.seat[r, a], state.table[r, a] = there, target
    if b >= 0:
        state.seat[r, b], state.table[r, b] = here, origin
    else:
        state.seated[r, origin] -= 1
        state.seated[r, target] += 1
    shift = (1 if state.host[a] else 0) - (1 if b >= 0 and state.host[b] else 0)
    state.hosts[r, origin] -= shift
    state.hosts[r, target] += shift
    for i in range(state.first[origin], state.first[origin + 1]):
        c = state.who[r, i]
        if c >= 0 and c != b:
            meet(state, a, c, -repeat)
            if b >= 0:
                meet(state, b, c, repeat)
    for i in range(state.first[target], state.first[target + 1]):
        c = state.who[r, i]
        if c >= 0 and c != a:
            meet(state, a, c, repeat)
            if b >= 0:
                meet(state, b, c, -repeat)
