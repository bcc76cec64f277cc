"""``python -m benchmarks.medians``: medians found and proved, beside what others take (target 3 of the engine)."""

import argparse
import os
import resource
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import medians_rival, report
from benchmarks.medians_cases import Case, capacitated_cases, drawn_capacitated, drawn_graph, graph_cases
from benchmarks.medians_rival import Answer
from meetups.engine.medians import Medians, capacitated_p_median, p_median
from meetups.engine.quality import Statement
from meetups.engine.warm import compile_all

SECONDS, AIM = 30.0, 0.01
SPOPT_CLIENTS = 200  # its model takes minutes to write down beyond
NODES, PER_SITE = (300, 600, 1200), 30
CLIENTS = (25, 50, 100)


@dataclass(frozen=True)
class Run:
    """One instance: our plans, one for each seed, and what others answer."""

    case: Case
    plans: list[Medians]
    highs: Answer | None

    @property
    def best(self) -> float:
        """Seconds to our best plan: the median of the seeds."""
        return statistics.median(plan.seconds_to_best for plan in self.plans)

    @property
    def whole(self) -> float:
        """Seconds to the proof, or to the end of the time."""
        return statistics.median(plan.seconds for plan in self.plans)

    @property
    def reached(self) -> bool:
        """Whether every seed found the value published."""
        return all(plan.quality.value == self.case.known for plan in self.plans)


def measure(folder: Path | None, *, rival_seconds: float = 60.0, seeds: int = 3, seconds: float = SECONDS) -> None:
    """Print every figure; ``folder`` holds ``pmed`` and ``pmedcap``. One that misses its aim is shown."""
    compile_all()
    if folder is not None:
        runs = []
        for title, cases in (
            ("p-médianes", graph_cases(folder / "pmed")),
            ("p-médianes avec capacités", capacitated_cases(folder / "pmedcap")),
        ):
            _print(
                title, "valeur", "connue", "trouvée (s)", "prouvée (s)", "écart", "HiGHS (s)", "pbp (s)", "spopt (s)"
            )
            runs.append([_instance(case, seeds, seconds, rival_seconds) for case in cases])
            _summary(title, runs[-1])
        _summary("les deux", [run for family in runs for run in family])
    _growth("croissance, graphes", [drawn_graph(nodes, nodes // PER_SITE, 1) for nodes in NODES], seconds)
    _growth("croissance, capacités", [drawn_capacitated(each, each // 10, 1) for each in CLIENTS], seconds)
    _print("mémoire au plus, rivaux compris", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mio")


def solved(case: Case, *, seconds: float, seed: int) -> Medians:
    """Our answer."""
    if case.capacity is None:
        return p_median(case.cost, case.demand, case.sites, seconds=seconds, seed=seed)
    return capacitated_p_median(case.cost, case.demand, case.capacity, case.sites, seconds=seconds, seed=seed)


def _instance(case: Case, seeds: int, seconds: float, rival_seconds: float) -> Run:
    plans = [solved(case, seconds=seconds, seed=seed) for seed in range(seeds)]
    plain = rival_seconds > 0 and case.capacity is None
    highs = medians_rival.highs(case, rival_seconds) if _asked("highspy", rival_seconds > 0) else None
    pbp = medians_rival.pbp(case, rival_seconds) if _asked("pbp_pmedian", plain) else None
    small = plain and len(case.demand) <= SPOPT_CLIENTS
    spopt = medians_rival.spopt(case, rival_seconds) if _asked("spopt", small) else None
    run = Run(case, plans, highs)
    quality = max((plan.quality for plan in plans), key=lambda quality: quality.gap)
    value = f"{quality.value:g} {_verdict(run.reached)}"
    times = f"{run.best:.4f}", f"{run.whole:.3f}"
    _print(case.name, value, str(case.known), *times, f"{quality.gap:.3%}", _took(highs), _took(pbp), _took(spopt))
    return run


def _summary(title: str, runs: list[Run]) -> None:
    if not runs:
        return
    reached = sum(run.reached for run in runs)
    proved = sum(plan.quality.statement is Statement.PROVED_BEST for run in runs for plan in run.plans)
    _print(f"{title} : au mieux connu", f"{reached} / {len(runs)}", _verdict(reached == len(runs)))
    _print(f"{title} : prouvées en {SECONDS:g} s", f"{proved} / {sum(len(run.plans) for run in runs)}")
    rival = [run.highs.seconds for run in runs if run.highs]
    if not rival:
        return
    theirs = statistics.median(rival)
    found, whole = (statistics.median(times) for times in ([run.best for run in runs], [run.whole for run in runs]))
    verdict = f"≤ {AIM:g} {_verdict(found <= AIM * theirs)}"
    _print("médiane trouvée / HiGHS", f"{found:.4f} s", f"{theirs:.2f} s", f"{found / theirs:.4f}", verdict)
    _print("médiane prouvée / HiGHS", f"{whole:.4f} s", f"{theirs:.2f} s", f"{whole / theirs:.4f}")


def _growth(title: str, cases: list[Case], seconds: float) -> None:
    sizes = [len(case.demand) for case in cases]
    plans = [solved(case, seconds=seconds, seed=1) for case in cases]
    _print(title, *map(str, sizes), "exposant")
    for name, times in (
        ("trouvée (s)", [plan.seconds_to_best for plan in plans]),
        ("prouvée (s)", [plan.seconds for plan in plans]),
    ):
        _print(name, *(f"{took:.3f}" for took in times), f"{report.exponent(sizes, times):+.2f}")
    _print("écart", *(f"{plan.quality.gap:.3%}" for plan in plans))
    _print("mémoire", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mio")


def _asked(name: str, wanted: bool) -> bool:
    return wanted and medians_rival.installed(name)


def _took(answer: Answer | None) -> str:
    if answer is None:
        return "–"
    return f"{answer.seconds:.2f}" if answer.proved else f"> {answer.seconds:.0f}"


def _verdict(reached: bool) -> str:
    return "oui" if reached else "NON"


def _print(name: str, *columns: str) -> None:
    sys.stdout.write(report.line(name, *columns) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure with the options of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.medians")
    given = os.environ.get("INSTANCES") or None
    parser.add_argument("--instances", type=Path, default=given, help="dossier de pmed et pmedcap (sinon INSTANCES)")
    parser.add_argument("--rival-seconds", type=float, default=60.0, help="temps de chaque rival ; 0 : aucun")
    parser.add_argument("--seeds", type=int, default=3, help="graines de chaque instance")
    options = parser.parse_args()
    folder = None if options.instances is None else Path(options.instances)
    measure(folder, rival_seconds=options.rival_seconds, seeds=options.seeds)


if __name__ == "__main__":
    main()
