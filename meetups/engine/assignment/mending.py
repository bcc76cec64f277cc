"""From a plan and prices that a change has spoilt back to the best plan, and how far a plan is from it."""

from typing import Any

from numba import njit

from meetups.engine.assignment.backward import pull
from meetups.engine.assignment.forward import insert, push
from meetups.engine.assignment.kernels import BONUS, UNIT_BITS, sent


@njit(cache=True)
def mend(state: Any, work: Any, queue: Any) -> None:
    """Let every flow follow the prices, send on who is too many, seat ``queue``, bring whom a place awaits."""
    groups = state.cap.size
    for g in range(groups):
        state.role_flow[g] = follow(state, g)
    for j in range(state.places.size):
        if state.flow[j] > state.places[j] or state.price[j] > 0:
            state.flow[j] = state.places[j]
    for g in range(groups):
        while state.seated[g] > state.role_flow[g]:
            push(state, work, g)
    for j in range(state.places.size):
        while sent(state, j) > state.flow[j]:
            push(state, work, groups + j)
    insert(state, work, queue)
    for g in range(groups):
        while state.seated[g] < state.role_flow[g]:
            pull(state, work, g)
    for j in range(state.places.size):
        while sent(state, j) < state.flow[j]:
            pull(state, work, groups + j)


@njit(cache=True)
def follow(state: Any, g: Any) -> Any:
    """How many people the prices send from group ``g`` to its meetup: the number nearest to what it is."""
    flow, cap, low = min(state.role_flow[g], state.cap[g]), state.cap[g], min(state.low[g], state.cap[g])
    beyond = state.role_price[g] - state.price[state.meetup[g]]
    if beyond > 0:
        return cap
    if beyond < -BONUS:
        return 0
    if beyond < 0:
        flow = min(flow, low)
    return max(flow, low) if beyond > -BONUS else flow


@njit(cache=True)
def ask(state: Any, work: Any, g: Any) -> Any:
    """Want one more person in group ``g``, whatever it costs; whether somebody comes."""
    before = state.low[g]
    state.low[g] = before + 1
    if state.role_flow[g] <= before:
        state.role_flow[g] += 1
        push(state, work, state.cap.size + state.meetup[g])
        if state.seated[g] < state.role_flow[g]:
            pull(state, work, g)
    return state.role_flow[g] > before


@njit(cache=True)
def bound(state: Any, low: Any) -> Any:
    """No plan has a larger total, in units, among those that meet the lower bounds ``low`` as well as this one does.

    The dual of the flow: people at the prices, places at the meetup's, caps and lower bounds at the profession's.
    """
    best = 0
    for j in range(state.places.size):
        best += state.places[j] * (state.price[j] >> UNIT_BITS)
    for g in range(state.cap.size):
        beyond = role_price(state, low, g) - state.price[state.meetup[g]]
        wanted = min(low[g], state.cap[g])
        best += state.cap[g] * (max(0, beyond) >> UNIT_BITS)
        best += wanted * (max(0, min(0, beyond) + BONUS) >> UNIT_BITS)
        best -= min(wanted, state.role_flow[g]) * (BONUS >> UNIT_BITS)
    for i in range(state.times.size):
        profit = 0 if state.times[i] < 2 else state.profit[i]
        over = 0
        for e in range(state.start[i], state.start[i + 1]):
            if state.gain[e] >= 0:
                here = state.gain[e] - role_price(state, low, state.group[e])
                if state.times[i] < 2:
                    profit = max(profit, here)
                else:
                    over += max(0, here - profit) >> UNIT_BITS
        best += state.times[i] * (profit >> UNIT_BITS) + over
    return best


@njit(cache=True)
def role_price(state: Any, low: Any, g: Any) -> Any:
    """The price of a profession; without a lower bound it is at least the meetup's."""
    return state.role_price[g] if low[g] > 0 else max(state.role_price[g], state.price[state.meetup[g]])
