"""What opening a site, or opening one instead of another, would bring (numba)."""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.covering.chains import open_site
from meetups.engine.covering.closing import close_site
from meetups.engine.covering.pricing import raise_prices
from meetups.engine.covering.seating import LOG, MARK, OPEN, PRICES, TRIAL, undo


@njit(cache=True)
def offer(best: Any, size: Any, room: Any, value: Any) -> Any:
    """Keep ``value`` among the ``room`` largest (a heap, its smallest first); how many are kept."""
    if size < room:
        k = size
        while k > 0 and best[(k - 1) // 2] > value:
            best[k] = best[(k - 1) // 2]
            k = (k - 1) // 2
        best[k] = value
        return size + 1
    if value <= best[0]:
        return size
    k = 0
    while True:
        child = 2 * k + 1
        if child >= size:
            break
        if child + 1 < size and best[child + 1] < best[child]:
            child += 1
        if best[child] >= value:
            break
        best[k] = best[child]
        k = child
    best[k] = value
    return size


@njit(cache=True)
def potential(market: Any, hall: Any, s: Any) -> Any:
    """At least what opening ``s`` would gain: each place is worth a person's weight, or the price of their seat."""
    room = market.capacity[s]
    if room == 0:
        return 0.0
    all_fit = room >= market.start[s + 1] - market.start[s]
    best, size, total = hall.best, 0, 0.0
    for e in range(market.start[s], market.start[s + 1]):
        i = market.person[e]
        worth = market.weight[i]
        if not all_fit and size == room and worth <= best[0]:
            break
        if hall.place[i] >= 0:
            worth = min(worth, hall.price[hall.place[i]])
        if worth > 0:
            if all_fit:
                total += worth
            else:
                size = offer(best, size, room, worth)
    return total if all_fit else best[:size].sum()


@njit(cache=True)
def potentials(market: Any, hall: Any, out: Any) -> None:
    """``out[s]``: the potential of every closed site, 0 of an open one."""
    for s in range(len(out)):
        out[s] = 0.0 if hall.is_open[s] else potential(market, hall, s)


@njit(cache=True)
def travel(market: Any, hall: Any, mark: Any) -> Any:
    """Kilometres added since the log had ``mark`` rows."""
    total = 0.0
    for n in range(mark, hall.mem[LOG]):
        i = hall.log[n, 0]
        if hall.place[i] >= 0:
            total += market.km[hall.at[i]]
        if hall.log[n, 1] >= 0:
            total -= market.km[hall.log[n, 2]]
    return total


@njit(cache=True)
def try_open(market: Any, hall: Any, s: Any) -> Any:
    """(weight, km) that opening ``s`` would add; nothing is changed."""
    hall.mem[TRIAL] += 1
    mark, price = hall.mem[LOG], hall.price[s]
    gain = open_site(market, hall, s)
    km = travel(market, hall, mark)
    undo(market, hall, mark)
    hall.is_open[s] = False
    hall.mem[OPEN] -= 1
    hall.price[s] = price
    return gain, km


@njit(cache=True)
def keep_open(market: Any, hall: Any, s: Any) -> Any:
    """Open ``s`` for good; (weight, km) added."""
    hall.mem[LOG] = 0
    hall.mem[TRIAL] += 1
    gain = open_site(market, hall, s)
    km = travel(market, hall, 0)
    hall.mem[LOG] = 0
    return gain, km


@njit(cache=True)
def begin_close(market: Any, hall: Any, s: Any) -> Any:
    """Close ``s`` for a trial; (weight lost, km saved). End it by ``hall.mem[LOG] = 0`` or ``end_close``."""
    hall.mem[LOG] = 0
    hall.mem[TRIAL] += 1
    price = hall.price[s]
    lost = close_site(market, hall, s)
    saved = -travel(market, hall, 0)
    raise_prices(market, hall)
    n = hall.mem[PRICES]
    hall.raised[n], hall.before[n] = s, price
    hall.mem[PRICES] += 1
    return lost, saved


@njit(cache=True)
def end_close(market: Any, hall: Any, s: Any) -> None:
    """Take the trial of ``begin_close`` back."""
    undo(market, hall, 0)
    hall.is_open[s] = True
    hall.mem[OPEN] += 1
    for n in range(hall.mem[PRICES]):
        hall.price[hall.raised[n]] = hall.before[n]
    hall.mem[PRICES] = 0


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
def replacement(market: Any, hall: Any, known: Any, order: Any, allowed: Any, ties: Any, tries: Any) -> Any:
    """The best site to open instead of the one that ``begin_close`` closed: (site or -1, weight, km gained).

    ``known`` (sites,): potentials before the trial, ``order`` (sites,): sites by falling potential, ``allowed``
    (sites,) bool. At most ``ties`` sites of equal gain are compared by kilometres, at most ``tries`` sites in all.
    """
    number = len(known)
    changed, fresh = np.empty(number, np.int64), np.empty(number, np.float64)
    size = freshen(market, hall, fresh, changed)
    stale = np.zeros(number, np.bool_)
    for n in range(size):
        stale[changed[n]] = True
    rank = np.argsort(-fresh[:size], kind="mergesort")
    one = other = 0
    best, weight, km, tied = np.int64(-1), 0.0, 0.0, 0
    while tries > 0:
        while other < number and (stale[order[other]] or hall.is_open[order[other]] or not allowed[order[other]]):
            other += 1
        while one < size and not allowed[changed[rank[one]]]:
            one += 1
        near = fresh[rank[one]] if one < size else -1.0
        far = known[order[other]] if other < number else -1.0
        top = max(near, far)
        slack = 1e-12 * max(1.0, weight)
        if top <= 0 or top < weight - slack or (top <= weight + slack and tied >= ties):
            break
        if near >= far:
            s, one = changed[rank[one]], one + 1
        else:
            s, other = order[other], other + 1
        tries -= 1
        gain, far_km = try_open(market, hall, s)
        if gain <= 0:
            continue
        tied = tied + 1 if abs(gain - weight) <= slack else tied
        if gain > weight + slack or (gain >= weight - slack and far_km < km - 1e-9):
            if gain > weight + slack:
                tied = 1
            best, weight, km = s, gain, far_km
    return best, weight, km
