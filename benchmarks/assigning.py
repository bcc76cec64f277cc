"""``python -m benchmarks.assigning``: everybody to a meetup, beside HiGHS and OR-Tools (target 5 of the engine)."""

import argparse
import statistics
import sys
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any, TypeVar

import numpy as np

from benchmarks import assigning_rivals, report
from meetups.engine.assignment import (
    Assignment,
    AssignmentProblem,
    Capacity,
    Change,
    Departure,
    Unavailable,
    assign,
    replan,
    verify,
)

PER_MEETUP, PLACES, NEAR, SHARE = 25, 24, 10, 1 / 3
TIME_AIM, REPLAN_AIM, SAME = 0.1, 0.01, 1e-6
ROLES = 12
T = TypeVar("T")


def measure(*, people: int = 100_000, rivals: bool = True, seed: int = 0) -> None:
    """Print every figure, in seconds of one processor; one that misses its aim is shown."""
    assign(country(500, seed))  # compiled, or read from the disk
    problem = country(people, seed)
    before = assigning_rivals.fresh_peak()
    plan, ours = _timed(partial(assign, problem))
    memory = assigning_rivals.peak() - before
    proof = verify(plan)
    _print(
        f"{people} personnes, {problem.meetups} repas", "valeur", "secondes (CPU)", "mémoire (Mio)", "ratio", "visé"
    )
    proved = "prouvé " + _verdict(proof.holds and proof.quality.gap == 0)
    _print("nous", f"{plan.value:.2f}", f"{ours:.2f}", f"{memory:.0f}", "1", proved)
    replanned = [(name, _timed(partial(replan, plan, change))) for name, change in _changes(plan)]
    lp = None
    for name in assigning_rivals.NAMES if rivals else ():
        found = assigning_rivals.measured(name, _arrays(problem, plan))
        if found is None:
            _print(name, "non installé")
            continue
        lp = found["seconds"] if name == "HiGHS" else lp
        same = "même valeur " + _verdict(abs(found["value"] - plan.value) <= SAME * plan.value)
        ratio = ours / found["seconds"]
        aim = f"≤ {TIME_AIM:g} {_verdict(ratio <= TIME_AIM)}" if name == "HiGHS" else same
        cells = f"{found['value']:.2f}", f"{found['seconds']:.2f}", f"{found['memory']:.0f}", f"{ratio:.3f}"
        _print(name, *cells, aim)
    for name, (after, seconds) in replanned:
        share = (f"{seconds / lp:.4f}", f"≤ {REPLAN_AIM:g} {_verdict(seconds / lp <= REPLAN_AIM)}") if lp else ()
        _print(f"refait : {name}", f"{after.plan.value:.2f}", f"{seconds:.3f}", f"{len(after.moves)} bougent", *share)
    _growth(people, seed)


def country(people: int, seed: int) -> AssignmentProblem:
    """People and meetups around towns; each could go to the ten nearest meetups; places for 96 in 100.

    The gain is a priority (months since the last meetup) less kilometres.
    """
    chance = np.random.default_rng(seed)
    meetups = max(NEAR, people // PER_MEETUP)
    towns = chance.uniform(0, 1000 * np.sqrt(people / 1e5), (max(1, people // 400), 2))
    here = towns[chance.integers(0, len(towns), people)] + chance.normal(0, 8, (people, 2))
    there = towns[chance.integers(0, len(towns), meetups)] + chance.normal(0, 3, (meetups, 2))
    near, km = np.empty((people, NEAR), dtype=np.int64), np.empty((people, NEAR))
    for begin in range(0, people, 1000):
        part = slice(begin, begin + 1000)
        square = (here[part, None, 0] - there[:, 0]) ** 2 + (here[part, None, 1] - there[:, 1]) ** 2
        near[part] = np.sort(np.argpartition(square, NEAR - 1, axis=1)[:, :NEAR], axis=1)
        km[part] = np.sqrt(np.take_along_axis(square, near[part], axis=1))
    gain = 5.0 * chance.integers(1, 25, people)[:, None] + 60 - km
    often = 1 / np.arange(1, ROLES + 1)
    profession = chance.choice(ROLES, people, p=often / often.sum())
    start = np.arange(0, people * NEAR + 1, NEAR)
    capacity = np.full(meetups, PLACES)
    return AssignmentProblem(start, near.ravel(), gain.ravel(), profession, capacity, max_share=SHARE)


def _changes(plan: Assignment) -> list[tuple[str, Change]]:
    seated = np.flatnonzero(plan.meetup >= 0)
    one, other = int(seated[len(seated) // 3]), int(seated[len(seated) // 2])
    full = int(np.argmax(plan.price))
    return [
        ("un départ", Departure(one)),
        ("une indisponibilité", Unavailable(other, int(plan.meetup[other]))),
        ("une place de plus", Capacity(full, PLACES + 1)),
        ("quatre places de moins", Capacity(full, PLACES - 4)),
    ]


def _arrays(problem: AssignmentProblem, plan: Assignment) -> dict[str, Any]:
    """What the rivals take: only edges worth something, as we do."""
    worth = problem.gain >= 0
    roles = plan.role_meetup * ROLES + plan.role_profession
    person = problem.person
    role = np.searchsorted(roles, problem.meetup * ROLES + problem.profession[person])
    return {
        "person": person[worth],
        "role": role[worth],
        "gain": problem.gain[worth],
        "role_meetup": plan.role_meetup,
        "cap": plan.role_places,
        "capacity": problem.capacity,
        "times": np.ones(problem.people),
    }


def _growth(people: int, seed: int) -> None:
    sizes = [people // 4, people // 2, people]
    problems = (country(size, seed) for size in sizes)
    times = [statistics.median(_timed(partial(assign, each))[1] for _ in range(2)) for each in problems]
    _print("croissance", *map(str, sizes), "exposant")
    _print("secondes (CPU)", *(f"{took:.2f}" for took in times), f"{report.exponent(sizes, times):+.2f}")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = process_time()
    return work(), process_time() - started


def _verdict(reached: bool) -> str:
    return "oui" if reached else "NON"


def _print(name: str, *columns: str) -> None:
    sys.stdout.write(report.line(name, *columns) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure with the options of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assigning")
    parser.add_argument("--people", type=int, default=100_000, help="nombre de personnes")
    parser.add_argument("--alone", action="store_true", help="sans les rivaux")
    options = parser.parse_args()
    measure(people=options.people, rivals=not options.alone)


if __name__ == "__main__":
    main()
