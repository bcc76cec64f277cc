"""Invitations composed and delivered by one worker, beside ``smtplib`` that sends the same bytes and nothing else.

``python -m benchmarks.mails 1000 10000 100000`` for other numbers than those of ``make bench``.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report
from benchmarks.mail_data import prepare_invitations

COUNTS = (1_000, 10_000)
SINK_CORE = 0
RATIO_AIM, MEMORY_AIM, EXPONENT_AIM = 0.5, 20.0, 1.1


@dataclass(frozen=True)
class Run:
    """Seconds of the clock and of the processor for all mails; the process's largest memory, in MiB."""

    mails: int
    composed: tuple[float, float]
    delivered: tuple[float, float]
    alone: tuple[float, float]
    memory: float

    def ours(self, which: int) -> float:
        """From the click to the last mail, by the clock (0) or on the processor (1)."""
        return self.composed[which] + self.delivered[which]


def measure(folder: Path, counts: Sequence[int]) -> None:
    """Measure and print, the smallest number first."""
    runs = [_run(folder / f"mails-{count}", count) for count in sorted(counts)]
    _print("invitations", "par seconde", "composer (µs)", "remettre (µs)", "smtplib (µs)", "ratio", "visé")
    for run in runs:
        ratio = report.ratio(run.alone[0], run.ours(0), RATIO_AIM)
        _print(str(run.mails), f"{run.mails / run.ours(0):.0f}", *_each(run, 0), *ratio)
        busy = report.ratio(run.alone[1], run.ours(1), RATIO_AIM)
        _print("  au processeur", f"{run.mails / run.ours(1):.0f}", *_each(run, 1), *busy)
    if len(runs) < 2:
        return
    grown = runs[-1].memory - runs[0].memory
    _print("mémoire en plus", "", f"({runs[0].memory:.0f} Mio)", *report.at_most(grown, MEMORY_AIM, "Mio"))
    exponent = report.exponent([run.mails for run in runs], [run.ours(0) for run in runs])
    _print("exposant du temps", "", "", *report.at_most(exponent, EXPONENT_AIM, ""))


def _each(run: Run, which: int) -> list[str]:
    """Microseconds a mail."""
    return [f"{times[which] / run.mails * 1e6:.0f}" for times in (run.composed, run.delivered, run.alone)]


def _run(folder: Path, count: int) -> Run:
    environ = prepare_invitations(folder, count)
    with _sink() as port:
        kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "TZ"}}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.mail_run", str(port)],
            env=kept | environ | {"SMTP_URL": f"smtp://127.0.0.1:{port}"},
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    return Run(**json.loads(done.stdout))


@contextmanager
def _sink() -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.sink", str(SINK_CORE)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def _print(name: str, *columns: str) -> None:
    sys.stdout.write(report.line(name, *columns) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        measure(Path(made), [int(count) for count in sys.argv[1:]] or COUNTS)
