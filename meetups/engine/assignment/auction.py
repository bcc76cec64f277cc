"""The first plan: people bid for places, and prices rise until nobody wants to move by more than a grain.

Bertsekas' auction (Linear Network Optimization, 1991, chapter 4) with grains that shrink, for places that are alike
within a meetup and a profession's share of it. What it leaves is near the best; shortest paths make it exact.
"""

from typing import Any

from numba import njit

from meetups.engine.assignment.kernels import FAR, leave, take, taken


@njit(cache=True)
def auction(state: Any, bid: Any, queue: Any, grain: Any) -> None:
    """People of ``queue`` bid in turn until each has a place or wants none.

    ``bid`` (people,) int64: the price at which each would as well go elsewhere, and a ``grain``.
    """
    for i in queue:
        while i >= 0:
            first, second, e = 0, 0, -1
            for f in range(state.start[i], state.start[i + 1]):
                profit = state.gain[f] - state.role_price[state.group[f]]
                if profit > first:
                    first, second, e = profit, first, f
                elif profit > second:
                    second = profit
            if e < 0:
                break
            out = rival(state, bid, state.group[e])
            bid[i] = state.gain[e] - second + grain
            i = seat(state, e, out)
            reprice(state, bid, state.meetup[state.group[e]])


@njit(cache=True)
def seat(state: Any, e: Any, out: Any) -> Any:
    """Take edge ``e`` instead of ``out`` (-1: a free place); who is without a place now, -1 for nobody."""
    g = state.group[e]
    take(state, e)
    state.role_flow[g] += 1
    state.flow[state.meetup[g]] += 1
    if out < 0:
        return -1
    vacate(state, out)
    return state.person[out]


@njit(cache=True)
def vacate(state: Any, e: Any) -> None:
    """Unseat the person of an edge; the place is free."""
    g = state.group[e]
    leave(state, e)
    state.role_flow[g] -= 1
    state.flow[state.meetup[g]] -= 1


@njit(cache=True)
def lowest(state: Any, bid: Any, begin: Any, end: Any) -> Any:
    """The edge taken at the lowest bid in groups ``begin`` to ``end`` - 1; -1 when there is none."""
    low, edge = FAR, -1
    for g in range(begin, end):
        for k in range(state.first[g], state.first[g] + state.seated[g]):
            e = state.entry[k]
            if bid[state.person[e]] < low:
                low, edge = bid[state.person[e]], e
    return edge


@njit(cache=True)
def rival(state: Any, bid: Any, g: Any) -> Any:
    """The edge that somebody new in group ``g`` replaces; -1 when a place is free."""
    if state.role_flow[g] == state.cap[g]:
        return lowest(state, bid, g, g + 1)
    j = state.meetup[g]
    if state.flow[j] == state.places[j]:
        return lowest(state, bid, state.groups[j], state.groups[j + 1])
    return -1


@njit(cache=True)
def reprice(state: Any, bid: Any, j: Any) -> None:
    """A full meetup, or a profession that has its share, costs the lowest bid that holds a place."""
    if state.flow[j] == state.places[j]:
        e = lowest(state, bid, state.groups[j], state.groups[j + 1])
        state.price[j] = max(state.price[j], bid[state.person[e]])
    for g in range(state.groups[j], state.groups[j + 1]):
        if state.role_flow[g] < state.cap[g]:
            state.role_price[g] = state.price[j]
        elif state.seated[g] > 0:
            e = lowest(state, bid, g, g + 1)
            state.role_price[g] = max(max(state.role_price[g], state.price[j]), bid[state.person[e]])


@njit(cache=True)
def lower(state: Any, amount: Any) -> None:
    """Every price falls by ``amount``, not below 0: the bids with a smaller grain will say what is right."""
    for j in range(state.places.size):
        if state.places[j] > 0:
            state.price[j] = max(0, state.price[j] - amount)
        for g in range(state.groups[j], state.groups[j + 1]):
            kept = state.role_price[g] - amount if state.role_flow[g] == state.cap[g] else 0
            state.role_price[g] = max(state.price[j], kept)


@njit(cache=True)
def release(state: Any, free: Any) -> None:
    """Unseat whoever of those who go once would rather be elsewhere at these prices.

    Their place is ``free``, or kept in the flows for those whom the shortest paths will bring.
    """
    for i in range(state.times.size):
        if state.times[i] != 1:
            continue
        best, mine, edge = 0, 0, -1
        for e in range(state.start[i], state.start[i + 1]):
            if state.gain[e] >= 0:
                profit = state.gain[e] - state.role_price[state.group[e]]
                best = max(best, profit)
                if taken(state, e):
                    mine, edge = profit, e
        state.profit[i] = best
        if edge >= 0 and mine < best:
            if free:
                vacate(state, edge)
            else:
                leave(state, edge)
