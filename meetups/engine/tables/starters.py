"""Rounds turned from one: a cyclic group moves the people, and a few base rounds give all the others.

With ``turn`` elements in the group, people stand on circles of ``turn`` places (and a few stay in the middle, where
they never meet each other). Turning a base round gives ``turn`` rounds. Two people at one table of it meet again
exactly if another table holds two people at the same distance on the same circles: so one looks for base rounds in
which no distance comes twice, among ``tables × size`` people instead of all the rounds. I. Anderson,
Combinatorial Designs and Tournaments (1997). Distances that a half turn brings back to themselves would come twice.
A second symmetry may send each circle onto the next (``fold`` of them in turn) and leave the base round as it is: then
a fold-th of its tables gives the others.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from meetups.engine.arrays import IntArray
from meetups.engine.tables.annealing import accepted
from meetups.engine.tables.kernels import below

HEAT = 0.33  # in repeats; measured: 0.3 to 0.4 finds most
TRIES, ITERATIONS = 4, 250_000  # the number of iterations doubles with each try
LARGEST = 64  # people; beyond, the search over all the rounds does as well


class Wheel(NamedTuple):
    """``circles`` × ``turn`` people who turn, ``still`` who do not, ``bases`` rounds to find, and a ``fold``."""

    turn: int
    circles: int
    still: int
    bases: int
    fold: int


def starter(tables: int, size: int, rounds: int, seed: int, *, tries: int = TRIES) -> IntArray | None:
    """At least ``rounds`` rounds of ``tables`` tables of ``size``, no two people meeting twice; None if not found.

    The people who stay in the middle come last: they never meet.
    """
    people = tables * size
    if people > LARGEST or rounds * (size - 1) >= people:
        return None
    wheels = [(wheel, *distances(wheel)) for wheel in _wheels(people, tables, rounds)]
    wheels = [each for each in wheels if _has_room(each[0], each[2], size)]
    rng = np.array([seed], dtype=np.uint64)
    for attempt in range(tries):
        for wheel, kind, before in wheels:
            seats = np.empty((wheel.bases, people // wheel.fold), dtype=np.int64)
            image = motions(wheel)[1 % wheel.fold]
            if find(kind, before, image, wheel.fold, size, HEAT, ITERATIONS << attempt, rng, seats):
                return _turned(wheel, seats, size)[:rounds]
    return None


def _wheels(people: int, tables: int, rounds: int) -> list[Wheel]:
    """The wheels that give just enough rounds."""
    wheels = []
    for bases in (1, 2):
        turn = -(-rounds // bases)
        circles, still = divmod(people, turn)
        for fold in (1, 2, 3):
            if turn > 1 and circles and still <= tables and not (circles % fold or still % fold or tables % fold):
                wheels.append(Wheel(turn, circles, still, bases, fold))
    return wheels


def motions(wheel: Wheel) -> IntArray:
    """(turn × fold, people): where each element of the group sends each person; turned by t, folded f: t·fold + f."""
    turn, circles, still, _, fold = wheel
    circle, place = np.divmod(np.arange(turn * circles), turn)
    rows = []
    for by in range(turn):
        for f in range(fold):
            moved = (circle // fold * fold + (circle + f) % fold) * turn + (place + by) % turn
            middle = np.arange(still) // fold * fold + (np.arange(still) + f) % fold
            rows.append(np.concatenate((moved, turn * circles + middle)))
    return np.array(rows, dtype=np.int64)


def distances(wheel: Wheel) -> tuple[IntArray, IntArray]:
    """(people, people): the number of each pair's distance; and how often each has come before anybody sits."""
    moves = motions(wheel)
    people = moves.shape[1]
    kind = np.full((people, people), -1, dtype=np.int64)
    before: list[int] = []
    for one in range(people):
        for other in range(one + 1, people):
            if kind[one, other] >= 0:
                continue
            a, b = moves[:, one], moves[:, other]
            kind[a, b] = kind[b, a] = len(before)
            before.append(len(moves) // np.unique(np.minimum(a, b) * people + np.maximum(a, b)).size - 1)
    return kind, np.array(before, dtype=np.int64)


def _has_room(wheel: Wheel, before: IntArray, size: int) -> bool:
    """Whether there are as many distances as pairs at the tables of the base rounds."""
    people = wheel.turn * wheel.circles + wheel.still
    return int((before == 0).sum()) >= wheel.bases * people // wheel.fold * (size - 1) // 2


def _turned(wheel: Wheel, seats: IntArray, size: int) -> IntArray:
    moves = motions(wheel).reshape(wheel.turn, wheel.fold, -1)
    plan = np.empty((wheel.bases, wheel.turn, moves.shape[2]), dtype=np.int64)
    tables = seats.shape[1] // size
    for base, by, f in np.ndindex(wheel.bases, wheel.turn, wheel.fold):
        plan[base, by, moves[by, f, seats[base]]] = f * tables + np.arange(seats.shape[1]) // size
    return plan.reshape(-1, moves.shape[2])


@njit(cache=True)
def count(kind: Any, times: Any, row: Any, size: Any, seat: Any, person: Any, step: Any) -> Any:
    """Add (or take away) the distances of ``person`` to the others at the table of ``seat``; the change in repeats."""
    change = 0
    first = seat // size * size
    for other in range(first, first + size):
        if other != seat:
            number = kind[person, row[other]]
            change += times[number] if step > 0 else 1 - times[number]
            times[number] += step
    return change


@njit(cache=True)
def deal(kind: Any, times: Any, image: Any, fold: Any, size: Any, rng: Any, row: Any) -> Any:
    """Seat one person of each fold, in any order; the repeats."""
    seats, cost, seat = row.size, 0, 0
    for person in range(kind.shape[0]):
        if fold == 1 or (person < image[person] and (fold == 2 or person < image[image[person]])):
            place = below(rng, seat + 1)
            row[seat] = row[place]
            row[place] = person
            seat += 1
    for seat in range(seats):
        for other in range(seat // size * size, seat):
            number = kind[row[seat], row[other]]
            cost += times[number]
            times[number] += 1
    return cost


@njit(cache=True)
def find(
    kind: Any, before: Any, image: Any, fold: Any, size: Any, heat: Any, iterations: Any, rng: Any, seats: Any
) -> Any:
    """Anneal ``seats`` (bases, people / fold) at one heat until no distance comes twice; whether it did."""
    bases, people = seats.shape
    times, cost = before.copy(), 0
    for base in range(bases):
        cost += deal(kind, times, image, fold, size, rng, seats[base])
    for _ in range(iterations):
        if cost == 0:
            return True
        row, p, q = seats[below(rng, bases)], below(rng, people), below(rng, people)
        if p // size == q // size:
            continue
        one, other = row[p], row[q]
        new_one, new_other = one, other
        for _ in range(below(rng, fold)):
            new_one = image[new_one]
        for _ in range(below(rng, fold)):
            new_other = image[new_other]
        change = count(kind, times, row, size, p, one, -1) + count(kind, times, row, size, q, other, -1)
        change += count(kind, times, row, size, p, new_other, 1) + count(kind, times, row, size, q, new_one, 1)
        if accepted(rng, change, heat):
            row[p], row[q] = new_other, new_one
            cost += change
        else:
            count(kind, times, row, size, p, new_other, -1)
            count(kind, times, row, size, q, new_one, -1)
            count(kind, times, row, size, p, one, 1)
            count(kind, times, row, size, q, other, 1)
    return cost == 0
