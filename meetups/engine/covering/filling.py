"""Seat everybody at the open sites at once, whatever order they opened in: exact, and far from a chain each (numba).

The heaviest first, each where the way to a free place is shortest (see ``seating`` for why that is exact). Labels, at
most the length of that way, only rise while people come in, so that the work is at most sites × ways out of guests.
"""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.covering.seating import LOG, OPEN, next_weight, pull, put


@njit(cache=True)
def seat_all(market: Any, hall: Any) -> Any:
    """Seat people, of whom nobody sits, as well as can be at the sites that are open; (weight, km)."""
    opened = np.flatnonzero(hall.is_open)
    none = len(opened)
    hall.mem[OPEN] = none
    hall.number[: none + 2] = 0
    room = 0
    for s in opened:
        hall.label[s] = 0 if market.capacity[s] > 0 else none
        hall.number[hall.label[s]] += 1
        hall.row[s] = hall.base[s]
        room += market.capacity[s]
    weight = km = 0.0
    for i in market.order:
        if room == 0:
            break
        while True:
            k = shortest(market, hall, i, none)
            if k < 0:
                break
            s = market.site[k]
            t = walk_on(market, hall, s, opened, none)
            if t >= 0:
                pull(hall, i, market.edge[k], s, t)
                hall.mem[LOG] = 0
                room -= 1
                weight += market.weight[i]
                break
    for i in range(len(hall.place)):
        if hall.place[i] >= 0:
            km += market.km[hall.at[i]]
    return weight, km


@njit(cache=True)
def shortest(market: Any, hall: Any, i: Any, none: Any) -> Any:
    """Among the pairs of person ``i``, that of the open site with the shortest way to a free place, then nearest."""
    best, label, km = -1, none, 0.0
    for k in range(market.first[i], market.first[i + 1]):
        s = market.site[k]
        if not hall.is_open[s] or hall.label[s] > label or hall.label[s] == none:
            continue
        far = market.km[market.edge[k]]
        if hall.label[s] < label or far < km:
            best, label, km = k, hall.label[s], far
    return best


@njit(cache=True)
def walk_on(market: Any, hall: Any, start: Any, opened: Any, none: Any) -> Any:
    """The site of a free place to which a chain of the length of its label leads from ``start``, -1 for none."""
    s = start
    while hall.load[s] == market.capacity[s]:
        onward, label = -1, hall.label[s]
        if label == none:
            if s == start:
                return -1
            s = hall.back[s]
            continue
        while onward < 0 and hall.row[s] < hall.base[s] + hall.load[s]:
            i = hall.seats[hall.row[s]]
            for k in range(market.first[i], market.first[i + 1]):
                p = market.site[k]
                if hall.is_open[p] and hall.label[p] == label - 1:
                    onward = p
                    hall.via[s, 0], hall.via[s, 1], hall.via[s, 2] = i, market.edge[k], p
                    break
            if onward < 0:
                hall.row[s] += 1
        if onward >= 0:
            hall.back[onward] = s
            s = onward
            continue
        lengthen(hall, s, opened, none)
        if s == start:
            return -1
        s = hall.back[s]
    return s


@njit(cache=True)
def lengthen(hall: Any, s: Any, opened: Any, none: Any) -> None:
    """No way of the length of its label starts at ``s``. Behind a length that no site has there is no way at all."""
    label = hall.label[s]
    hall.number[label] -= 1
    hall.row[s] = hall.base[s]
    if hall.number[label] > 0:
        hall.label[s] = label + 1
        hall.number[label + 1] += 1
        return
    for p in opened:
        if hall.label[p] >= label:
            hall.number[hall.label[p]] -= p != s
            hall.label[p] = none


@njit(cache=True)
def direct(market: Any, hall: Any, s: Any) -> Any:
    """What opening ``s`` would gain if nobody moved: its places go to the heaviest who wait."""
    room, total = market.capacity[s], next_weight(market, hall, s)
    if room == 0 or total == 0:
        return 0.0
    total = 0.0
    for e in range(hall.head[s], market.start[s + 1]):
        i = market.person[e]
        if hall.place[i] < 0:
            total += market.weight[i]
            room -= 1
            if room == 0:
                break
    return total


@njit(cache=True)
def seat_directly(market: Any, hall: Any, s: Any) -> None:
    """Open ``s`` for those whom ``direct`` counted."""
    hall.is_open[s] = True
    hall.mem[OPEN] += 1
    for e in range(hall.head[s], market.start[s + 1]):
        if hall.load[s] == market.capacity[s]:
            break
        if hall.place[market.person[e]] < 0:
            put(hall, market.person[e], s, e)
