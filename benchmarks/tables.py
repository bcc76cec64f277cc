"""``python -m benchmarks.tables``: plans of tables beside what others find (targets 1 and 2 of the engine)."""

import argparse
import resource
import statistics
import sys
from time import perf_counter

import numpy as np

from benchmarks import report, tables_rival
from benchmarks.tables_cases import BEST_KNOWN, SMALL, evening, golfers
from meetups.engine.tables import SeatingProblem, seat
from meetups.engine.tables.result import Seating
from meetups.engine.warm import compile_all

SMALL_SECONDS, EVENING_SECONDS = 6.0, 10.0
FEWEST_PERFECT, FEWEST_DEPTHS, PROFESSIONS_AIM = 0.95, 17, 1.05
GROWTH, GROWTH_ITERATIONS = (400, 800, 1600), 1_000_000


def measure(*, seeds: int = 20, rival_seconds: float = 0.0) -> None:
    """Print every figure; one that misses its aim is shown."""
    started = perf_counter()
    compile_all()
    _print("compilation", f"{perf_counter() - started:.1f} s")
    _depths()
    _small(seeds, rival_seconds)
    _evening()
    _growth()


def _depths() -> None:
    _print("tours sans redite connus", "trouvé", "secondes")
    reached = 0
    for case in BEST_KNOWN:
        plan, took = _seated(golfers(*case), seconds=SMALL_SECONDS, seed=1)
        reached += plan.repeated_pairs == 0
        _print("-".join(map(str, case)), f"{plan.repeated_pairs} redites", f"{took:.2f}")
    _print("profondeurs atteintes", f"{reached} / {len(BEST_KNOWN)}", _verdict(reached >= FEWEST_DEPTHS))


def _small(seeds: int, rival_seconds: float) -> None:
    _print("petits cas", "sans redite", "médiane (s)", "pire (s)", "golfers 60 s", "CP-SAT 60 s", "CP-SAT ici")
    for case, published in SMALL.items():
        runs = [_seated(golfers(*case), seconds=SMALL_SECONDS, seed=seed) for seed in range(seeds)]
        perfect, times = sum(plan.repeated_pairs == 0 for plan, _ in runs), [took for _, took in runs]
        here = str(tables_rival.repeats(*case, rival_seconds)) if rival_seconds and tables_rival.installed() else "–"
        verdict = _verdict(perfect >= FEWEST_PERFECT * seeds)
        median, worst = f"{statistics.median(times):.3f}", f"{max(times):.3f}"
        _print("-".join(map(str, case)), f"{perfect} / {seeds} {verdict}", median, worst, *published, here)


def _evening() -> None:
    _print("400 personnes, 6 tours", "redites", "séparations", "sans hôte", "métiers / borne", "secondes")
    for seed in range(3):
        problem = evening(400, seed)
        plan, took = _seated(problem, seconds=EVENING_SECONDS, seed=seed)
        ratio = plan.parts.professions / plan.bounds.professions
        good = ratio <= PROFESSIONS_AIM and not plan.parts.repeats and not _broken(problem, plan)
        figures = (plan.parts.repeats, _broken(problem, plan), plan.parts.hosts)
        _print(f"graine {seed} {_verdict(good)}", *map(str, figures), f"{ratio:.3f}", f"{took:.1f}")


def _growth() -> None:
    _print("croissance, un million d’essais", *map(str, GROWTH), "exposant")
    times = [_seated(evening(people, 1), iterations=GROWTH_ITERATIONS, seed=1)[1] for people in GROWTH]
    _print("secondes", *(f"{took:.2f}" for took in times), f"{report.exponent(GROWTH, times):+.2f}")
    _print("mémoire au plus", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mio")


def _broken(problem: SeatingProblem, plan: Seating) -> int:
    one, other = np.asarray(problem.apart).T
    return int((plan.rounds[:, one] == plan.rounds[:, other]).sum())


def _seated(
    problem: SeatingProblem, *, seconds: float | None = None, iterations: int | None = None, seed: int
) -> tuple[Seating, float]:
    started = perf_counter()
    return seat(problem, seconds=seconds, iterations=iterations, seed=seed), perf_counter() - started


def _verdict(reached: bool) -> str:
    return "oui" if reached else "NON"


def _print(name: str, *columns: str) -> None:
    sys.stdout.write(report.line(name, *columns) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure with the options of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables")
    parser.add_argument("--seeds", type=int, default=20, help="graines de chaque petit cas")
    parser.add_argument("--rival-seconds", type=float, default=0.0, help="temps de CP-SAT par cas (OR-Tools installé)")
    options = parser.parse_args()
    measure(seeds=options.seeds, rival_seconds=options.rival_seconds)


if __name__ == "__main__":
    main()
