"""``flask seating``: a plan of tables for anybody, without a meetup."""

import json
from time import perf_counter

import click
from flask.cli import AppGroup

from meetups.engine.errors import EngineError
from meetups.engine.quality import Statement
from meetups.engine.tables.problem import SeatingProblem
from meetups.engine.tables.result import Seating
from meetups.seating.rules import even_sizes

SECONDS = 10.0

seating_cli = AppGroup("seating", help="Répartir des personnes à des tables.")


def sizes_of(people: int, table_size: int) -> list[int]:
    """Tables of at most ``table_size``, as few as possible, whose sizes differ by at most one; the larger first."""
    return even_sizes(people, -(-people // table_size))


@seating_cli.command("solve")
@click.option("--people", metavar="N", type=click.IntRange(min=1), required=True, help="Combien de personnes.")
@click.option("--table-size", metavar="K", type=click.IntRange(min=1), required=True, help="Places à une table.")
@click.option("--rounds", metavar="R", type=click.IntRange(min=1), required=True, help="Combien de tours de table.")
@click.option(
    "--seconds",
    metavar="S",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    help="Temps de recherche, au plus.",
)
@click.option("--seed", metavar="S", type=click.IntRange(min=0), default=1, show_default=True, help="La graine.")
@click.option("--json", "as_json", is_flag=True, help="Un document JSON sur la sortie standard.")
def solve(people: int, table_size: int, rounds: int, seconds: float, seed: int, as_json: bool) -> None:
    """Répartit N personnes en tables de K, R fois, en évitant que deux personnes se retrouvent."""
    from meetups.engine.tables.seating import seat  # loads the compiler's library: no other command should wait for it

    started = perf_counter()
    try:
        plan = seat(SeatingProblem(people, sizes_of(people, table_size), rounds), seconds=seconds, seed=seed)
    except EngineError as error:
        click.echo(f"Ce plan dépasse ce que l’on sait calculer : {people} personnes, {rounds} tours.", err=True)
        raise SystemExit(1) from error
    took = perf_counter() - started
    tables = _tables(plan)
    click.echo(f"{_said(plan)} ({took:.1f} s)", err=True)
    if as_json:
        click.echo(json.dumps({"rounds": tables, "repeated_pairs": plan.repeated_pairs, "seconds": round(took, 3)}))
        return
    for number, each in enumerate(tables, 1):
        click.echo(f"Tour {number}")
        for name, who in enumerate(each, 1):
            click.echo(f"  Table {name} : {', '.join(map(str, who))}")


def _tables(plan: Seating) -> list[list[list[int]]]:
    count = int(plan.rounds.max()) + 1
    return [[(row == table).nonzero()[0].tolist() for table in range(count)] for row in plan.rounds]


def _said(plan: Seating) -> str:
    if plan.statement is Statement.REPEATS_UNAVOIDABLE:
        after = plan.rounds_without_repeat
        return f"Paires qui se retrouvent : {plan.repeated_pairs}, inévitables après {after} tour{'s' * (after > 1)}."
    if plan.proved:
        return "Personne ne se retrouve : on ne peut pas faire mieux."
    return f"Paires qui se retrouvent : {plan.repeated_pairs} ; le meilleur plan trouvé."
