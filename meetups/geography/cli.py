"""``flask geography``: put communes and town halls into the database."""

import sys

import click
from flask.cli import AppGroup

from meetups.database import db
from meetups.geography.errors import UnknownDepartment
from meetups.geography.fiction import fictional_contact
from meetups.geography.services import load_geography
from meetups.installation import is_demo

geography_cli = AppGroup("geography", help="Communes et mairies de France.")


@geography_cli.command("load")
@click.option("--departments", metavar="73,74", help="Numéros séparés par des virgules ; sans elle, toute la France.")
def load(departments: str | None) -> None:
    """Charge les communes et les mairies ; à relancer sans crainte."""
    wanted = None if departments is None else [part.strip().upper() for part in departments.split(",")]
    try:
        count = _load_with_progress(wanted)
    except UnknownDepartment as refusal:
        raise click.BadParameter(str(refusal), param_hint="--departments") from refusal
    db.session.commit()
    spaced = f"{count:,}".replace(",", "\u202f")
    click.echo(f"{spaced} communes chargées, avec leurs mairies.", err=True)


def _load_with_progress(departments: list[str] | None) -> int:
    with click.progressbar(length=1, label="Communes et mairies", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        # A demo never holds a real town hall's contact, even loaded afterwards by hand.
        contacts = fictional_contact if is_demo(db.session()) else None
        return load_geography(db.session(), departments, progress, contacts=contacts)
