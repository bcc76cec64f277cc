"""Simulated annealing over swaps of two seats; people kept together move as one block (numba)."""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.tables.kernels import below, delta, swap, uniform

FEW = 20.0  # exp(-20) is never drawn


@njit(cache=True)
def accepted(rng: Any, change: Any, heat: Any) -> Any:
    """Metropolis: always when nothing is lost, else with probability exp(-change / heat)."""
    if change <= 0:
        return True
    return change < FEW * heat and uniform(rng) < np.exp(-change / heat)


@njit(cache=True)
def unit(state: Any, r: Any, person: Any, out: Any, size: Any) -> Any:
    """Write at ``out[size:]`` whoever moves with ``person``; the new size, or -1 when one of them is pinned."""
    if state.group[person] < 0:
        out[size] = person
        return -1 if state.fixed[r, person] else size + 1
    t = state.table[r, person]
    for i in range(state.first[t], state.first[t + 1]):
        other = state.who[r, i]
        if other >= 0 and state.group[other] == state.group[person]:
            if state.fixed[r, other]:
                return -1
            out[size] = other
            size += 1
    return size


@njit(cache=True)
def fill(state: Any, rng: Any, r: Any, place: Any, needed: Any, out: Any) -> Any:
    """Gather units of the table of seat ``place``, from there on, until ``needed`` seats; whether there are."""
    t = state.seat_table[place]
    first, length = state.first[t], state.first[t + 1] - state.first[t]
    size = empty = 0
    for step in range(length):
        person = state.who[r, first + (place - first + step) % length]
        if person < 0:
            empty += 1
        elif person not in out[:size]:
            with_it = unit(state, r, person, out, size)
            if 0 <= with_it <= needed:
                size = with_it
        if size + empty >= needed:
            break
    for i in range(size, needed):
        out[i] = -1
    return size + empty >= needed


@njit(cache=True)
def empty_seat(state: Any, r: Any, t: Any) -> Any:
    """A free seat of table ``t``; there is one."""
    for i in range(state.first[t], state.first[t + 1]):
        if state.who[r, i] < 0:
            return i
    return -1


@njit(cache=True)
def exchange(state: Any, r: Any, one: Any, other: Any, number: Any, origin: Any, target: Any) -> Any:
    """Swap the people of ``one`` with those (or the empty seats, -1) of ``other``; what it costs."""
    change = np.int64(0)
    for i in range(number):
        a, b = one[i], other[i]
        change += delta(state, r, a, b, origin, target)
        swap(state, r, a, b, empty_seat(state, r, target) if b < 0 else -1)
    return change


@njit(cache=True)
def move_block(state: Any, rng: Any, heat: Any, r: Any, a: Any, place: Any, one: Any, other: Any) -> Any:
    """Try to swap the unit of ``a`` with as many people around seat ``place``; what it costs, 0 when refused."""
    number = unit(state, r, a, one, 0)
    origin, target = state.table[r, a], state.seat_table[place]
    if number <= 0 or not fill(state, rng, r, place, number, other):
        return 0
    change = exchange(state, r, one, other, number, origin, target)
    if accepted(rng, change, heat):
        return change
    exchange(state, r, one, other, number, target, origin)
    return 0


@njit(cache=True)
def anneal(
    state: Any, rng: Any, hot: Any, cold: Any, iterations: Any, cost: Any, best: Any, target: Any, best_table: Any
) -> Any:
    """Cool from ``hot`` to ``cold`` in ``iterations`` tries; stop at ``target``.

    ``best`` is the cost of ``best_table``, which is replaced when something better is found. Returns (cost now,
    best cost).
    """
    rounds, seats = state.who.shape
    one, other = np.empty(seats, np.int32), np.empty(seats, np.int32)
    grouped = state.group.max() >= 0
    cooling = (cold / hot) ** (1.0 / max(1, iterations))
    heat, behind = hot, cost < best
    for _ in range(iterations):
        heat *= cooling
        r = below(rng, rounds)
        here, there = below(rng, seats), below(rng, seats)
        a, b = state.who[r, here], state.who[r, there]
        origin, goal = state.seat_table[here], state.seat_table[there]
        if a < 0 or origin == goal or state.fixed[r, a] or (b >= 0 and state.fixed[r, b]):
            continue
        block = grouped and (state.group[a] >= 0 or (b >= 0 and state.group[b] >= 0))
        change = np.int64(0) if block else delta(state, r, a, b, origin, goal)
        if not block and not accepted(rng, change, heat):
            continue
        if behind and (block or change > 0):  # the best is about to be left: keep it
            best_table[:] = state.table
            behind = False
        if block:
            change = move_block(state, rng, heat, r, a, there, one, other)
        else:
            swap(state, r, a, b, there)
        cost += change
        if cost < best:
            best, behind = cost, True
            if best <= target:
                break
    if behind:
        best_table[:] = state.table
    return cost, best
