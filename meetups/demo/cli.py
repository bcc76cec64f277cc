"""``flask demo``: load a believable association, and play the whole story on it."""

import json
from dataclasses import asdict
from datetime import date, datetime

import click
import flask_migrate
from flask.cli import AppGroup
from sqlalchemy import inspect

from meetups import clock
from meetups.database import db
from meetups.demo.days import moment
from meetups.demo.errors import NotADemo
from meetups.demo.loading import FEWEST_PEOPLE, load_demo
from meetups.demo.playing import let_mails_leave, play
from meetups.errors import DomainError
from meetups.installation import Installation

demo_cli = AppGroup("demo", help="Une association inventée, pour essayer sans risque.")

MORNING = 9


class Refused(click.ClickException):
    """Said as it is: a plain sentence on standard error, exit status 1."""

    def show(self, file: object = None) -> None:
        """Print the sentence."""
        click.echo(self.message, err=True)


class Day(click.ParamType[date]):
    """A day, as 2026-11-23."""

    name = "AAAA-MM-JJ"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that shows how to write one."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail("écrivez un jour comme 2026-11-23.", param, ctx)


def _morning(today: date | None) -> datetime:
    return clock.utc_now() if today is None else moment(today, MORNING)


@demo_cli.command("load")
@click.option(
    "--professionals",
    metavar="N",
    type=click.IntRange(min=FEWEST_PEOPLE),
    default=400,
    show_default=True,
    help="Combien de personnes.",
)
@click.option(
    "--seed", metavar="S", type=int, default=1, show_default=True, help="La même graine, la même démonstration."
)
@click.option("--today", type=Day(), help="Le jour dont tout part ; sans elle, aujourd’hui.")
def load(professionals: int, seed: int, today: date | None) -> None:
    """Remplit une base vide et la marque comme démonstration."""
    if not _has_tables():
        flask_migrate.upgrade()
    try:
        load_demo(db.session(), professionals=professionals, seed=seed, now=_morning(today), progress=_say)
    except DomainError as refusal:
        raise Refused(str(refusal)) from refusal
    _say("La démonstration est prête.")


@demo_cli.command("play")
@click.option("--today", type=Day(), help="Le jour où l’histoire se termine ; sans elle, aujourd’hui.")
@click.option("--json", "as_json", is_flag=True, help="Un document JSON sur la sortie standard.")
def play_story(today: date | None, as_json: bool) -> None:
    """Joue toute l’histoire sur une démonstration : préparer, demander, inviter, répondre, déplacer, annuler."""

    def after_step(line: str) -> None:
        db.session.commit()
        click.echo(line, err=as_json)

    try:
        if not _has_tables():
            raise NotADemo
        report = play(db.session(), now=_morning(today), after_step=after_step)
    except DomainError as refusal:
        raise Refused(str(refusal)) from refusal
    let_mails_leave(db.session(), now=clock.utc_now())
    db.session.commit()
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2))


def _has_tables() -> bool:
    return inspect(db.engine).has_table(Installation.__tablename__)


def _say(line: str) -> None:
    click.echo(line, err=True)
