"""Who takes a place that is free: the shortest path from somebody left without, or from a place worth no more."""

from typing import Any

from numba import njit

from meetups.engine.assignment.kernels import BONUS, FAR, label, leave, nearest, reach, settle, take, taken


@njit(cache=True)
def look_back(state: Any, work: Any, i: Any, d: Any, best: Any) -> None:
    """From person ``i``, who would come at distance ``d``: the places that they would leave."""
    for e in range(state.start[i], state.start[i + 1]):
        g = state.group[e]
        there = d + state.gain[e] - state.profit[i] - state.role_price[g]
        if there < best and there < work.distance[g] and taken(state, e):
            reach(work, g, there, e)


@njit(cache=True)
def pull(state: Any, work: Any, origin: Any) -> Any:
    """Bring one person from the root to the node ``origin`` by the shortest path; the node where it begins.

    That node is a person who had none or not enough places, or a meetup that has one person less. Prices follow.
    """
    groups, meetups = state.cap.size, state.places.size
    best, end = FAR, -1
    reach(work, origin, 0, -1)
    while work.size[0] > 0:
        node = nearest(work)
        d = work.distance[node]
        if d >= best:
            break
        if node < groups:
            g = node
            j = groups + state.meetup[g]
            if state.role_flow[g] > 0:
                there = d + state.role_price[g] - state.price[j - groups]
                if state.role_flow[g] <= state.low[g]:
                    there += BONUS
                if there < best and there < work.distance[j]:
                    reach(work, j, there, g)
            for k in range(state.first[g] + state.seated[g], state.first[g + 1]):
                e = state.entry[k]
                i = state.person[e]
                there = d + state.profit[i] + state.role_price[g] - state.gain[e]
                person = groups + meetups + i
                if there < best and there < work.distance[person] and state.gain[e] >= 0 and state.times[i] > 0:
                    if state.load[i] < state.times[i]:
                        best, end = there, person
                        label(work, person, there, e)
                    elif there == d and work.position[person] < 0:
                        label(work, person, d, e)
                        look_back(state, work, i, d, best)
                    else:
                        reach(work, person, there, e)
        elif node < groups + meetups:
            j = node - groups
            if state.flow[j] > 0 and d + state.price[j] < best:
                best, end = d + state.price[j], node
            for g in range(state.groups[j], state.groups[j + 1]):
                if state.role_flow[g] < state.cap[g]:
                    there = d + state.price[j] - state.role_price[g]
                    if state.role_flow[g] < state.low[g]:
                        there -= BONUS
                    if there < best and there < work.distance[g]:
                        reach(work, g, there, -1)
        else:
            look_back(state, work, node - groups - meetups, d, best)
    fetch(state, work, origin, end)
    settle(state, work, best, -1)
    return end


@njit(cache=True)
def fetch(state: Any, work: Any, origin: Any, end: Any) -> None:
    """Move everybody on the path from ``end`` to ``origin`` one step on."""
    groups, meetups = state.cap.size, state.places.size
    node = end
    if groups <= node < groups + meetups:
        state.flow[node - groups] -= 1
    while node != origin:
        after = work.before[node]
        if node >= groups + meetups:
            take(state, after)
            node = state.group[after]
        elif node >= groups:
            state.role_flow[after] -= 1
            node = after
        elif after < 0:
            state.role_flow[node] += 1
            node = groups + state.meetup[node]
        else:
            leave(state, after)
            node = groups + meetups + state.person[after]
