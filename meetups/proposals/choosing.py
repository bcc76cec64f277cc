"""Which candidates, together: the engine serves the most weight, then spares the most kilometres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from meetups.proposals.candidates import Candidate, World
from meetups.proposals.situation import FloatArray

ITERATIONS = 300
"""Of the engine's search: enough for it to prove most choices best, the same answer each time."""


@dataclass(frozen=True)
class Chosen:
    """One candidate, by its number, and what the choice would lose without it or with the next best in its place."""

    number: int
    lost: float
    runner_up: int | None
    runner_up_loss: float
    is_exact: bool = True
    """Not: both losses are the most that they can be (see ``engine.coverage.Step``)."""


@dataclass(frozen=True)
class Choice:
    """The candidates chosen, the one that adds most first, and how good they are together."""

    chosen: list[Chosen]
    value: float
    """Weight of the people whom they could seat, each once, if families were not limited."""
    bound: float
    """No other choice serves more."""


def choose(world: World, candidates: Sequence[Candidate], count: int, without: frozenset[int] = frozenset()) -> Choice:
    """At most ``count`` candidates that complete each other, at most one of an area × pathway; pinned ones stand.

    ``without``: numbers of candidates that are not to be chosen.
    """
    from meetups.engine.coverage import Reach, choose_sites  # here: the engine takes time to load

    numbers = [number for number in range(len(candidates)) if number not in without]
    offered = [candidates[number] for number in numbers]
    lures = list(dict.fromkeys(candidate.key for candidate in offered if candidate.pin is not None))
    count = max(count, len(lures))
    if not offered or not count:
        return Choice([], 0.0, 0.0)
    keys = {key: code for code, key in enumerate(dict.fromkeys(candidate.key for candidate in offered))}
    weight = _with_lures(world, offered, count, len(lures))
    people, km = [], []
    for candidate in offered:
        lure = [len(world.weight) + lures.index(candidate.key)] if candidate.pin is not None else []
        people.append(np.append(candidate.reach, np.array(lure, dtype=np.int64)))
        km.append(np.append(candidate.km, np.zeros(len(lure))))
    used, compact = np.unique(np.concatenate(people), return_inverse=True)
    found = choose_sites(
        Reach(np.cumsum([0, *map(len, people)]), compact, np.concatenate(km)),
        weight[used],
        np.array([candidate.capacity + (candidate.pin is not None) for candidate in offered]),
        count,
        group=np.array([keys[candidate.key] for candidate in offered]),
        iterations=ITERATIONS,
    )
    lure_weight = float(weight[len(world.weight) :].sum())
    chosen = [
        Chosen(
            numbers[step.site],
            step.lost,
            None if step.runner_up is None else numbers[step.runner_up],
            step.runner_up_loss,
            step.is_exact,
        )
        for step in found.steps
    ]
    return Choice(chosen, found.value - lure_weight, found.bound - lure_weight)


def _with_lures(world: World, offered: Sequence[Candidate], count: int, lures: int) -> FloatArray:
    """The weights, and for each pin that of someone worth more than everybody else together.

    Whoever maximises seats them, so that pinned candidates are always among those chosen.
    """
    largest = float(world.weight.max(initial=1.0))
    each = largest * (1 + sum(sorted((candidate.capacity for candidate in offered), reverse=True)[:count]))
    return np.concatenate((world.weight, np.full(lures, each)))
