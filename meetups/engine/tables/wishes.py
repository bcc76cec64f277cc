"""What must hold beyond places: apart, together, pins. Wishes that contradict each other are refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import IntArray
from meetups.engine.tables.errors import ApartError, PinError, TogetherError, UnknownPersonError
from meetups.engine.tables.problem import BoolArray, SeatingProblem


@dataclass(frozen=True, eq=False)
class Wishes:
    """The hard rules as arrays."""

    apart: IntArray  # (pairs, 2), each pair once
    group: NDArray[np.int32]  # (people,): the people kept together, -1 alone
    pin: NDArray[np.int32]  # (rounds, people): the table, -1 free; a pin holds for the whole group

    @property
    def pairs_together(self) -> IntArray:
        """(pairs, 2): every pair kept together."""
        members = [np.flatnonzero(self.group == code) for code in range(int(self.group.max(initial=-1)) + 1)]
        pairs = [(a, b) for who in members for i, a in enumerate(who.tolist()) for b in who[i + 1 :].tolist()]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def check_wishes(problem: SeatingProblem, people: int, rounds: int, places: IntArray, present: BoolArray) -> Wishes:
    """The wishes of ``problem``; raises an ``EngineError`` subclass naming the first that cannot be kept."""
    group = _groups(problem.together, people)
    apart = _apart(problem.apart, people, group)
    for code in range(int(group.max(initial=-1)) + 1):
        size = int((present & (group == code)).sum(axis=1).max())
        if size > int(places.max()):
            first = int(np.flatnonzero(group == code)[0])
            raise TogetherError(f"{size} people together with person {first}: no table has as many places", first)
    pin = _pins(problem.pins, people, rounds, places, group, present)
    _check_pins(pin, places, apart, present)
    return Wishes(apart, group, pin)


def _rows(name: str, values: Any, columns: int, limits: Sequence[int]) -> list[list[int]]:
    array = np.asarray(values)
    if array.size == 0:
        return []
    if array.ndim != 2 or array.shape[1] != columns or not np.issubdtype(array.dtype, np.integer):
        raise UnknownPersonError(
            f"{name} has shape {array.shape} of {array.dtype}: expected rows of {columns} indices"
        )
    bad = np.flatnonzero(((array < 0) | (array >= np.array(limits))).any(axis=1))
    if bad.size:
        raise UnknownPersonError(
            f"{name}[{bad[0]}] is {array[bad[0]].tolist()}: limits are {list(limits)}", int(bad[0])
        )
    rows: list[list[int]] = array.tolist()
    return rows


def _groups(together: Sequence[Sequence[int]], people: int) -> NDArray[np.int32]:
    """Codes of the groups: those that share somebody are joined."""
    leader = list(range(people))

    def find(person: int) -> int:
        while leader[person] != person:
            leader[person] = leader[leader[person]]
            person = leader[person]
        return person

    for item, who in enumerate(together):
        for row in _rows(f"together[{item}]", [[person] for person in who], 1, [people]):
            leader[find(row[0])] = find(int(who[0]))
    roots = np.array([find(person) for person in range(people)])
    group = np.full(people, -1, dtype=np.int32)
    shared = np.flatnonzero(np.bincount(roots, minlength=people) > 1)
    for code, root in enumerate(shared):
        group[roots == root] = code
    return group


def _apart(values: Any, people: int, group: NDArray[np.int32]) -> IntArray:
    pairs = _rows("apart", values, 2, [people, people])
    for item, (one, other) in enumerate(pairs):
        if one == other:
            raise ApartError(f"apart[{item}]: person {one} is kept apart from themselves", item)
        if group[one] >= 0 and group[one] == group[other]:
            raise TogetherError(f"apart[{item}]: persons {one} and {other} are kept together too", item)
    return np.array(sorted({(min(pair), max(pair)) for pair in pairs}), dtype=np.int64).reshape(-1, 2)


def _pins(
    values: Any, people: int, rounds: int, places: IntArray, group: NDArray[np.int32], present: BoolArray
) -> NDArray[np.int32]:
    pin = np.full((rounds, people), -1, dtype=np.int32)
    for item, (number, person, table) in enumerate(_rows("pins", values, 3, [rounds, people, places.size])):
        if not present[number, person]:
            raise PinError(f"pins[{item}]: person {person} is absent from round {number}", item)
        who = np.flatnonzero(group == group[person]) if group[person] >= 0 else np.array([person])
        if ((pin[number, who] >= 0) & (pin[number, who] != table)).any():
            raise PinError(f"pins[{item}]: person {person} is pinned to two tables in round {number}", item)
        pin[number, who] = table
    pin[~present] = -1
    return pin


def _check_pins(pin: NDArray[np.int32], places: IntArray, apart: IntArray, present: BoolArray) -> None:
    for number, row in enumerate(pin):
        held = np.bincount(row[row >= 0], minlength=places.size)
        if (held > places).any():
            table = int(np.argmax(held > places))
            raise PinError(
                f"round {number}: {held[table]} people pinned to the {places[table]} places of {table}", table
            )
        for one, other in apart.tolist():
            if row[one] >= 0 and row[one] == row[other] and present[number, one] and present[number, other]:
                raise PinError(f"round {number}: persons {one} and {other}, kept apart, are pinned to one table", one)
