"""Small assignments, and the best of each by trying everything: slow, simple, and sharing nothing with the engine."""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from meetups.engine.assignment import Arrival, AssignmentProblem, Capacity, Change, Departure, Unavailable

Gains = list[dict[int, float]]  # for each person, the gain of each meetup that they could go to


def problem_of(gains: Gains, profession: list[int], capacity: list[int], **rules: object) -> AssignmentProblem:
    """The same from plain lists."""
    start = np.cumsum([0, *(len(row) for row in gains)])
    meetup = np.array([j for row in gains for j in row], dtype=np.int64)
    gain = np.array([row[j] for row in gains for j in row], dtype=np.float64)
    return AssignmentProblem(start, meetup, gain, np.array(profession), np.array(capacity), **rules)  # type: ignore[arg-type]


def optimum(problem: AssignmentProblem, kept: Iterable[int] = ()) -> tuple[int, float, int]:
    """(wanted pairs met, value, edges of ``kept`` that stay) of the best plan, in this order of importance."""
    stays, share = set(kept), np.broadcast_to(problem.max_share, len(problem.capacity))
    times = np.broadcast_to(problem.times, len(problem.profession))
    required, excluded = {tuple(p) for p in problem.required}, {tuple(p) for p in problem.excluded}
    states: dict[tuple[tuple[int, int, int], ...], tuple[float, int]] = {(): (0.0, 0)}
    for person, role in enumerate(problem.profession.tolist()):
        edges = range(problem.start[person], problem.start[person + 1])
        pairs = {e: (person, int(problem.meetup[e])) for e in edges}
        must = {e for e in edges if pairs[e] in required}
        may = [e for e in edges if e not in must and pairs[e] not in excluded and problem.gain[e] >= 0]
        free = range(int(times[person]) - len(must) + 1)
        choices = [must | set(some) for size in free for some in combinations(may, size)]
        after: dict[tuple[tuple[int, int, int], ...], tuple[float, int]] = {}
        for state, (value, same) in states.items():
            for choice in choices:
                count = Counter({(j, r): n for j, r, n in state})
                count.update((int(problem.meetup[e]), role) for e in choice)
                if not _fits(count, problem.capacity, share):
                    continue
                key = tuple(sorted((j, r, n) for (j, r), n in count.items()))
                best = value + sum(float(problem.gain[e]) for e in choice), same + len(stays & choice)
                after[key] = max(after.get(key, best), best)
        states = after
    return max((_met(key, problem), *best) for key, best in states.items())


def _fits(count: Counter[tuple[int, int]], capacity: Iterable[int], share: Iterable[float]) -> bool:
    for j, (places, part) in enumerate(zip(capacity, share, strict=True)):
        there = [number for (meetup, _), number in count.items() if meetup == j]
        if sum(there) > places or max(there, default=0) > math.ceil(part * places - 1e-9):
            return False
    return True


def _met(key: tuple[tuple[int, int, int], ...], problem: AssignmentProblem) -> int:
    there = {(j, role): number for j, role, number in key}
    asked = Counter((int(j), int(role)) for j, role in problem.wanted)
    return sum(min(number, there.get(pair, 0)) for pair, number in asked.items())


@st.composite
def problems(draw: st.DrawFn, *, most: int = 6, wanted: bool = True, pins: bool = True) -> AssignmentProblem:
    """Up to six people and three meetups, with every rule; gains have many ties."""
    people, meetups = draw(st.integers(1, most)), draw(st.integers(1, 3))
    row = st.dictionaries(st.integers(0, meetups - 1), st.integers(-2, 8).map(lambda half: half / 2))
    gains = [draw(row) for _ in range(people)]
    profession = draw(st.lists(st.integers(4, 6), min_size=people, max_size=people))
    capacity = draw(st.lists(st.integers(0, 3), min_size=meetups, max_size=meetups))
    share = draw(st.sampled_from([0.3, 0.5, 1.0]))
    times = draw(st.one_of(st.just(1), st.lists(st.integers(0, 2), min_size=people, max_size=people)))
    pairs = st.lists(st.tuples(st.integers(0, meetups - 1), st.integers(4, 7)), max_size=3)
    everywhere = st.tuples(st.integers(0, people - 1), st.integers(0, meetups - 1))
    return problem_of(
        gains,
        profession,
        capacity,
        max_share=share,
        times=times if isinstance(times, int) else np.array(times),
        wanted=draw(pairs) if wanted else (),
        excluded=draw(st.lists(everywhere, max_size=1)) if pins else (),
    )


@st.composite
def changes(draw: st.DrawFn, problem: AssignmentProblem) -> Change:
    """Anything that can change."""
    person, meetup = draw(st.integers(0, problem.people - 1)), draw(st.integers(0, problem.meetups - 1))
    gains = draw(st.dictionaries(st.integers(0, problem.meetups - 1), st.integers(-1, 10).map(float)))
    arrival = Arrival(draw(st.integers(4, 8)), np.array(list(gains), dtype=np.int64), np.array(list(gains.values())))
    every = [Departure(person), Unavailable(person, meetup), Capacity(meetup, draw(st.integers(0, 4))), arrival]
    return draw(st.sampled_from(every))


def crowd(people: int, meetups: int, seed: int, near: int = 6) -> AssignmentProblem:
    """Some hundreds of people around towns, of eight professions, more than there are places."""
    chance = np.random.default_rng(seed)
    here, there = chance.uniform(0, 50, (people, 2)), chance.uniform(0, 50, (meetups, 2))
    km = np.linalg.norm(here[:, None] - there[None], axis=2)
    meetup = np.sort(np.argsort(km, axis=1)[:, :near], axis=1)
    gain = 5.0 * chance.integers(1, 20, people)[:, None] + 60 - np.take_along_axis(km, meetup, axis=1)
    profession = chance.choice(8, people, p=np.array([36, 18, 12, 9, 8, 7, 6, 4]) / 100)
    start = np.arange(0, people * near + 1, near)
    return AssignmentProblem(start, meetup.ravel(), gain.ravel(), profession, np.full(meetups, 12), max_share=1 / 3)
