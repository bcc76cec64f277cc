"""``make bench``: our figures beside those of rivals, in one run. Each part is a process of its own."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import assigning, covering, mails, medians, pages, proposals, tables

Part = Callable[[argparse.Namespace, Path], None]
PARTS: dict[str, Part] = {
    "tables": lambda given, _: tables.measure(seeds=given.seeds, rival_seconds=given.rival_seconds),
    "medians": lambda given, _: medians.measure(given.instances, rival_seconds=given.rival_seconds),
    "covering": lambda given, _: covering.measure(rival_seconds=given.rival_seconds),
    "assigning": lambda given, _: assigning.measure(people=given.people),
    "proposals": lambda _, folder: proposals.measure(folder),
    "mails": lambda given, folder: mails.measure(folder, given.mails),
    "pages": lambda given, folder: pages.measure(folder, seconds=given.seconds, counts=sorted(given.sizes)),
}


def main() -> None:
    """Measure, print; a figure that misses its aim is shown, and is no failure of the command."""
    given = _arguments()
    if len(given.parts) == 1:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[given.parts[0]](given, Path(folder))
        return
    for part in given.parts:
        # A process each, so that one part's memory is not another's, and a rival that crashes stops one part only.
        command = [sys.executable, "-m", "benchmarks", *sys.argv[1:], "--parts", part]
        if subprocess.run(command, check=False).returncode:
            sys.stdout.write(f"{part} : interrompu\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="ce que l’on mesure")
    parser.add_argument("--rival-seconds", type=float, default=60.0, help="temps laissé à chaque concurrent, par cas")
    parser.add_argument(
        "--instances", type=Path, default=os.environ.get("INSTANCES"), help="dossier des cas publics (ou INSTANCES)"
    )
    parser.add_argument("--seeds", type=int, default=20, help="graines d’un petit cas de tables")
    parser.add_argument("--people", type=int, default=100_000, help="personnes à affecter")
    parser.add_argument("--mails", type=int, nargs="+", default=mails.COUNTS, help="nombres d’invitations envoyées")
    parser.add_argument("--seconds", type=float, default=4.0, help="durée de chaque mesure de page")
    parser.add_argument("--sizes", type=int, nargs="+", default=pages.SIZES, help="nombres de professionnels")
    return parser.parse_args()


if __name__ == "__main__":
    main()
