"""``python -m benchmarks.covering``: where to meet, beside HiGHS and spopt (target 4), and how it grows."""

import argparse
import resource
import sys
from itertools import pairwise
from time import perf_counter, process_time

from benchmarks import covering_rival, report
from benchmarks.covering_cases import Case, case
from meetups.engine.coverage import Coverage, choose_sites
from meetups.engine.warm import compile_all

VALUE_AIM, TIME_AIM, TWICE_AIM = 0.999, 0.1, 2.2
CONTENDED, LATE_AIM = 6.0, 1.25
GROWTH = (250_000, 500_000, 1_000_000)
GROWTH_ITERATIONS = 200


def measure(*, seeds: int = 1, rival_seconds: float = 60.0, with_spopt: bool = False, growth: bool = True) -> None:
    """Print every figure; one that misses its aim is shown. ``rival_seconds`` of 0: nobody beside us."""
    compile_all()
    for seed in range(1, seeds + 1):
        _beside(case(2_000, 60, 15, 24, radius=12, levels=False, seed=seed), rival_seconds, with_spopt=True)
        for places in (24, 100):
            large = case(100_000, 500, 50, places, radius=12, levels=False, seed=seed)
            _beside(large, rival_seconds if with_spopt or places == 24 else 0.0, with_spopt=with_spopt)
        _on_time(case(100_000, 500, 50, 1000, radius=12, levels=False, seed=seed))
    if growth:
        _growth()


def _beside(question: Case, rival_seconds: float, *, with_spopt: bool) -> None:
    ours, took = _solved(question, seconds=TIME_AIM * (rival_seconds or 60.0) * 0.8)
    _print(question.name, "valeur", "écart", "secondes", "mémoire")
    _print("nous", f"{ours.value:.1f}", f"{ours.gap:.4%}", f"{took:.2f}", _memory())
    _print("", ours.quality.statement, f"{ours.km:.0f} km", "les moindres" if ours.km_is_least else "au mieux")
    if not rival_seconds:
        return
    rivals = [("HiGHS", "scipy", covering_rival.highs)]
    if with_spopt:
        rivals.append(("spopt, puis placé", "spopt", covering_rival.spopt))
    for name, package, solve in rivals:
        if not covering_rival.has(package):
            _print(name, "non installé")
            continue
        theirs = solve(question, rival_seconds)
        gap = max(0.0, theirs.bound - theirs.value) / theirs.bound if theirs.bound < float("inf") else float("nan")
        _print(name, f"{theirs.value:.1f}", f"{gap:.4%}", f"{theirs.seconds:.2f}", _memory())
        value = report.ratio(ours.value, theirs.value, VALUE_AIM) if theirs.value > 0 else ("aucun plan", "oui")
        _print("nous / lui : valeur, temps", *value, *report.at_most(took / theirs.seconds, TIME_AIM, "×"))


def _on_time(question: Case) -> None:
    """Places for half of the people, so that chains are long: seconds are to be obeyed all the same."""
    ours, took = _solved(question, seconds=CONTENDED)
    _print(question.name, f"{ours.gap:.3%}", f"{took:.1f} s", _memory())
    _print("durée / secondes demandées", *report.at_most(took / CONTENDED, LATE_AIM + 1 / CONTENDED, "×"))


def _growth() -> None:
    times = []
    _print(f"croissance, {GROWTH_ITERATIONS} essais", "secondes CPU", "écart", "arêtes", "mémoire")
    for people in GROWTH:
        question = case(people, people // 100, people // 1000, 24, radius=5, levels=False, seed=1)
        started = process_time()
        ours, _ = _solved(question, iterations=GROWTH_ITERATIONS)
        times.append(process_time() - started)
        _print(question.name, f"{times[-1]:.1f}", f"{ours.gap:.3%}", str(len(question.reach.people)), _memory())
    for less, more in pairwise(times):
        _print("deux fois plus de personnes", *report.at_most(more / less, TWICE_AIM, "×"))


def _solved(question: Case, *, seconds: float | None = None, iterations: int | None = None) -> tuple[Coverage, float]:
    started = perf_counter()
    found = choose_sites(
        question.reach, question.weight, question.capacity, question.count, seconds=seconds, iterations=iterations
    )
    return found, perf_counter() - started


def _memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mio"


def _print(name: str, *columns: str) -> None:
    sys.stdout.write(report.line(name, *columns) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure with the options of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.covering")
    parser.add_argument("--seeds", type=int, default=1, help="graines de chaque cas")
    parser.add_argument("--rival-seconds", type=float, default=60.0, help="temps de HiGHS et de spopt ; 0 : aucun")
    parser.add_argument(
        "--spopt", action="store_true", help="tous les autres sur tous les grands cas (très longs à bâtir)"
    )
    parser.add_argument("--no-growth", action="store_true", help="sans la croissance jusqu’à un million")
    options = parser.parse_args()
    measure(
        seeds=options.seeds,
        rival_seconds=options.rival_seconds,
        with_spopt=options.spopt,
        growth=not options.no_growth,
    )


if __name__ == "__main__":
    main()
