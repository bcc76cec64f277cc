"""Problems of tables drawn at random, and the best plans of tiny ones by trying everything."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from hypothesis import strategies as st

from meetups.engine.tables import SeatingProblem, Weights


@st.composite
def problems(draw: st.DrawFn, *, most: int = 14, hard: bool = True, rounds: int = 3) -> SeatingProblem:
    """Up to ``most`` people; with wishes that can be kept when ``hard``."""
    people = draw(st.integers(2, most))
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=6).filter(lambda s: sum(s) >= people))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    history = rng.poisson(0.4, (people, people))
    history = np.triu(history, 1) + np.triu(history, 1).T
    rounds = draw(st.integers(1, rounds))
    wishes: dict[str, object] = {}
    if hard:
        plan = np.array([rng.permutation(np.repeat(np.arange(len(sizes)), sizes))[:people] for _ in range(rounds)])
        wishes = wishes_kept_by(plan, rng)
    return SeatingProblem(
        people,
        sizes,
        rounds,
        history=history,
        profession=rng.integers(-1, 3, people),
        structure=rng.integers(-1, 4, people),
        newcomer=rng.random(people) < 0.3,
        host=rng.random(people) < 0.4,
        weights=Weights(*rng.integers(0, 100, 6).tolist()),
        **wishes,  # type: ignore[arg-type]
    )


def wishes_kept_by(plan: np.ndarray, rng: np.random.Generator) -> dict[str, object]:
    """A group, a pin, some apart and some absent: all kept by ``plan``, so that a plan exists."""
    rounds, people = plan.shape
    near = [(a, b) for a in range(people) for b in range(a) if (plan[:, a] == plan[:, b]).all()]
    far = [(a, b) for a in range(people) for b in range(a) if (plan[:, a] != plan[:, b]).all()]
    who = int(rng.integers(people))
    number = int(rng.integers(rounds))
    return {
        "together": near[:1],
        "apart": [far[i] for i in rng.integers(0, len(far), min(2, len(far)))],
        "pins": [(number, who, int(plan[number, who]))],
        "absent": (rng.random(plan.shape) < 0.1) & (np.arange(people) != who),
    }


def every_round(people: int, sizes: list[int]) -> Iterator[tuple[int, ...]]:
    """Every way to seat everybody once within the places."""
    for row in product(range(len(sizes)), repeat=people):
        if all(row.count(table) <= places for table, places in enumerate(sizes)):
            yield row


def cost(problem: SeatingProblem, plan: tuple[tuple[int, ...], ...]) -> float:
    """The objective of a plan without groups nor absences, pair by pair; infinite when people kept apart meet."""
    weights, people = problem.weights, range(problem.people)
    assert problem.profession is not None
    assert problem.host is not None
    assert problem.history is not None
    total = 0.0
    for a in people:
        for b in range(a):
            times = sum(row[a] == row[b] for row in plan)
            if times and ((a, b) in problem.apart or (b, a) in problem.apart):
                return float("inf")
            total += weights.repeats * sum(int(problem.history[a, b]) + k for k in range(times))
            total += weights.professions * times * bool(0 <= problem.profession[a] == problem.profession[b])
    for row in plan:
        for table, wanted in enumerate(even_counts(problem)):
            here = [person for person in people if row[person] == table]
            total += weights.uneven * (len(here) - wanted) ** 2
            bare = wanted > 0 and any(problem.host) and not any(problem.host[person] for person in here)
            total += weights.hosts * bare
    return total


def even_counts(problem: SeatingProblem) -> list[int]:
    """People one by one, each to the emptiest table that has room."""
    counts = [0] * len(problem.sizes)
    for _ in range(problem.people):
        room = [table for table, places in enumerate(problem.sizes) if counts[table] < places]
        counts[min(room, key=lambda table: counts[table])] += 1
    return counts
