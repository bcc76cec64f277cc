"""Commands: ``flask …``. Each feature brings its own group; what joins them is here."""

import click
from flask import Flask, current_app

from meetups.adapters.smtp import BadSmtpUrl
from meetups.adapters.stopping import Stop
from meetups.geography.cli import geography_cli
from meetups.server.refusals import Refused
from meetups.worker import Tick, Worker

CLOCKWORK: tuple[Tick, ...] = ()


def register(app: Flask) -> None:
    """Add every command to the application."""
    for command in (geography_cli, worker, serve):
        app.cli.add_command(command)


@click.command()
@click.option("--once", is_flag=True, help="Une passe : envoie tout ce qui est dû, puis s’arrête.")
@click.option("--attached", is_flag=True, hidden=True, help="Lancé par « serve » : s’arrête avec lui.")
def worker(once: bool, attached: bool) -> None:
    """Envoie les courriels dus et fait le travail de fond."""
    stop = Stop()
    stop.on_signals()
    if attached:
        stop.on_end_of_input()
    try:
        made = Worker(current_app._get_current_object(), CLOCKWORK, stop)  # type: ignore[attr-defined]
    except BadSmtpUrl as error:
        raise Refused(f"SMTP_URL : écrivez smtp[s]://utilisateur:motdepasse@serveur:port ({error}).") from error
    if not once:
        made.run()
        return
    done = made.run_once()
    click.echo(f"Partis : {done.sent}. Remis à plus tard : {done.postponed}. Non partis : {done.failed}.", err=True)


@click.command()
@click.option("--demo/--no-demo", envvar="DEMO", default=True, help="Charge la démonstration dans une base vide.")
def serve(demo: bool) -> None:
    """Sert les pages, avec le travail de fond à côté ; Ctrl-C arrête tout."""
    from meetups.server.command import serve as run  # waitress and the migrations: for this command only

    run(current_app._get_current_object(), None)  # type: ignore[attr-defined]
