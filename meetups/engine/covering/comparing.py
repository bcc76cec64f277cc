"""Which site to open instead of one that closes (numba)."""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.covering.seating import LOG, MARK, PRICES
from meetups.engine.covering.trying import potential, try_open


@njit(cache=True)
def freshen(market: Any, hall: Any, out: Any, changed: Any) -> Any:
    """Count again the potential of the closed sites near a change of this trial: ``changed`` and ``out``; how many."""
    hall.mem[MARK] += 1
    mark = hall.mem[MARK]
    size = 0
    for n in range(hall.mem[LOG]):
        size = _near(market, hall, hall.log[n, 0], mark, changed, size)
    for n in range(hall.mem[PRICES]):
        s = hall.raised[n]
        if hall.is_open[s]:
            for row in range(hall.base[s], hall.base[s] + hall.load[s]):
                size = _near(market, hall, hall.seats[row], mark, changed, size)
    for n in range(size):
        out[n] = potential(market, hall, changed[n])
    return size


@njit(cache=True)
def _near(market: Any, hall: Any, i: Any, mark: Any, changed: Any, size: Any) -> Any:
    for k in range(market.first[i], market.first[i + 1]):
        s = market.site[k]
        if not hall.is_open[s] and hall.seen[s] != mark:
            hall.seen[s] = mark
            changed[size] = s
            size += 1
    return size


@njit(cache=True)
def line_up(market: Any, hall: Any, known: Any, order: Any, allowed: Any) -> Any:
    """(sites, potentials), falling: the ``allowed`` sites (sites,) to open instead of what ``begin_close`` closed.

    ``known`` (sites,): potentials before the trial, ``order`` (sites,): sites by falling potential.
    """
    number = len(known)
    changed, fresh = np.empty(number, np.int64), np.empty(number, np.float64)
    size = freshen(market, hall, fresh, changed)
    stale = np.zeros(number, np.bool_)
    for n in range(size):
        stale[changed[n]] = True
    rank = np.argsort(-fresh[:size], kind="mergesort")
    sites, hopes = np.empty(number, np.int64), np.empty(number, np.float64)
    one = other = length = 0
    while True:
        while other < number and (stale[order[other]] or hall.is_open[order[other]] or not allowed[order[other]]):
            other += 1
        while one < size and not allowed[changed[rank[one]]]:
            one += 1
        near = fresh[rank[one]] if one < size else 0.0
        far = known[order[other]] if other < number else 0.0
        if max(near, far) <= 0:
            break
        if near >= far:
            sites[length], hopes[length] = changed[rank[one]], near
            one += 1
        else:
            sites[length], hopes[length] = order[other], far
            other += 1
        length += 1
    return sites[:length], hopes[:length]


@njit(cache=True)
def compare(market: Any, hall: Any, line: Any, leader: Any, ties: Any, tries: Any) -> Any:
    """Look at ``tries`` more sites of ``line`` (from ``line_up``); the new leader, and whether it is the best of all.

    ``leader``: (best site or -1, its weight, its kilometres, sites of that weight, sites looked at). At most ``ties``
    sites of equal gain are compared by kilometres.
    """
    sites, hopes = line
    best, weight, km, tied, done = leader
    while done < len(sites):
        slack = 1e-12 * max(1.0, weight)
        if hopes[done] < weight - slack or (hopes[done] <= weight + slack and tied >= ties):
            break
        if tries <= 0:
            return (best, weight, km, tied, done), False
        tries -= 1
        s = sites[done]
        done += 1
        gain, far = try_open(market, hall, s)
        if gain <= 0:
            continue
        tied = tied + 1 if abs(gain - weight) <= slack else tied
        if gain > weight + slack or (gain >= weight - slack and far < km - 1e-9):
            if gain > weight + slack:
                tied = 1
            best, weight, km = s, gain, far
    return (best, weight, km, tied, done), True
