"""Where one more person goes: the shortest path to a free place, or to somebody who is better left without."""

from typing import Any

from numba import njit

from meetups.engine.assignment.kernels import (
    BONUS,
    FAR,
    label,
    leave,
    nearest,
    reach,
    sent,
    settle,
    take,
    taken,
)


@njit(cache=True)
def look_around(state: Any, work: Any, i: Any, d: Any, best: Any) -> None:
    """From person ``i``, who has to move at distance ``d``: every other place they could have."""
    profit = d + state.profit[i]
    for e in range(state.start[i], state.start[i + 1]):
        g = state.group[e]
        there = profit + state.role_price[g] - state.gain[e]
        if there < best and there < work.distance[g] and state.gain[e] >= 0 and not taken(state, e):
            reach(work, g, there, e)


@njit(cache=True)
def push(state: Any, work: Any, origin: Any) -> Any:
    """Send one person on from the node ``origin`` by the shortest path; the node where it ends.

    That is the root (a free place, or somebody left without), or on the way a place that awaits somebody. Prices
    follow, so that no arc that has room costs less than nothing (successive shortest paths).
    """
    groups, meetups = state.cap.size, state.places.size
    best, end = FAR, -1
    reach(work, origin, 0, -1)
    if origin >= groups + meetups:
        best, end = state.profit[origin - groups - meetups], origin
    while work.size[0] > 0:
        node = nearest(work)
        d = work.distance[node]
        if d >= best:
            break
        if node < groups:
            g = node
            if state.seated[g] < state.role_flow[g]:
                best, end = d, node
                break
            j = groups + state.meetup[g]
            if state.role_flow[g] < state.cap[g]:
                there = d + state.price[j - groups] - state.role_price[g]
                if state.role_flow[g] < state.low[g]:
                    there -= BONUS
                if there < best and there < work.distance[j]:
                    reach(work, j, there, g)
            for k in range(state.first[g], state.first[g] + state.seated[g]):
                e = state.entry[k]
                i = state.person[e]
                there = d + state.gain[e] - state.profit[i] - state.role_price[g]
                person = groups + meetups + i
                if there < best and there < work.distance[person]:
                    if there + state.profit[i] < best:
                        best, end = there + state.profit[i], person
                    if there == d and work.position[person] < 0:
                        label(work, person, d, e)
                        look_around(state, work, i, d, best)
                    else:
                        reach(work, person, there, e)
        elif node < groups + meetups:
            j = node - groups
            if sent(state, j) < state.flow[j]:
                best, end = d, node
                break
            if state.flow[j] < state.places[j] and d - state.price[j] < best:
                best, end = d - state.price[j], node
            for g in range(state.groups[j], state.groups[j + 1]):
                if state.role_flow[g] > 0:
                    there = d + state.role_price[g] - state.price[j]
                    if state.role_flow[g] <= state.low[g]:
                        there += BONUS
                    if there < best and there < work.distance[g]:
                        reach(work, g, there, -1)
        else:
            look_around(state, work, node - groups - meetups, d, best)
    send(state, work, origin, end)
    settle(state, work, best, 1)
    return end


@njit(cache=True)
def send(state: Any, work: Any, origin: Any, end: Any) -> None:
    """Move everybody on the path from ``origin`` to ``end`` one step on."""
    groups, meetups = state.cap.size, state.places.size
    node = end
    if groups <= node < groups + meetups and sent(state, node - groups) >= state.flow[node - groups]:
        state.flow[node - groups] += 1
    while node != origin:
        before = work.before[node]
        if node >= groups + meetups:
            leave(state, before)
            node = state.group[before]
        elif node >= groups:
            state.role_flow[before] += 1
            node = before
        elif before < 0:
            state.role_flow[node] -= 1
            node = groups + state.meetup[node]
        else:
            take(state, before)
            node = groups + meetups + state.person[before]


@njit(cache=True)
def insert(state: Any, work: Any, queue: Any) -> None:
    """Bring in the people of ``queue``, who have no place yet, one after the other."""
    origin = state.cap.size + state.places.size
    for i in queue:
        state.profit[i] = 0
        for e in range(state.start[i], state.start[i + 1]):
            if state.gain[e] >= 0 and not taken(state, e):
                state.profit[i] = max(state.profit[i], state.gain[e] - state.role_price[state.group[e]])
        while state.load[i] < state.times[i] and state.profit[i] > 0:
            if push(state, work, origin + i) == origin + i:
                break
