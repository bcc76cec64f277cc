"""A first plan that keeps every hard rule, when no design can: people are dealt one by one, the hardest first."""

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.tables.checking import Checked
from meetups.engine.tables.errors import NoSeatingError

TRIES = 40


def dealt(checked: Checked, seed: int) -> IntArray:
    """(rounds, people): a plan in which places, pins and groups hold, and those to keep apart are, if it was found.

    Raises ``NoSeatingError`` naming somebody for whom no table was left.
    """
    rng = np.random.default_rng(seed)
    return np.array([_round(checked, number, rng) for number in range(checked.rounds)], dtype=np.int64)


def _round(checked: Checked, number: int, rng: np.random.Generator) -> IntArray:
    stuck = -1
    for _ in range(TRIES):
        row, stuck = _deal(checked, number, rng)
        if stuck < 0:
            return row
    raise NoSeatingError(f"round {number}: no table was found for person {stuck}", stuck)


def _deal(checked: Checked, number: int, rng: np.random.Generator) -> tuple[IntArray, int]:
    """One try: (row, -1), or (unfinished row, somebody for whom there is no table)."""
    row = np.full(checked.people, -1, dtype=np.int64)
    present, pin, group = checked.present[number], checked.wishes.pin[number], checked.wishes.group
    pinned = np.flatnonzero(pin >= 0)
    row[pinned] = pin[pinned]
    room = checked.places - np.bincount(row[pinned], minlength=checked.tables)
    wanted = checked.even[number] - (checked.places - room)
    others = rng.permutation(np.flatnonzero(present & (pin < 0)))
    units = [[person] for person in others.tolist() if group[person] < 0]
    for code in np.unique(group[others][group[others] >= 0]):
        units.append(others[group[others] == code].tolist())
    enemies = _enemies(checked)
    units.sort(key=lambda unit: (-len(unit), -sum(len(enemies.get(person, ())) for person in unit)))
    for unit in units:
        hostile = np.zeros(checked.tables, dtype=np.int64)
        for person in unit:
            seated = row[enemies.get(person, [])]
            np.add.at(hostile, seated[seated >= 0], 1)
        fits = np.flatnonzero((room >= len(unit)) & (hostile == 0))
        if fits.size == 0:
            fits = np.flatnonzero(room >= len(unit))  # the search will part them
        if fits.size == 0:
            return row, unit[0]
        table = fits[np.argmax(wanted[fits] + rng.random(fits.size))]
        row[unit] = table
        room[table] -= len(unit)
        wanted[table] -= len(unit)
    return row, -1


def _enemies(checked: Checked) -> dict[int, list[int]]:
    enemies: dict[int, list[int]] = {}
    for one, other in checked.wishes.apart.tolist():
        enemies.setdefault(one, []).append(other)
        enemies.setdefault(other, []).append(one)
    return enemies
