"""Descent by swaps of one open site for another (numba), and the kick that leaves a local optimum.

A swap is judged as in Resende and Werneck, "A fast swap-based local search procedure for location problems", Annals of
Operations Research 150 (2007), after Whitaker (1983): what opening a candidate gains, what closing each site loses,
and a correction for the clients whom both concern. One pass over the clients finds the best site to close for it.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meetups.engine.tables.kernels import below

GRAIN = 1e-9  # of the value: less is no improvement


class Choice(NamedTuple):
    """Open sites, and for each client the two nearest of them. ``far`` when there is no second."""

    sites: NDArray[Any]  # (slots,) int64
    slot: NDArray[Any]  # (candidates,) int64, -1 when closed
    first: NDArray[Any]  # (clients,) int64: the slot of the nearest
    near: NDArray[Any]  # (clients,) float64: its cost
    second: NDArray[Any]  # (clients,) int64
    next: NDArray[Any]  # (clients,) float64
    loss: NDArray[Any]  # (slots,) float64: what closing it would cost


@njit(cache=True)
def settle(cost: Any, choice: Any, far: Any) -> Any:
    """Everything that follows from ``choice.sites``; the value. ``cost`` is (candidates, clients)."""
    choice.slot[:] = -1
    choice.near[:] = far
    choice.next[:] = far
    choice.first[:] = -1
    choice.second[:] = -1
    for s in range(choice.sites.size):
        j = choice.sites[s]
        choice.slot[j] = s
        enter(cost[j], choice, s)
    return weigh(choice)


@njit(cache=True)
def enter(row: Any, choice: Any, s: Any) -> None:
    """Slot ``s`` opens at the costs ``row``."""
    for i in range(row.size):
        d = row[i]
        if d < choice.next[i] or choice.second[i] < 0:
            if d < choice.near[i] or choice.first[i] < 0:
                choice.second[i], choice.next[i] = choice.first[i], choice.near[i]
                choice.first[i], choice.near[i] = s, d
            else:
                choice.second[i], choice.next[i] = s, d


@njit(cache=True)
def weigh(choice: Any) -> Any:
    """Recount the losses; the value."""
    choice.loss[:] = 0.0
    value = 0.0
    for i in range(choice.near.size):
        value += choice.near[i]
        choice.loss[choice.first[i]] += choice.next[i] - choice.near[i]
    return value


@njit(cache=True)
def exchange(cost: Any, choice: Any, s: Any, j: Any, far: Any) -> Any:
    """Slot ``s`` moves to candidate ``j``; the value."""
    choice.slot[choice.sites[s]] = -1
    choice.sites[s], choice.slot[j] = j, s
    row = cost[j]
    for i in range(row.size):
        if choice.first[i] == s or choice.second[i] == s:
            choice.first[i] = choice.second[i] = -1
            choice.near[i] = choice.next[i] = far
            for t in range(choice.sites.size):
                d = cost[choice.sites[t], i]
                if d < choice.next[i] or choice.second[i] < 0:
                    if d < choice.near[i] or choice.first[i] < 0:
                        choice.second[i], choice.next[i] = choice.first[i], choice.near[i]
                        choice.first[i], choice.near[i] = t, d
                    else:
                        choice.second[i], choice.next[i] = t, d
        elif row[i] < choice.near[i]:
            choice.second[i], choice.next[i] = choice.first[i], choice.near[i]
            choice.first[i], choice.near[i] = s, row[i]
        elif row[i] < choice.next[i]:
            choice.second[i], choice.next[i] = s, row[i]
    return weigh(choice)


@njit(cache=True)
def best_swap(row: Any, choice: Any, extra: Any) -> Any:
    """(what the best swap for a candidate of costs ``row`` gains, the slot that it takes)."""
    extra[:] = choice.loss
    gain = 0.0
    for i in range(row.size):
        d = row[i]
        if d < choice.next[i]:
            if d < choice.near[i]:
                gain += choice.near[i] - d
                extra[choice.first[i]] -= choice.next[i] - choice.near[i]
            else:
                extra[choice.first[i]] -= choice.next[i] - d
    s = np.argmin(extra)
    return gain - extra[s], s


@njit(cache=True)
def descend(cost: Any, choice: Any, free: Any, at: Any, idle: Any, tries: Any, value: Any, far: Any) -> Any:
    """Swap while it helps, one candidate of ``free`` after another from ``at`` on, at most ``tries`` of them.

    ``idle``: how many were tried since the last swap; a local optimum when all were. Returns (value, at, idle).
    """
    extra = np.empty(choice.sites.size)
    while idle < free.size and tries > 0:
        at = at + 1 if at + 1 < free.size else 0
        idle += 1
        tries -= 1
        j = free[at]
        if choice.slot[j] >= 0:
            continue
        gain, s = best_swap(cost[j], choice, extra)
        if gain > GRAIN * max(1.0, value):
            value = exchange(cost, choice, s, j, far)
            idle = 0
    return value, at, idle


@njit(cache=True)
def deal(cost: Any, choice: Any, rng: Any, samples: Any, far: Any) -> Any:
    """Open sites one by one, each the best of a few drawn at random; the value.

    The "sample" construction of Resende and Werneck, "A hybrid heuristic for the p-median problem", Journal of
    Heuristics 10 (2004).
    """
    candidates, clients = cost.shape
    order = np.arange(candidates)
    choice.near[:] = far
    for s in range(choice.sites.size):
        best, place = -1.0, s
        for _ in range(samples):
            k = s + below(rng, candidates - s)
            gain = 0.0
            for i in range(clients):
                gain += max(0.0, choice.near[i] - cost[order[k], i])
            if gain > best:
                best, place = gain, k
        order[s], order[place] = order[place], order[s]
        choice.sites[s] = order[s]
        for i in range(clients):
            choice.near[i] = min(choice.near[i], cost[order[s], i])
    return settle(cost, choice, far)


@njit(cache=True)
def kick(cost: Any, choice: Any, free: Any, rng: Any, strength: Any, value: Any, far: Any) -> Any:
    """Move ``strength`` sites at random; (value, where in ``free`` to descend from)."""
    for _ in range(strength):
        j = free[below(rng, free.size)]
        if choice.slot[j] < 0:
            value = exchange(cost, choice, below(rng, choice.sites.size), j, far)
    return value, below(rng, free.size)
