"""``make soak``: the long runs, with their full counts; what is promised is said to hold, or not, in a report."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from tests.soak.applications import Fresh, databases
from tests.soak.parts import PARTS

DATABASES = ["sqlite", "postgresql"]


def main() -> int:
    """Run the parts that are asked for on the databases that are asked for; 1 when a promise does not hold."""
    counts = _counts()
    report: list[tuple[bool, str]] = []
    with databases(counts.databases) as fresh:
        for part in counts.parts:
            for database in counts.databases:
                report += _run(part, database, fresh[database], counts)
    _say("")
    for is_good, line in report:
        _say(f"{'holds ' if is_good else 'BROKEN'}  {line}")
    return 0 if all(is_good for is_good, _ in report) else 1


def _run(part: str, database: str, fresh: Fresh, counts: Namespace) -> list[tuple[bool, str]]:
    started, name = time.monotonic(), f"{part}, {database}"

    def progress(line: str) -> None:
        _say(f"  {name}, {time.monotonic() - started:.0f} s: {line}")

    _say(f"{name}: {' '.join((PARTS[part].__doc__ or '').split())}")
    found = list(PARTS[part](fresh, database, counts, progress))
    seconds = time.monotonic() - started
    told = [(verdict.is_good, f"{name}: {verdict.figures} ({seconds:.0f} s)") for verdict in found]
    for is_good, line in told:
        _say(f"  {'holds' if is_good else 'BROKEN'}: {line}")
    return told


def _counts() -> Namespace:
    parser = ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--parts", type=_names(list(PARTS)), default=list(PARTS), help=", ".join(PARTS))
    parser.add_argument("--databases", type=_names(DATABASES), default=DATABASES)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--attempts", type=int, default=10_000)
    parser.add_argument("--withdrawals", type=int, default=100)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--mails", type=int, default=1_000)
    return parser.parse_args()


def _names(known: list[str]) -> Callable[[str], list[str]]:
    """Names between spaces or commas; none means all."""

    def read(text: str) -> list[str]:
        names = text.replace(",", " ").split()
        if unknown := set(names) - set(known):
            raise ValueError(unknown)
        return names or known

    return read


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
