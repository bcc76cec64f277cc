"""Fill one site as well as prices ask: knapsacks, exact by depth-first search (numba).

Horowitz and Sahni, "Computing partitions with applications to the knapsack problem", Journal of the ACM 21 (1974),
with the bound of Dantzig (1957). A search that grows too long ends with that bound: valid, a little weaker.
"""

from typing import Any

import numpy as np
from numba import njit

LONGEST = 20_000  # nodes of one search


@njit(cache=True)
def sort_by_worth(start: Any, end: Any, who: Any, price: Any, lam: Any, demand: Any, worth: Any) -> Any:
    """Order the entries ``start`` to ``end`` by profit per place, best first; how many have a profit.

    By insertion: prices change little from one call to the next, so the order does too.
    """
    number = 0
    for e in range(start, end):
        i, cost = who[e], price[e]
        profit = lam[i] - cost
        number += 1 if profit > 0 else 0
        key = profit / demand[i] if demand[i] > 0 and profit > 0 else (np.inf if profit > 0 else profit - 1.0)
        at = e
        while at > start and worth[at - 1] < key:
            who[at], price[at], worth[at] = who[at - 1], price[at - 1], worth[at - 1]
            at -= 1
        who[at], price[at], worth[at] = i, cost, key
    return number


@njit(cache=True)
def at_most(start: Any, number: Any, who: Any, price: Any, lam: Any, demand: Any, room: Any, without: Any) -> Any:
    """No filling of ``room`` with the sorted entries, ``without`` aside, is worth more (Dantzig)."""
    total = 0.0
    for e in range(start, start + number):
        if e == without:
            continue
        i = who[e]
        profit = lam[i] - price[e]
        if demand[i] > room:
            return total + profit * room / demand[i]
        room -= demand[i]
        total += profit
    return total


@njit(cache=True)
def fill(start: Any, number: Any, who: Any, price: Any, lam: Any, demand: Any, capacity: Any, taken: Any) -> Any:
    """Write the best filling with the sorted entries in ``taken``; none is worth more than what is returned."""
    end = start + number
    trial = np.zeros(number, np.bool_)
    taken[start:end] = False
    best, value, room, at = 0.0, 0.0, capacity, start
    for _ in range(LONGEST):
        if value + at_most(at, end - at, who, price, lam, demand, room, -1) > best:
            while at < end:
                i = who[at]
                if demand[i] > room:
                    break
                trial[at - start] = True
                room -= demand[i]
                value += lam[i] - price[at]
                at += 1
            if at < end:  # the first that does not fit: left out, and the bound looked at again
                trial[at - start] = False
                at += 1
                if at < end:
                    continue
            if value > best:
                best = value
                taken[start:end] = trial
        at -= 1
        while at >= start and not trial[at - start]:
            at -= 1
        if at < start:
            return best
        i = who[at]
        trial[at - start] = False
        room += demand[i]
        value -= lam[i] - price[at]
        at += 1
    return at_most(start, number, who, price, lam, demand, capacity, -1)
