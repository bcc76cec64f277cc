"""The bound of the capacitated p-median: Lagrangian relaxation of "each client once", a knapsack for each candidate.

    optimum ≥ Σ λ - the ``count`` best fillings, worth Σ (λ[i] - cost[i, j]) over the clients that j would take

The bound is that of the set partitioning model of Lorena and Senne, "A column generation approach to capacitated
p-median problems", Computers & Operations Research 31 (2004), and of Ceselli and Righini, "A branch-and-price
algorithm for the capacitated p-median problem", Networks 45 (2005).
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meetups.engine.medians.dual import CLOSED, DEFLECTION, FREE, MEMORY, OPEN, PATIENCE, SHORTER
from meetups.engine.medians.knapsacks import at_most, fill, sort_by_worth


class Pairs(NamedTuple):
    """Who may still go where, candidate after candidate."""

    start: NDArray[Any]  # (candidates + 1,) int64
    who: NDArray[Any]  # (pairs,) int64
    price: NDArray[Any]  # (pairs,) float64
    worth: NDArray[Any]  # (pairs,) float64: profit per place
    taken: NDArray[Any]  # (pairs,) bool
    number: NDArray[Any]  # (candidates,) int64: how many have a profit
    demand: NDArray[Any]  # (clients,) int64
    capacity: NDArray[Any]  # (candidates,) int64


class Filling(NamedTuple):
    """Where the ascent is, and the best that it met."""

    lam: NDArray[Any]  # (clients,) float64
    way: NDArray[Any]  # (clients,) float64
    best: NDArray[Any]  # (clients,) float64: the prices of the best bound
    gain: NDArray[Any]  # (candidates,) float64: no filling is worth more, at the current prices
    mean: NDArray[Any]  # (candidates,) float64: how often each was chosen lately
    pair: NDArray[Any]  # (candidates, clients) float64: how often each served each
    dial: NDArray[Any]  # (3,) float64: best bound, length of steps, steps without a better bound


@njit(cache=True)
def paired(cost: Any, allowed: Any, status: Any) -> Any:
    """The pairs that are allowed, candidates that are not closed: (start, who, price)."""
    candidates, clients = cost.shape
    start = np.zeros(candidates + 1, np.int64)
    for j in range(candidates):
        start[j + 1] = start[j] + (allowed[j].sum() if status[j] != CLOSED else 0)
    who, price = np.empty(start[-1], np.int64), np.empty(start[-1])
    for j in range(candidates):
        at = start[j]
        if start[j + 1] > at:
            for i in range(clients):
                if allowed[j, i]:
                    who[at], price[at] = i, cost[j, i]
                    at += 1
    return start, who, price


@njit(cache=True)
def evaluate(pairs: Any, status: Any, count: Any, lam: Any, gain: Any, sites: Any) -> Any:
    """(bound, smallest gain chosen among the free, largest left out, how many are chosen); ``sites``: these.

    Free candidates are filled exactly only while Dantzig's bound says that they may be chosen.
    """
    candidates = status.size
    total, number = lam.sum(), 0
    order = np.full(candidates, -np.inf)
    for j in range(candidates):
        gain[j] = 0.0
        if status[j] == CLOSED:
            continue
        first, end = pairs.start[j], pairs.start[j + 1]
        pairs.number[j] = sort_by_worth(first, end, pairs.who, pairs.price, lam, pairs.demand, pairs.worth)
        if status[j] == OPEN:
            gain[j] = fill(
                first, pairs.number[j], pairs.who, pairs.price, lam, pairs.demand, pairs.capacity[j], pairs.taken
            )
            total -= gain[j]
            sites[number] = j
            number += 1
        else:
            gain[j] = order[j] = at_most(
                first, pairs.number[j], pairs.who, pairs.price, lam, pairs.demand, pairs.capacity[j], -1
            )
    fixed = number
    best, left = np.full(count + 1, -np.inf), 0.0
    for j in np.argsort(-order, kind="mergesort"):
        if status[j] != FREE:
            continue
        if fixed == count or (number == count and gain[j] <= best[count - 1]):
            left = max(left, gain[j])
            continue
        gain[j] = fill(
            pairs.start[j], pairs.number[j], pairs.who, pairs.price, lam, pairs.demand, pairs.capacity[j], pairs.taken
        )
        at = number
        while at > fixed and best[at - 1] < gain[j]:
            best[at] = best[at - 1]
            if at < count:
                sites[at] = sites[at - 1]
            else:
                left = max(left, best[at - 1])
            at -= 1
        if at < count:
            best[at], sites[at] = gain[j], j
            number = min(count, number + 1)
        else:
            left = max(left, gain[j])
    for at in range(fixed, number):
        total -= best[at]
    return total, (best[count - 1] if number > fixed else 0.0), left, number


@njit(cache=True)
def climb(
    pairs: Any, status: Any, count: Any, state: Any, aim: Any, ceiling: Any, steps: Any, sites: Any, used: Any
) -> None:
    """At most ``steps`` steps towards the value ``aim``, fewer when the bound reaches ``ceiling``.

    ``sites`` (count,) and ``used`` (clients,) receive the choice of the last step: the candidates, and one that takes
    each client; -1 for none.
    """
    clients = state.lam.size
    slope = np.empty(clients)
    for _ in range(steps):
        bound, _, _, number = evaluate(pairs, status, count, state.lam, state.gain, sites)
        if bound > state.dial[0]:
            state.dial[2] = 0 if bound > state.dial[0] + 1e-5 * abs(bound) else state.dial[2] + 0.5
            state.dial[0] = bound
            state.best[:] = state.lam
        else:
            state.dial[2] += 1
        if state.dial[2] >= PATIENCE:
            state.dial[1] *= SHORTER
            state.dial[2] = 0
        slope[:] = 1.0
        used[:] = -1
        state.mean[:] *= 1.0 - MEMORY
        state.pair[:] *= 1.0 - MEMORY
        for s in range(number):
            j = sites[s]
            state.mean[j] += MEMORY
            for e in range(pairs.start[j], pairs.start[j] + pairs.number[j]):
                if pairs.taken[e]:
                    i = pairs.who[e]
                    slope[i] -= 1.0
                    state.pair[j, i] += MEMORY
                    used[i] = j
        sites[number:] = -1
        if state.dial[0] >= ceiling:
            return
        norm = 0.0
        for i in range(clients):
            state.way[i] = slope[i] + DEFLECTION * state.way[i]
            norm += state.way[i] ** 2
        if norm <= 0.0:
            return
        length = state.dial[1] * (aim - bound) / norm
        for i in range(clients):
            state.lam[i] = max(0.0, state.lam[i] + length * state.way[i])


@njit(cache=True)
def reduce(pairs: Any, status: Any, count: Any, state: Any, ceiling: Any, allowed: Any) -> Any:
    """Close, open and forbid what no plan below ``ceiling`` does, by reduced costs at the best prices; how much."""
    candidates, sites = status.size, np.empty(count, np.int64)
    bound, last, left, number = evaluate(pairs, status, count, state.best, state.gain, sites)
    chosen = np.zeros(candidates, np.bool_)
    chosen[sites[:number]] = True
    changes = 0
    for j in range(candidates):
        if status[j] == FREE and not chosen[j] and bound + last - state.gain[j] >= ceiling:
            status[j] = CLOSED
            allowed[j, :] = False
            changes += 1
        elif status[j] == FREE and chosen[j] and bound + state.gain[j] - left >= ceiling:
            status[j] = OPEN
            changes += 1
        if status[j] == CLOSED:
            continue
        base = bound + (state.gain[j] if chosen[j] else last)
        first = pairs.start[j]
        for e in range(first, pairs.start[j + 1]):
            i = pairs.who[e]
            inside = at_most(
                first, pairs.number[j], pairs.who, pairs.price, state.best, pairs.demand,
                pairs.capacity[j] - pairs.demand[i], e,
            )  # fmt: skip
            if base - (state.best[i] - pairs.price[e] + inside) >= ceiling:
                allowed[j, i] = False
                changes += 1
    return changes
