"""Share people out over meetups: a minimum-cost flow, first by bids, then by shortest paths, with a proof."""

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.assignment.auction import auction, lower, release
from meetups.engine.assignment.checking import check
from meetups.engine.assignment.kernels import UNIT_BITS, State, Work, work_for
from meetups.engine.assignment.mending import ask, bound, mend
from meetups.engine.assignment.mixing import mix
from meetups.engine.assignment.network import network
from meetups.engine.assignment.problem import AssignmentProblem
from meetups.engine.assignment.result import Assignment, described

GRAINS = (0.05, 0.01, 0.002, 0.0004, 0.00008)
"""Of the largest gain: what a bid adds, from one auction to the next (measured; any others give as good a plan)."""


def assign(problem: AssignmentProblem) -> Assignment:
    """The plan of the largest gain, and its proof; the same problem has the same plan.

    The caps of professions lie within those of meetups (they are laminar), so that the flow is whole and exact. Time
    grows a little faster than edges; memory is some 60 bytes for an edge.
    Raises an ``EngineError`` subclass that names the first bad item.
    """
    checked = check(problem)
    net = network(checked)
    work = work_for(net.state)
    net.state.low[:] = 0
    solve(net.state, work)
    for g in np.flatnonzero(net.wanted):
        raise_low(net.state, work, int(g), int(net.wanted[g]))
    best = int(bound(net.state, net.wanted))
    repairs = mix(checked, net, work)
    return described(problem, checked, net, best, repairs)


def solve(state: State, work: Work) -> None:
    """Seat people in an empty state without lower bounds."""
    once = by_largest_gain(state)
    bid = np.zeros(state.times.size, dtype=np.int64)
    largest = int(state.gain.max(initial=0)) >> UNIT_BITS
    for number, share in enumerate(GRAINS, 1):
        grain = max(1, int(largest * share)) << UNIT_BITS
        auction(state, bid, once[state.load[once] == 0], grain)
        if number < len(GRAINS):
            lower(state, grain)
        release(state, number < len(GRAINS))
    queue = np.concatenate((once[state.load[once] == 0], np.flatnonzero(state.times > 1)))
    mend(state, work, queue)


def by_largest_gain(state: State) -> IntArray:
    """Those who go once, the largest gain first: whoever comes later displaces fewer."""
    largest = np.full(state.times.size, -1, dtype=np.int64)
    some = np.flatnonzero(np.diff(state.start) > 0)
    if some.size:
        largest[some] = np.maximum.reduceat(state.gain, state.start[some])
    order = np.argsort(-largest, kind="stable")
    return order[(state.times[order] == 1) & (largest[order] > 0)]


def raise_low(state: State, work: Work, g: int, low: int) -> None:
    """Want ``low`` people in group ``g``, one after the other."""
    while state.low[g] < low:
        ask(state, work, g)
