"""From a design to a first plan: choose it, take people off it when tables are uneven, and seat people on it."""

from collections.abc import Iterator

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.tables.checking import Checked
from meetups.engine.tables.designs import bose, kirkman, squares
from meetups.engine.tables.starters import TRIES, starter


def built(checked: Checked, seed: int, *, patient: bool = True) -> IntArray | None:
    """A plan (rounds, people) whose rounds hold as few repeats as designs know, or None when none fits.

    ``patient``: look for seconds, not tenths, for a design that no formula gives.
    Designs know nothing of pins, absences and groups. What was met before, and who is kept apart, is for the search.
    """
    wishes = checked.wishes
    if (wishes.group >= 0).any() or (wishes.pin >= 0).any() or not checked.present.all():
        return None
    even = checked.even[0]
    size, tables = int(even.max()), int((even > 0).sum())
    if size < 2 or tables < 2 or not np.isin(even, (0, size - 1, size)).all():
        return None
    longest = None
    for design in _designs(tables, size, checked.rounds, seed, patient):
        plan = _taken_off(design[: checked.rounds], tables * size - checked.people)
        if plan is not None and (longest is None or len(plan) > len(longest)):
            longest = plan
        if longest is not None and len(longest) == checked.rounds:
            break
    return None if longest is None else _seated(checked, longest, seed)


def _designs(tables: int, size: int, rounds: int, seed: int, patient: bool) -> Iterator[IntArray]:
    """Designs for these tables, the cheapest to build first."""
    yield squares(tables, size, rounds)
    for known in (kirkman(tables, size), bose(tables, size)):
        if known is not None:
            yield known
    turned = starter(tables, size, rounds, seed, tries=TRIES if patient else 1)
    if turned is not None:
        yield turned


def _taken_off(plan: IntArray, number: int) -> IntArray | None:
    """``plan`` without ``number`` people who never meet, so that no table loses two of them in a round."""
    people = plan.shape[1] if len(plan) else 0
    gone: list[int] = []
    for person in range(people - 1, -1, -1):
        if len(gone) == number:
            break
        if not any((plan[:, person] == plan[:, other]).any() for other in gone):
            gone.append(person)
    return np.delete(plan, gone, axis=1) if people and len(gone) == number else None


def _seated(checked: Checked, plan: IntArray, seed: int) -> IntArray:
    """The people on the design, its tables in each round on ours of the same size; rounds that it lacks are random."""
    rng = np.random.default_rng(seed)
    order = _in_columns(checked, rng)
    even = checked.even[0]
    ours = np.argsort(-even, kind="stable")
    rounds = np.empty((checked.rounds, checked.people), dtype=np.int64)
    for number in range(checked.rounds):
        if number < len(plan):
            theirs = np.argsort(-np.bincount(plan[number]), kind="stable")
            name = np.empty(theirs.size, dtype=np.int64)
            name[theirs] = ours[: theirs.size]
            rounds[number, order] = name[plan[number]]
        else:
            rounds[number, rng.permutation(checked.people)] = np.repeat(np.arange(checked.tables), even)
    return rounds


def _in_columns(checked: Checked, rng: np.random.Generator) -> IntArray:
    """People in the order of the columns, each of which gives one person to each table.

    A column of hosts gives each table its host; people of one profession side by side are spread by their column.
    """
    shuffled = rng.permutation(checked.people)
    tables = int((checked.even[0] > 0).sum())
    order = shuffled[np.lexsort((checked.structure[shuffled], checked.profession[shuffled]))]
    hosts = order[checked.host[order]]
    if hosts.size < tables:
        return order
    first = hosts[np.linspace(0, hosts.size - 1, tables).astype(np.int64)]
    return np.concatenate((first, order[~np.isin(order, first)]))
