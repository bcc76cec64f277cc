"""Which candidates, together: the engine serves the most weight, then spares the most kilometres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from meetups.engine.coverage import choose_sites
from meetups.proposals.candidates import Candidate, World
from meetups.proposals.situation import FloatArray, IntArray


@dataclass(frozen=True)
class Choice:
    """Numbers of the candidates chosen, the one that adds most first, and how good they are together."""

    chosen: list[int]
    value: float
    """Weight of the people whom they could seat, each once, if families were not limited."""
    bound: float
    """No other choice serves more."""
    people: IntArray
    """Those served, ascending."""


def choose(world: World, candidates: Sequence[Candidate], count: int, without: frozenset[int] = frozenset()) -> Choice:
    """At most ``count`` candidates that complete each other, at most one of an area × pathway; pinned ones stand.

    ``without``: numbers of candidates that are not to be chosen.
    """
    offered = [number for number in range(len(candidates)) if number not in without]
    if not offered:
        return Choice([], 0.0, 0.0, np.empty(0, dtype=np.int64))
    return _choose(world, [candidates[number] for number in offered], offered, count)


def _choose(world: World, offered: Sequence[Candidate], numbers: list[int], count: int) -> Choice:
    weight, reach = _with_lures(world, offered, count)
    capacity = np.array([candidate.capacity + (candidate.pin is not None) for candidate in offered])
    gone: set[int] = set()
    while True:
        left = [at for at in range(len(offered)) if at not in gone]
        coverage = choose_sites([reach[at] for at in left], weight, capacity[left], count)
        seen: dict[tuple[int, int], int] = {}
        for step in coverage.steps:
            seen.setdefault(offered[left[step.site]].key, left[step.site])
        rivals = {left[step.site] for step in coverage.steps} - set(seen.values())
        if not rivals:
            break
        gone |= rivals
    lure = weight[len(world.weight) :].sum()
    people = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *coverage.guests]))
    served = people[people < len(world.weight)]
    return Choice([numbers[at] for at in seen.values()], coverage.value - lure, coverage.bound - lure, served)


def _with_lures(world: World, offered: Sequence[Candidate], count: int) -> tuple[FloatArray, list[IntArray]]:
    """The weights and whom each candidate reaches, with for each pin someone worth more than everybody else.

    Whoever maximises seats them, so that pinned candidates are always among those chosen.
    """
    pinned = [candidate for candidate in offered if candidate.pin is not None]
    largest = float(world.weight.max(initial=1.0))
    each = largest * (1 + sum(sorted((candidate.capacity for candidate in offered), reverse=True)[:count]))
    lured = list(dict.fromkeys(candidate.key for candidate in pinned))
    weight: FloatArray = np.concatenate((world.weight, np.full(len(lured), each)))
    reach: list[IntArray] = [
        np.append(candidate.reach, len(world.weight) + lured.index(candidate.key))
        if candidate.pin is not None
        else candidate.reach
        for candidate in offered
    ]
    return weight, reach
