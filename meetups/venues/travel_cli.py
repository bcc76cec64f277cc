"""``flask geography travel``: ask a routing server for the minutes that proposals will speak of."""

import sys

import click
from flask import current_app
from flask_babel import ngettext

from meetups import clock
from meetups.adapters.routing import Router, RoutingFailed
from meetups.config import Settings
from meetups.database import db
from meetups.geography.cli import geography_cli
from meetups.outbox.ticks import run_soon
from meetups.venues.travelling import fill


@geography_cli.command("travel")
@click.option("--refresh", is_flag=True, help="Redemande tout, même ce qui est connu.")
def travel(refresh: bool) -> None:
    """Demande les temps de route qui manquent au serveur ROUTING_URL ; à relancer sans crainte."""
    settings: Settings = current_app.extensions["settings"]
    if settings.routing_url is None:
        raise click.UsageError("ROUTING_URL n’est pas réglée : sans elle, les distances restent à vol d’oiseau.")
    session, written = db.session(), 0
    try:
        with click.progressbar(length=1, label="Temps de route", file=sys.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            for count in fill(session, Router(settings.routing_url), refresh=refresh, progress=progress):
                session.commit()
                written += count
    except RoutingFailed as failure:
        raise click.ClickException(f"Ce qui est reçu est gardé, puis {failure}.") from failure
    finally:
        if written:
            run_soon(session, "proposals", now=clock.utc_now())
            session.commit()
    click.echo(ngettext("%(num)d trajet noté.", "%(num)d trajets notés.", written), err=True)
