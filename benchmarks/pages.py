"""Our pages beside an empty one served alike, then the same pages as the association grows."""

import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import load, report, sizes, visits
from benchmarks.client import Cookies
from benchmarks.data import Measured, prepare
from benchmarks.load import Rate
from benchmarks.servers import Server, served

CLIENT_CORE = 1
SIZES = (400, 5_000, 50_000)
AIMS = {"page d’un déjeuner": 0.20, "liste des déjeuners": 0.20, "agenda d’un déjeuner": 0.30, "tableau de bord": 0.08}
SIGN_UP_AIM, START_AIM, MEMORY_AIM, SIZE_AIM = 0.30, 1.0, 180.0, 600.0


def measure(folder: Path, *, seconds: float = 4.0, counts: Sequence[int] = SIZES) -> None:
    """Print every figure; one that misses its aim is shown. The client has a core of its own, when there are two."""
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {CLIENT_CORE})
    costs: dict[str, list[float]] = {}
    for count in counts:
        measured = prepare(folder / str(count), count)
        pages = _pages(measured)
        with served("hello") as empty, _ours(measured) as app:
            _print(f"{count} professionnels", "par seconde", "CPU (ms)", "ratio", "visé")
            before = load.pages(empty, "/", seconds=seconds)
            rates = {name: load.pages(app, path, seconds=seconds, readers=readers) for name, path, readers in pages}
            after = load.pages(empty, "/", seconds=seconds)
            hello = statistics.mean([before.per_second, after.per_second])
            _print("page vide", f"{hello:.0f}", f"{before.cpu_ms:.2f}", "1")
            for name, rate in rates.items():
                _print_rate(name, rate, hello)
                costs.setdefault(name, []).append(rate.cpu_ms)
            if count == counts[0]:
                _sign_up(folder, app, measured, seconds)
                _weigh(app, empty)
    if len(counts) < 2:
        return
    _print("croissance", *(str(count) for count in counts), "exposant")
    for name, each in costs.items():
        _print(name, *(f"{cost:.2f} ms" for cost in each), f"{report.exponent(counts, each):+.2f}")


def _pages(measured: Measured) -> list[tuple[str, str, list[Cookies]]]:
    """(name, path, readers): a visitor's pages, then those of people signed in."""
    visitor: list[Cookies] = [{}]
    lunch, organiser = f"/rencontres/{measured.lunch}", [measured.organiser]
    return [
        ("accueil", "/", visitor),
        ("page d’un déjeuner", lunch, visitor),
        ("liste des déjeuners", "/rencontres", visitor),
        ("agenda d’un déjeuner", f"{lunch}.ics", visitor),
        ("tableau de bord", "/organisation", organiser),
        ("annuaire", "/annuaire", measured.members[::2]),
        ("annuaire, un mot", "/annuaire?q=infirm", measured.members[1::2]),
        ("personnes", "/organisation/personnes", organiser),
    ]


@contextmanager
def _ours(measured: Measured) -> Iterator[Server]:
    with served("app", f"/rencontres/{measured.lunch}", environ=measured.environ) as server:
        yield server


def _sign_up(folder: Path, app: Server, measured: Measured, seconds: float) -> None:
    with served("form", file=folder / "form.db") as rival:
        bare = load.repeated(rival, visits.bare, seconds=seconds)
    whole = load.repeated(app, visits.ours(measured.lunch, measured.database), seconds=seconds)
    _print("formulaire nu", f"{bare.per_second:.0f}", f"{bare.cpu_ms:.2f}", "1")
    cells = report.ratio(whole.per_second, bare.per_second, SIGN_UP_AIM)
    _print("inscription entière", f"{whole.per_second:.0f}", f"{whole.cpu_ms:.2f}", *cells)


def _weigh(app: Server, empty: Server) -> None:
    weight, packages = sizes.installed()
    _print(
        "premier affichage",
        "",
        f"(vide {empty.first_answer:.2f} s)",
        *report.at_most(app.first_answer, START_AIM, "s"),
    )
    _print(
        "mémoire après charge",
        "",
        f"(vide {empty.memory():.0f} Mio)",
        *report.at_most(app.memory(), MEMORY_AIM, "Mio"),
    )
    _print("taille installée", "", f"({packages} paquets)", *report.at_most(weight, SIZE_AIM, "Mio"))


def _print_rate(name: str, rate: Rate, hello: float) -> None:
    cells = report.ratio(rate.per_second, hello, AIMS[name]) if name in AIMS else (f"{rate.per_second / hello:.3f}",)
    _print(name, f"{rate.per_second:.0f}", f"{rate.cpu_ms:.2f}", *cells)


def _print(name: str, *columns: str) -> None:
    sys.stdout.write(report.line(name, *columns) + "\n")
    sys.stdout.flush()
