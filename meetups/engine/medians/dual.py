"""The bound of the p-median: Lagrangian relaxation of "each client once", raised by a deflected subgradient (numba).

For prices λ (what serving each client is worth) and ρ[j] = Σ min(0, cost[i, j] - λ[i]),

    optimum ≥ Σ λ + the ``count`` smallest ρ

Narula, Ogbu and Samuelsson (1977); Beasley, "A note on solving large p-median problems", European Journal of
Operational Research 21 (1985). The direction is deflected as in Camerini, Fratta and Maffioli, "On improving
relaxation methods by modified gradient techniques", Mathematical Programming Study 3 (1975). Only the costs below
``top[i]`` are kept, and λ[i] ≤ top[i]: any λ gives a bound, so this costs nothing but, at worst, strength.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

CLOSED, FREE, OPEN = -1, 0, 1
DEFLECTION = 0.7
PATIENCE = 15  # steps without a better bound before they are shortened
SHORTER = 0.7
MEMORY = 0.06  # share of the newest choice in the average


class Lists(NamedTuple):
    """The costs that count, candidate after candidate."""

    start: NDArray[Any]  # (candidates + 1,) int64
    who: NDArray[Any]  # (entries,) int32: the client
    price: NDArray[Any]  # (entries,) float64
    top: NDArray[Any]  # (clients,) float64


class Dual(NamedTuple):
    """Where the ascent is, and the best that it met."""

    lam: NDArray[Any]  # (clients,) float64
    way: NDArray[Any]  # (clients,) float64: the direction
    best: NDArray[Any]  # (clients,) float64: the prices of the best bound
    rho: NDArray[Any]  # (candidates,) float64 at these prices
    mean: NDArray[Any]  # (candidates,) float64: how often each was chosen lately
    dial: NDArray[Any]  # (3,) float64: best bound, length of steps, steps without a better bound


@njit(cache=True)
def listed(cost: Any, top: Any, status: Any) -> Any:
    """The entries below ``top`` of the candidates that are not closed: (start, who, price)."""
    candidates, clients = cost.shape
    start = np.zeros(candidates + 1, np.int64)
    for j in range(candidates):
        number = 0
        if status[j] != CLOSED:
            for i in range(clients):
                number += 1 if cost[j, i] < top[i] else 0
        start[j + 1] = start[j] + number
    who, price = np.empty(start[-1], np.int32), np.empty(start[-1])
    for j in range(candidates):
        at = start[j]
        if start[j + 1] > at:
            for i in range(clients):
                if cost[j, i] < top[i]:
                    who[at], price[at] = i, cost[j, i]
                    at += 1
    return start, who, price


@njit(cache=True)
def chosen(rho: Any, status: Any, count: Any, out: Any) -> Any:
    """Write in ``out`` the open candidates, then the free ones of smallest ``rho``; their sum."""
    number, total = 0, 0.0
    free = np.empty(rho.size)
    kept = 0
    for j in range(rho.size):
        if status[j] == OPEN:
            out[number] = j
            number += 1
            total += rho[j]
        elif status[j] == FREE:
            free[kept] = rho[j]
            kept += 1
    missing = count - number
    if missing <= 0:
        return total
    limit = np.partition(free[:kept], missing - 1)[missing - 1]
    for strict in (True, False):  # those below the limit, then as many of the equal ones as are missing
        for j in range(rho.size):
            if number < count and status[j] == FREE and (rho[j] < limit if strict else rho[j] == limit):
                out[number] = j
                number += 1
                total += rho[j]
    return total


@njit(cache=True)
def ascend(lists: Any, status: Any, count: Any, dual: Any, aim: Any, ceiling: Any, steps: Any, sites: Any) -> Any:
    """At most ``steps`` steps towards the value ``aim``, fewer when the bound reaches ``ceiling``; how many.

    ``sites`` (count,) receives the choice of the best bound.
    """
    clients, candidates = dual.lam.size, status.size
    rho, now, slope = np.empty(candidates), np.empty(count, np.int64), np.empty(clients)
    for step in range(steps):
        for j in range(candidates):
            total = 0.0
            for e in range(lists.start[j], lists.start[j + 1]):
                total += min(0.0, lists.price[e] - dual.lam[lists.who[e]])
            rho[j] = total
        bound = dual.lam.sum() + chosen(rho, status, count, now)
        if bound > dual.dial[0]:
            dual.dial[2] = 0 if bound > dual.dial[0] + 1e-5 * abs(bound) else dual.dial[2] + 0.5
            dual.dial[0] = bound
            dual.best[:], dual.rho[:], sites[:] = dual.lam, rho, now
        else:
            dual.dial[2] += 1
        if dual.dial[0] >= ceiling:
            return step + 1
        if dual.dial[2] >= PATIENCE:
            dual.dial[1] *= SHORTER
            dual.dial[2] = 0
        slope[:] = 1.0
        for j in range(candidates):
            dual.mean[j] *= 1.0 - MEMORY
        for s in range(count):
            j = now[s]
            dual.mean[j] += MEMORY
            for e in range(lists.start[j], lists.start[j + 1]):
                if lists.price[e] < dual.lam[lists.who[e]]:
                    slope[lists.who[e]] -= 1.0
        norm = 0.0
        for i in range(clients):
            dual.way[i] = slope[i] + DEFLECTION * dual.way[i]
            norm += dual.way[i] ** 2
        if norm <= 0.0:
            return step + 1
        length = dual.dial[1] * (aim - bound) / norm
        for i in range(clients):
            dual.lam[i] = min(lists.top[i], max(0.0, dual.lam[i] + length * dual.way[i]))
    return steps
