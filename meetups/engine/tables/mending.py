"""One round of a plan that no longer fits: pins, groups and places first, the others stay where they were."""

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.tables.checking import Checked


def mended(checked: Checked, number: int, row: IntArray, rng: np.random.Generator) -> IntArray | None:
    """``row`` with everybody present seated, pins and groups kept and no table too full; None when it gets stuck."""
    new, pin, group = row.copy(), checked.wishes.pin[number], checked.wishes.group
    new[pin >= 0] = pin[pin >= 0]
    present = checked.present[number]
    for code in range(int(group.max(initial=-1)) + 1):
        who = np.flatnonzero((group == code) & present)
        if who.size and np.unique(new[who]).size > 1:
            new[who] = _for_group(checked, new, who, pin)
    free = present & (pin < 0) & (group < 0)
    for table in range(checked.tables):
        over = np.flatnonzero(free & (new == table))
        excess = int((new == table).sum()) - int(checked.places[table])
        if excess > over.size:
            return None
        if excess > 0:
            new[rng.choice(over, excess, replace=False)] = -1
    for person in rng.permutation(np.flatnonzero(present & (new < 0))).tolist():
        room = checked.places - np.bincount(new[new >= 0], minlength=checked.tables)
        if group[person] >= 0 or not (room > 0).any():
            return None
        new[person] = int(np.argmax(np.where(room > 0, room + rng.random(room.size), -1)))
    return new


def _for_group(checked: Checked, row: IntArray, who: IntArray, pin: IntArray) -> int:
    """The table of a group that is not at one: its pin, or where most of it sits among tables that can hold it."""
    if (pin[who] >= 0).any():
        return int(pin[who].max())
    here = np.bincount(row[who][row[who] >= 0], minlength=checked.tables)
    return int(np.argmax(np.where(checked.places >= who.size, here, -1)))
