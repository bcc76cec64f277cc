"""After one change: the best plan again, from the previous one and its prices, with the fewest people who move."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from meetups.engine.arrays import IntArray
from meetups.engine.assignment.changes import Change, changed
from meetups.engine.assignment.checking import Checked, check
from meetups.engine.assignment.kernels import UNIT_BITS, State, take, work_for
from meetups.engine.assignment.mending import bound, mend
from meetups.engine.assignment.mixing import mix
from meetups.engine.assignment.network import Network, network, scale_of
from meetups.engine.assignment.result import Assignment, described, free_edges
from meetups.engine.assignment.solving import assign

UNIT = 1 << UNIT_BITS
LARGEST_GROWTH = 16  # gains that grow more than this are weighed anew: whole numbers have an end


@dataclass(frozen=True)
class Move:
    """Somebody who goes elsewhere. -1 is nowhere; somebody who goes several times may have several moves."""

    person: int
    before: int
    after: int


@dataclass(frozen=True, eq=False)
class Replanning:
    """The plan after a change, and who moves: those whom the change names included."""

    plan: Assignment
    moves: tuple[Move, ...]


def replan(previous: Assignment, change: Change) -> Replanning:
    """Follow one change; ``previous`` stays as it is, what-ifs are free.

    The value is the best for the changed problem (with ``minimum_professions``: for the roles that repairs hold, old
    and new). Among the best plans it is one where fewest people lose a place that they had: each place kept is worth
    2 ** -14 of the smallest difference between gains. Raises as ``assign`` does.
    """
    problem = changed(previous.problem, previous.checked, change)
    checked = check(problem)
    if scale_of(checked.gain) * LARGEST_GROWTH < previous.network.scale:
        return _compared(previous, assign(problem))
    net = network(checked, previous.network.scale)
    state, work = net.state, work_for(net.state)
    _carry_prices(previous, checked, net)
    before = free_edges(previous.network.state)
    held = before[(state.gain[before] >= 0) & (state.times[state.person[before]] > 0)]
    restore(state, held)
    _prefer(state, held, 1)
    old = previous.checked.times.size
    lost = state.person[np.setdiff1d(before, held)].astype(np.int64)
    queue = np.concatenate((np.unique(lost), np.arange(old, checked.times.size)))
    mend(state, work, queue[state.times[queue] > 0])
    repairs = mix(checked, net, work)
    _prefer(state, held, -1)
    for prices in (state.role_price, state.price, state.profit):
        prices += UNIT // 2
        prices &= ~(UNIT - 1)
    if int(bound(state, state.low)) != int(state.total[0]):  # paths of thousands of people: never seen
        return _compared(previous, assign(problem))
    return _compared(previous, described(problem, checked, net, int(bound(state, net.wanted)), repairs))


def _carry_prices(previous: Assignment, checked: Checked, net: Network) -> None:
    """Prices, flows and people held, from the previous network to the one that follows it."""
    old, state = previous.network.state, net.state
    professions = checked.labels.size
    keys = state.meetup * np.int64(professions) + net.group_profession
    role = np.searchsorted(checked.labels, previous.role_profession)
    same = np.searchsorted(keys, previous.role_meetup * professions + role)
    state.price[:] = old.price
    state.role_price[:] = state.price[state.meetup]
    state.role_price[same] = old.role_price
    state.role_flow[same] = old.role_flow
    state.flow[:] = old.flow
    state.profit[: old.profit.size] = old.profit
    repaired = same[old.low > previous.network.wanted]
    state.low[repaired] = np.minimum(np.maximum(state.low[repaired], 1), state.cap[repaired])


def _prefer(state: State, held: IntArray, grain: int) -> None:
    """Make the places held dearer by a grain that no two plans of different value can outweigh."""
    state.gain[held] += grain
    if grain > 0:
        once = state.person[held]
        state.profit[once[state.times[once] == 1]] += grain


@njit(cache=True)
def restore(state: Any, edges: Any) -> None:
    """Seat the people of ``edges`` as they were."""
    for e in edges:
        take(state, e)


def _compared(previous: Assignment, plan: Assignment) -> Replanning:
    """Who moves, by number: places lost and places won of one person go in pairs."""
    moves = []
    lost, won = np.setdiff1d(previous.edges, plan.edges), np.setdiff1d(plan.edges, previous.edges)
    person, meetup = plan.problem.person, plan.checked.meetup
    for who in np.unique(person[np.concatenate((lost, won))]).tolist():
        gone, come = lost[person[lost] == who], won[person[won] == who]
        for k in range(max(gone.size, come.size)):
            before = int(meetup[gone[k]]) if k < gone.size else -1
            moves.append(Move(who, before, int(meetup[come[k]]) if k < come.size else -1))
    return Replanning(plan, tuple(moves))
