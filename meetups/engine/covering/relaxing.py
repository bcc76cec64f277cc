"""No choice of sites serves more than this: Lagrangian relaxation of "each person is served at most once" (numba).

With a reward u ≥ 0 taken from whoever is served, and given back once, sites no longer compete for people:

    optimum ≤ sum(u) + the best sites' sum of (the ``capacity`` largest weight - u in reach)

Subgradient steps lower it towards the bound of the linear relaxation (Held, Wolfe and Crowder, "Validation of
subgradient optimization", Mathematical Programming 6, 1974; Galvão and ReVelle, "A Lagrangean heuristic for the
maximal covering location problem", EJOR 88, 1996).
"""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.covering.trying import offer


@njit(cache=True)
def worths(market: Any, hall: Any, u: Any, out: Any) -> None:
    """``out[s]``: the largest weights less rewards that the places of site ``s`` can take."""
    for s in range(len(out)):
        room, size, best = market.capacity[s], 0, hall.best
        out[s] = 0.0
        if room == 0:
            continue
        all_fit = room >= market.start[s + 1] - market.start[s]
        for e in range(market.start[s], market.start[s + 1]):
            i = market.person[e]
            if not all_fit and size == room and market.weight[i] <= best[0]:
                break
            worth = market.weight[i] - u[i]
            if worth > 0:
                if all_fit:
                    out[s] += worth
                else:
                    size = offer(best, size, room, worth)
        if not all_fit:
            out[s] = best[:size].sum()


@njit(cache=True)
def visits(market: Any, hall: Any, u: Any, chosen: Any, out: Any) -> None:
    """``out[i]``: how many of the chosen sites serve person i when each minds its own gain only."""
    out[:] = 0
    for s in chosen:
        room, size, best = market.capacity[s], 0, hall.best
        if room == 0:
            continue
        stop = market.start[s + 1]
        for e in range(market.start[s], market.start[s + 1]):
            i = market.person[e]
            if size == room and market.weight[i] <= best[0]:
                stop = e
                break
            if market.weight[i] > u[i]:
                size = offer(best, size, room, market.weight[i] - u[i])
        if size == 0:
            continue
        least = best[0] if size == room else 0.0
        ties = 0
        for n in range(size):
            ties += best[n] == least
        for e in range(market.start[s], stop):
            i = market.person[e]
            worth = market.weight[i] - u[i]
            if worth > least:
                out[i] += 1
            elif worth == least and worth > 0 and ties > 0:
                ties -= 1
                out[i] += 1


@njit(cache=True)
def step(market: Any, u: Any, served: Any, slope: Any, drag: Any, excess: Any) -> None:
    """Move the rewards by a step worth ``excess`` against the slope, which keeps a share ``drag`` of the last one."""
    square = 0.0
    for i in range(len(u)):
        slope[i] = 1.0 - served[i] + drag * slope[i]
        if u[i] <= 0 and slope[i] > 0:
            slope[i] = 0.0
        square += slope[i] * slope[i]
    if square <= 0:
        return
    length = excess / square
    for i in range(len(u)):
        if slope[i] != 0:
            u[i] = min(market.weight[i], max(0.0, u[i] - length * slope[i]))


@njit(cache=True)
def rewards(market: Any, hall: Any, u: Any) -> None:
    """Rewards that go with the prices of a seating: what somebody served is worth more than their seat."""
    for i in range(len(u)):
        p = hall.place[i]
        u[i] = max(0.0, market.weight[i] - hall.price[p]) if p >= 0 else 0.0


@njit(cache=True)
def pick(order: Any, group: Any, most: Any, count: Any, taken: Any, out: Any) -> Any:
    """The first ``count`` sites of ``order``, at most ``most`` of a group (-1: no group), into ``out``; how many.

    ``taken`` (groups,) counts those of each group. For sites in falling order of worth the sum is largest
    (a laminar matroid, on which the greedy algorithm is exact).
    """
    taken[:] = 0
    size = 0
    for s in order:
        if size == count:
            break
        if group[s] >= 0:
            if taken[group[s]] >= most:
                continue
            taken[group[s]] += 1
        out[size] = s
        size += 1
    return size


@njit(cache=True)
def no_better(worth: Any, group: Any, most: Any, count: Any, taken: Any, chosen: Any, bound: Any, value: Any) -> Any:
    """(sites,) bool: sites that no choice worth more than ``value`` opens (the bound with such a site says so)."""
    least = np.inf if len(chosen) == count else 0.0
    lightest = np.full(len(taken), np.inf)
    inside = np.zeros(len(worth), np.bool_)
    for s in chosen:
        inside[s] = True
        if len(chosen) == count:
            least = min(least, worth[s])
        if group[s] >= 0:
            lightest[group[s]] = min(lightest[group[s]], worth[s])
    out = np.zeros(len(worth), np.bool_)
    for s in range(len(worth)):
        if not inside[s]:
            full = group[s] >= 0 and taken[group[s]] >= most
            gone = lightest[group[s]] if full else least
            out[s] = bound - gone + worth[s] < value
    return out
