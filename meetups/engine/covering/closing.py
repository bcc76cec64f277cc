"""Close a site: where its guests go, who is left out, and along which chains (numba)."""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.covering.chains import relabel, start_labels
from meetups.engine.covering.seating import MARK, OPEN, lift, note, put, waits


@njit(cache=True)
def sinks(market: Any, hall: Any, root: Any) -> Any:
    """Queue, after ``root``, the open sites to which chains lead from it, with labels; how many.

    Nobody is lighter at the end of a chain than the price of a site on it: a site where even that is no less than
    the heaviest guest of ``root`` weighs cannot help. Prices must be exact.
    """
    limit = 0.0
    for row in range(hall.base[root], hall.base[root] + hall.load[root]):
        limit = max(limit, market.weight[hall.seats[row]])
    hall.mem[MARK] += 1
    mark = hall.mem[MARK]
    hall.seen[root], hall.label[root], hall.queue[0] = mark, 0, root
    leaving = hall.load[root]
    size, done = 1, 0
    while done < size < hall.mem[OPEN]:
        s = hall.queue[done]
        done += 1
        if s != root and hall.load[s] + leaving <= market.capacity[s]:
            continue  # whoever comes stays
        for row in range(hall.base[s], hall.base[s] + hall.load[s]):
            if size == hall.mem[OPEN]:
                break
            i = hall.seats[row]
            for k in range(market.first[i], market.first[i + 1]):
                p = market.site[k]
                if hall.is_open[p] and hall.seen[p] != mark and hall.price[p] < limit:
                    hall.seen[p], hall.label[p], hall.queue[size] = mark, hall.label[s] + 1, p
                    size += 1
    for n in range(size):
        hall.row[hall.queue[n]] = market.start[hall.queue[n]]
        find_lightest(market, hall, hall.queue[n], root)
    start_labels(market, hall, size)
    return size


@njit(cache=True)
def find_lightest(market: Any, hall: Any, s: Any, root: Any) -> None:
    """Set the ``lead`` of ``s``: 0 when it has a free place, else the weight of its lightest guest."""
    if s != root and hall.load[s] < market.capacity[s]:
        hall.lead[s] = 0.0
        return
    hall.lead[s] = np.inf
    for row in range(hall.base[s], hall.base[s] + hall.load[s]):
        hall.lead[s] = min(hall.lead[s], market.weight[hall.seats[row]])


@njit(cache=True)
def lightest(hall: Any, size: Any) -> Any:
    """The queued site that a chain may link to the root and where least is lost; the root at least."""
    best = hall.queue[0]
    for n in range(size):
        s = hall.queue[n]
        if hall.label[s] < size and hall.lead[s] < hall.lead[best]:
            best = s
    return best


@njit(cache=True)
def walk_out(market: Any, hall: Any, t: Any, root: Any, size: Any) -> Any:
    """Whether a chain leads from ``root`` to ``t``; it is then in ``via``."""
    mark = hall.mem[MARK]
    s = t
    while s != root:
        label, onward = hall.label[s], -1
        if label >= size:
            if s == t:
                return False
            s = hall.back[s]
            continue
        while onward < 0 and hall.row[s] < market.start[s + 1]:
            i = market.person[hall.row[s]]
            p = hall.place[i]
            if p >= 0 and hall.seen[p] == mark and hall.label[p] == label - 1:
                onward = p
                hall.via[s, 0], hall.via[s, 1], hall.via[s, 2] = i, hall.row[s], p
            else:
                hall.row[s] += 1
        if onward >= 0:
            hall.back[onward] = s
            s = onward
        else:
            relabel(hall, s, size)
            hall.row[s] = market.start[s]
            if s != t:
                s = hall.back[s]
    return True


@njit(cache=True)
def close_site(market: Any, hall: Any, s: Any) -> Any:
    """Close ``s`` and seat its guests elsewhere as well as can be; the weight lost."""
    lost = 0.0
    size = sinks(market, hall, s)
    while hall.load[s] > 0:
        t = lightest(hall, size)
        if not walk_out(market, hall, t, s, size):
            continue
        if t == s or hall.load[t] == market.capacity[t]:
            for row in range(hall.base[t], hall.base[t] + hall.load[t]):
                i = hall.seats[row]
                if market.weight[i] == hall.lead[t]:
                    break
            lost += market.weight[i]
            note(hall, i)
            lift(hall, i)
            waits(market, hall, i)
        while t != s:
            i, e, before = hall.via[t, 0], hall.via[t, 1], hall.via[t, 2]
            note(hall, i)
            lift(hall, i)
            put(hall, i, t, e)
            find_lightest(market, hall, t, s)
            t = before
        find_lightest(market, hall, s, s)
    hall.is_open[s] = False
    hall.mem[OPEN] -= 1
    hall.price[s] = 0.0
    return lost
