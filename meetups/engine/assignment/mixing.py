"""At least m professions at a meetup: local repairs, each by the profession that costs least, then exact again."""

from typing import Any

import numpy as np
from numba import njit

from meetups.engine.assignment.checking import Checked
from meetups.engine.assignment.kernels import FAR, State, Work
from meetups.engine.assignment.mending import ask
from meetups.engine.assignment.network import Network
from meetups.engine.assignment.result import Obstacle, Repair


def mix(checked: Checked, net: Network, work: Work) -> tuple[Repair, ...]:
    """Bring missing professions to the meetups that have people and too few of them; what was done, in order.

    Those there already are held (a lower bound each), the profession whose next person would lose least at today's
    prices is wanted too, and the flow is made best again. Repairs are greedy: each is exact, their sum need not be.
    """
    state = net.state
    repairs: list[Repair] = []
    tried = np.zeros(state.cap.size, dtype=np.bool_)
    stuck: set[int] = set()
    while True:
        short = [j for j in np.flatnonzero(lacking(state, net.fixed, checked.minimum)) if j not in stuck]
        if not short:
            return tuple(repairs)
        for j in short:
            repair = _repair(checked, net, work, int(j), tried)
            repairs.append(repair)
            if repair.obstacle is not None:
                stuck.add(int(j))


def _repair(checked: Checked, net: Network, work: Work, j: int, tried: Any) -> Repair:
    """One more profession, or several, at meetup ``j``."""
    state, before = net.state, int(net.state.total[0])
    groups = np.arange(state.groups[j], state.groups[j + 1])
    had, aim = _present(net, groups), int(checked.minimum[j])
    added: list[int] = []
    obstacle = None
    while (count := len(_present(net, groups))) < aim and count:
        if aim > checked.capacity[j]:
            obstacle = Obstacle.TOO_FEW_PLACES
            break
        for g in groups[(state.role_flow[groups] > 0) & (net.fixed[groups] == 0)]:
            state.low[g] = max(state.low[g], 1)
        g = int(cheapest(state, net.fixed, tried, j))
        if g < 0:
            obstacle = Obstacle.NOBODY_ELIGIBLE
            break
        tried[g] = True
        if ask(state, work, g):
            added.append(int(checked.labels[net.group_profession[g]]))
        else:
            state.low[g] -= 1
            state.role_price[g] = max(state.role_price[g], state.price[j])
    after = len(_present(net, groups))
    cost = (before - int(state.total[0])) / net.scale
    return Repair(j, len(had), after, tuple(added), cost, obstacle if after < aim else None)


def _present(net: Network, groups: Any) -> Any:
    return groups[net.state.role_flow[groups] + net.fixed[groups] > 0]


def lacking(state: State, fixed: Any, minimum: Any) -> Any:
    """(meetups,) bool: those that have people, of fewer professions than the minimum."""
    present = np.bincount(state.meetup[state.role_flow + fixed > 0], minlength=state.places.size)
    return (present > 0) & (present < minimum)


@njit(cache=True)
def cheapest(state: Any, fixed: Any, tried: Any, j: Any) -> Any:
    """The group of meetup ``j`` without anybody whose next person would lose least; -1 when nobody could come."""
    least, best = FAR, -1
    for g in range(state.groups[j], state.groups[j + 1]):
        if state.role_flow[g] + fixed[g] > 0 or tried[g] or state.cap[g] == 0:
            continue
        for k in range(state.first[g] + state.seated[g], state.first[g + 1]):
            e = state.entry[k]
            i = state.person[e]
            if state.gain[e] >= 0 and state.times[i] > 0:
                loss = state.profit[i] + state.role_price[g] - state.gain[e]
                if loss < least:
                    least, best = loss, g
    return best
