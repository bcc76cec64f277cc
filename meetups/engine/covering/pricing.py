"""What one more place is worth at each open site (numba)."""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.covering.seating import LOG, MARK, PRICES, QUEUED, next_weight


@njit(cache=True)
def reach_on(market: Any, hall: Any, i: Any, mark: Any, size: Any) -> Any:
    """Queue the open sites not seen yet to which ``i`` could go; the size of the queue."""
    for k in range(market.first[i], market.first[i + 1]):
        s = market.site[k]
        if hall.is_open[s] and hall.seen[s] != mark:
            hall.seen[s] = mark
            hall.queue[size] = s
            size += 1
    return size


@njit(cache=True)
def price_all(market: Any, hall: Any) -> None:
    """Set every price to what one more place would bring: the heaviest who waits along a chain."""
    opened = np.flatnonzero(hall.is_open)
    weight = np.empty(len(opened), np.float64)
    for n in range(len(opened)):
        weight[n] = next_weight(market, hall, opened[n])
    hall.mem[MARK] += 1
    mark = hall.mem[MARK]
    number = 0
    for n in np.argsort(-weight, kind="mergesort"):
        s = opened[n]
        if hall.seen[s] == mark:
            continue
        hall.seen[s] = mark
        hall.queue[0] = s
        size, done = 1, 0
        while done < size:
            s = hall.queue[done]
            done += 1
            hall.price[s] = weight[n]
            if weight[n] > 0 and number + size < len(opened):
                for row in range(hall.base[s], hall.base[s] + hall.load[s]):
                    size = reach_on(market, hall, hall.seats[row], mark, size)
                    if number + size == len(opened):
                        break
        number += size


@njit(cache=True)
def raise_price(hall: Any, s: Any, price: Any, size: Any) -> Any:
    """Raise the price of ``s`` to ``price`` if it is lower, and queue it; the size of the queue."""
    if hall.price[s] >= price:
        return size
    if hall.seen[s] != hall.mem[MARK]:
        hall.seen[s] = hall.mem[MARK]
        n = hall.mem[PRICES]
        hall.raised[n], hall.before[n] = s, hall.price[s]
        hall.mem[PRICES] += 1
    hall.price[s] = price
    if hall.waiting[s] != hall.mem[QUEUED]:  # not waiting in the queue
        hall.waiting[s] = hall.mem[QUEUED]
        hall.queue[size % len(hall.queue)] = s
        return size + 1
    return size


@njit(cache=True)
def raise_prices(market: Any, hall: Any) -> None:
    """After a closing, raise the prices where its trial changed something: they stay at least what a place brings."""
    hall.mem[MARK] += 1
    hall.mem[QUEUED] += 1
    hall.mem[PRICES] = 0
    size, done = 0, 0
    for n in range(hall.mem[LOG]):
        i = hall.log[n, 0]
        p = hall.place[i]
        price = market.weight[i] if p < 0 else hall.price[p]
        for k in range(market.first[i], market.first[i + 1]):
            if hall.is_open[market.site[k]]:
                size = raise_price(hall, market.site[k], price, size)
    while done < size:
        s = hall.queue[done % len(hall.queue)]
        done += 1
        hall.waiting[s] = 0
        for row in range(hall.base[s], hall.base[s] + hall.load[s]):
            i = hall.seats[row]
            for k in range(market.first[i], market.first[i + 1]):
                if hall.is_open[market.site[k]]:
                    size = raise_price(hall, market.site[k], hall.price[s], size)
