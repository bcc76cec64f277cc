"""Who is next when a place is free. Pure: no clock, no database, no words.

A family of professions *has its share* once it holds a third of the table's places, rounded up. Places are given one
by one:

1. first to those whom an organiser placed by hand, in the order given (``rank``);
2. then to whoever has waited longest among those whose family has not its share yet;
3. when every family in the line has its share, to whoever has waited longest: no place stays empty.

Each place given counts for the next one. What one sees on the screen is this order as it would be if places came free
one after the other; it is worked out again each time, since whoever leaves changes what the table lacks.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate


class WaitingReason(StrEnum):
    """Why someone stands where they stand in the line."""

    BY_HAND = "by_hand"
    """An organiser put them there."""
    IN_TURN = "in_turn"
    """By how long they have waited, nobody passing."""
    PASSES = "passes"
    """Before someone who has waited longer, whose family has its share."""
    YIELDS = "yields"
    """After someone who has waited less: their own family has its share."""


@dataclass(frozen=True, order=True)
class InLine:
    """Someone who waits. Sorted by how long: ``since``, then ``key``, which only says who came first of two."""

    since: datetime
    key: int
    family: str
    rank: int | None = None


def family_share(capacity: int) -> int:
    """How many places one family of professions holds before it lets the others pass: a third, rounded up."""
    return -(-capacity // 3)


def in_order(line: Iterable[InLine], seated: Mapping[str, int], capacity: int) -> list[InLine]:
    """The whole line, next first. ``seated``: places held now by each family."""
    held, share, waiting = Counter(seated), family_share(capacity), sorted(line)
    placed = sorted((one for one in waiting if one.rank is not None), key=lambda one: (one.rank, one))
    held.update(one.family for one in placed)
    queues: dict[str, deque[InLine]] = defaultdict(deque)
    for one in waiting:
        if one.rank is None:
            queues[one.family].append(one)
    while queues:
        heads = [queue[0] for queue in queues.values()]
        chosen = min([head for head in heads if held[head.family] < share] or heads)
        queues[chosen.family].popleft()
        if not queues[chosen.family]:
            del queues[chosen.family]
        held[chosen.family] += 1
        placed.append(chosen)
    return placed


def reasons(order: Sequence[InLine]) -> list[WaitingReason]:
    """Why each of ``in_order``'s people stands there, in the same order."""
    by_age = [one for one in order if one.rank is None]
    latest_before = [None, *accumulate(by_age, max)]
    longest_after = list(accumulate(reversed(by_age), min))[::-1]
    said = {}
    for one, latest, longest in zip(by_age, latest_before, longest_after, strict=False):
        if latest is not None and latest > one:
            said[one] = WaitingReason.YIELDS
        else:
            said[one] = WaitingReason.PASSES if longest < one else WaitingReason.IN_TURN
    return [said.get(one, WaitingReason.BY_HAND) for one in order]


def placed_by_hand(order: Sequence[InLine], key: int, position: int) -> list[int]:
    """Whom to give ranks 1, 2, 3… so that ``key`` stands at ``position`` (0 is next) and nobody before moves.

    Those before that position are placed by hand too, and those who were stay so; a position beyond the end is the
    last one. Raises ``ValueError`` for someone who is not in the line.
    """
    keys = [one.key for one in order]
    position = max(0, min(position, len(keys) - 1))
    by_hand = {one.key for one in order if one.rank is not None} | {key}
    keys.insert(position, keys.pop(keys.index(key)))
    last = max(index for index, one in enumerate(keys) if one in by_hand)
    return keys[: last + 1]
