"""What opening a site would bring, and closing one lose (numba)."""

from typing import Any

from numba import njit

from meetups.engine.covering.chains import open_site
from meetups.engine.covering.closing import close_site
from meetups.engine.covering.pricing import raise_prices
from meetups.engine.covering.seating import LOG, OPEN, PRICES, TRIAL, undo


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
