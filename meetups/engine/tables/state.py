"""The plan as the compiled loop holds it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import IntArray
from meetups.engine.tables.checking import Checked
from meetups.engine.tables.kernels import State
from meetups.engine.tables.score import counts, meetings, parts_of

APART = 1 << 24  # more than the other parts together can win by one swap


@dataclass(frozen=True, eq=False)
class Changes:
    """What a late change adds: ``home`` (rounds, people) is the table that one leaves at ``price``, -1 for none."""

    home: NDArray[np.int32]
    price: int
    kept: int  # the first rounds, which are over
    low: IntArray  # (rounds, tables): fewer people than this cost
    high: IntArray


def state_of(checked: Checked, rounds: IntArray, changes: Changes | None = None) -> State:
    """The state of the plan ``rounds`` (rounds, people)."""
    table = rounds.astype(np.int32)
    seat_table = np.repeat(np.arange(checked.tables, dtype=np.int32), checked.places)
    first = np.concatenate(([0], np.cumsum(checked.places))).astype(np.int32)
    who = np.full((checked.rounds, seat_table.size), -1, dtype=np.int32)
    seat = np.full_like(table, -1)
    for number, row in enumerate(table):
        order = np.argsort(row, kind="stable")[int((row < 0).sum()) :]
        start = np.searchsorted(row[order], row[order])
        seat[number, order] = first[row[order]] + np.arange(order.size) - start
        who[number, seat[number, order]] = order
    pair, met = _prices(checked), meetings(checked, rounds)
    pair[met.one, met.other] += checked.weights.repeats * met.times.astype(np.int32)
    pair[met.other, met.one] = pair[met.one, met.other]
    hosts = counts(np.where(checked.host, rounds, -1), checked.tables).astype(np.int32)
    fixed = checked.wishes.pin >= 0
    if changes is not None:
        fixed[: changes.kept] = True
    even = checked.even.astype(np.int32)
    weights = checked.weights
    state = State(
        pair=pair,
        pull=_pull(checked, pair, table),
        table=table,
        seat=seat,
        who=who,
        seat_table=seat_table,
        first=first,
        seated=counts(rounds, checked.tables).astype(np.int32),
        hosts=hosts,
        low=even if changes is None else changes.low.astype(np.int32),
        high=even if changes is None else changes.high.astype(np.int32),
        host=checked.host,
        fixed=fixed,
        home=np.full_like(table, -1) if changes is None else changes.home,
        group=checked.wishes.group,
        price=np.array(
            [
                weights.repeats,
                weights.hosts if checked.host.any() else 0,
                weights.uneven,
                0 if changes is None else changes.price,
            ],
            dtype=np.int64,
        ),
    )
    return State(*map(np.ascontiguousarray, state))  # another order of memory would be another compilation


def _prices(checked: Checked) -> NDArray[np.int32]:
    """(people, people): what one meeting costs, this plan's other meetings aside."""
    weights = checked.weights
    price = checked.history * np.int32(weights.repeats)
    groups = (
        (checked.profession, weights.professions),
        (checked.structure, weights.structures),
        (np.where(checked.newcomer, 0, -1), weights.newcomers),
    )
    for code, weight in groups:
        for value in np.unique(code[code >= 0]):
            who = np.flatnonzero(code == value)
            price[np.ix_(who, who)] += weight
    np.fill_diagonal(price, 0)
    one, other = checked.wishes.pairs_together.T
    price[one, other] = price[other, one] = 0
    one, other = checked.wishes.apart.T
    price[one, other] += APART
    price[other, one] += APART
    return price


def _pull(checked: Checked, pair: NDArray[np.int32], table: NDArray[np.int32]) -> NDArray[np.int32]:
    pull = np.zeros((checked.rounds, checked.tables, checked.people), dtype=np.int32)
    for number, row in enumerate(table):
        for t in range(checked.tables):
            pull[number, t] = pair[row == t].sum(axis=0)
    return pull


def cost_of(checked: Checked, rounds: IntArray, changes: Changes | None = None) -> int:
    """What the search lowers, from scratch: the objective, and a price for each broken rule."""
    one, other = checked.wishes.apart.T
    near = (rounds[:, one] == rounds[:, other]) & (rounds[:, one] >= 0)
    cost = parts_of(checked, rounds).objective(checked.weights) + APART * int(near.sum())
    if changes is None:
        return cost
    count = counts(rounds, checked.tables)
    off = np.maximum(0, changes.low - count) + np.maximum(0, count - changes.high)
    cost += checked.weights.uneven * (int((off**2).sum()) - int(((count - checked.even) ** 2).sum()))
    return cost + changes.price * int(((changes.home >= 0) & (rounds != changes.home)).sum())
