"""``python -m benchmarks.proposals``: proposals over all of France, reading included (target 6 of the engine)."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from itertools import pairwise
from math import log2
from pathlib import Path
from time import perf_counter, process_time

from benchmarks import proposals_data, report

SIZES = (250_000, 500_000, 1_000_000)
SMALL = 2_000
SECONDS_AIM, SMALL_AIM, MEMORY_AIM, DOUBLING_AIM = 60.0, 1.0, 4.0, 2.2


def measure(folder: Path, sizes: tuple[int, ...] = SIZES, *, seed: int = 1, small: int = SMALL) -> None:
    """Print the time and memory of ``flask proposals compute``, in a process of its own, for each size."""
    if small:
        found = _once(folder / "small", small, seed)
        processor = f"dont processeur {found['cpu']:.1f}"
        _print(f"propositions, {small} personnes", *report.at_most(found["compute"], SMALL_AIM, "s"), processor)
    _print(
        "propositions, France entière", "secondes", "dont processeur", "dont lecture", "mémoire (Gio)", "croissance"
    )
    times: list[float] = []
    for size in sorted(sizes):
        found = _once(folder / str(size), size, seed)
        grown = f"× {found['compute'] / times[-1]:.2f}" if times else "–"
        times.append(found["compute"])
        gib = found["memory"] / 1024 / 1024
        _print(
            f"{size} personnes", f"{times[-1]:.1f}", f"{found['cpu']:.1f}", f"{found['read']:.1f}", f"{gib:.2f}", grown
        )
        _print("", *report.at_most(times[-1], SECONDS_AIM, "s"), *report.at_most(gib, MEMORY_AIM, "Gio"))
    if len(times) > 1:
        pairs = zip(pairwise(sorted(sizes)), pairwise(times), strict=True)
        worst = max((late / early) ** (1 / log2(more / fewer)) for (fewer, more), (early, late) in pairs)
        _print("doubler les personnes", *report.at_most(worst, DOUBLING_AIM, "×"))
        _print("exposant", f"{report.exponent(sorted(sizes), times):+.2f}")


def _once(folder: Path, people: int, seed: int) -> dict[str, float]:
    """Build a database, then compute in a child, whose memory is its own."""
    if not folder.exists():
        proposals_data.build(folder, people, seed)
    command = [sys.executable, "-m", "benchmarks.proposals", "--child", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ})
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _child(folder: Path) -> None:
    """What the command does, timed: from a ready application to stored proposals. Compiled before, as at set-up."""
    from meetups import clock, create_app
    from meetups.config import load_settings
    from meetups.database import db
    from meetups.engine.warm import compile_all
    from meetups.proposals.services import refresh

    compile_all()
    app = create_app(load_settings(proposals_data.environ_of(folder), folder))
    stages: dict[str, float] = {}
    with app.app_context():
        started, spent = perf_counter(), process_time()

        def tell(stage: str, _count: int) -> None:
            stages[stage] = perf_counter() - started

        found = refresh(db.session(), now=clock.utc_now(), tell=tell)
        db.session.commit()
        stages |= {"compute": perf_counter() - started, "cpu": process_time() - spent, "found": found}
    stages["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(stages))


def _print(name: str, *columns: str) -> None:
    sys.stdout.write(report.line(name, *columns) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure with the options of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proposals")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="nombres de professionnels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="où garder les bases d’une fois sur l’autre")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(options.child)
    elif options.folder:
        measure(options.folder, tuple(options.sizes), seed=options.seed)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), tuple(options.sizes), seed=options.seed)


if __name__ == "__main__":
    main()
