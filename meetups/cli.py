"""Commands: ``flask …``. Each feature brings its own group; what joins them is here."""

from datetime import datetime, timedelta
from typing import cast

import click
from flask import Flask, current_app
from werkzeug.local import LocalProxy

from meetups import clock
from meetups.accounts.cli import accounts_cli
from meetups.accounts.forgetting import forget_spent
from meetups.adapters.routing import Router
from meetups.adapters.smtp import BadSmtpUrl
from meetups.adapters.stopping import Stop
from meetups.database import db
from meetups.demo.cli import demo_cli
from meetups.demo.loading import load_demo
from meetups.geography.cli import geography_cli
from meetups.installation import is_demo
from meetups.invitations import rhythm_worker
from meetups.invitations.blocks import close_due
from meetups.invitations.inbound import worker as mailbox
from meetups.invitations.inbound.cli import mail_cli
from meetups.invitations.inbound.receiving import forget_raw
from meetups.invitations.needs import forget_needs
from meetups.invitations.refused import see_to_refusals
from meetups.invitations.waiting import expire_offers
from meetups.outbox.pace import Pace
from meetups.outbox.services import forget_bytes
from meetups.outbox.ticks import run_soon
from meetups.polls import closing
from meetups.proposals.cli import proposals_cli
from meetups.proposals.services import refresh
from meetups.seating.cli import seating_cli
from meetups.server import command as serving
from meetups.server.refusals import Refused
from meetups.venues import travel_cli  # noqa: F401 - adds a command to geography's
from meetups.venues.travelling import fill
from meetups.web.links import settings
from meetups.worker import Tick, Worker


def _refresh_proposals(now: datetime) -> None:
    refresh(db.session(), now=now)
    db.session.commit()


def _forget(now: datetime) -> None:
    if not is_demo(db.session()):  # a demo's mailbox shows the whole story
        forget_bytes(db.session(), now=now)
    forget_raw(db.session(), now=now)
    forget_spent(db.session(), now=now)
    forget_needs(db.session(), now=now)
    db.session.commit()


def _pass_offers_on(now: datetime) -> None:
    while expire_offers(db.session(), now=now):  # one meetup at a time: a kill between two leaves a true state
        db.session.commit()
    db.session.rollback()


def _call_who_heard_nothing(now: datetime) -> None:
    while see_to_refusals(db.session(), now=now):  # one meetup at a time, as above
        db.session.commit()
    db.session.rollback()


def _free_unnamed_places(now: datetime) -> None:
    while close_due(db.session(), now=now):  # one meetup at a time, as above
        db.session.commit()
    db.session.rollback()


def _ask_for_minutes(now: datetime) -> None:
    url = settings().routing_url
    if url is None:
        return
    written = 0
    for count in fill(db.session(), Router(url), most=AREAS_A_TIME):  # one at a time: a kill loses one answer
        db.session.commit()
        written += count
    if written:
        run_soon(db.session(), "proposals", now=now)
        db.session.commit()


def _send_waves(now: datetime) -> None:
    rhythm_worker.send_waves(now, closing.invite)  # whoever voted for the date keeps a place, in any wave


AREAS_A_TIME = 20
"""Of minutes by road, asked for in one turn: mails leave in between."""

CLOCKWORK = (
    Tick("offers", timedelta(minutes=1), _pass_offers_on),
    Tick("refusals", timedelta(minutes=1), _call_who_heard_nothing),
    Tick("reminders", timedelta(minutes=10), rhythm_worker.send_reminders),
    Tick("waves", timedelta(hours=1), _send_waves),
    Tick("blocks", timedelta(minutes=10), _free_unnamed_places),
    Tick("mail_fetch", timedelta(minutes=2), mailbox.fetch_tick),
    Tick("forget", timedelta(days=1), _forget),
    Tick("travel", timedelta(minutes=10), _ask_for_minutes),
    Tick("proposals", timedelta(hours=1), _refresh_proposals),
)
"""Those whom somebody waits for come first; the longest, last."""


def register(app: Flask) -> None:
    """Add every command to the application."""
    for command in (accounts_cli, demo_cli, geography_cli, mail_cli, proposals_cli, seating_cli, worker, serve):
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
        made = Worker(_app(), CLOCKWORK, stop, None if once else Pace())
    except BadSmtpUrl as error:
        raise Refused(f"SMTP_URL : écrivez smtp[s]://utilisateur:motdepasse@serveur:port ({error}).") from error
    if not once:
        _work(made, stop)
        return
    done = made.run_once()
    click.echo(f"Partis : {done.sent}. Remis à plus tard : {done.postponed}. Non partis : {done.failed}.", err=True)


def _work(made: Worker, stop: Stop) -> None:
    url = settings().queue_url
    if url is None:
        made.run()
        return
    # Half a second and some megabytes that nobody pays who has no broker.
    from meetups.queueing.consuming import consume

    consume(_app(), url, CLOCKWORK, stop, Pace())


@click.command()
@click.option("--demo/--no-demo", envvar="DEMO", default=True, help="Charge la démonstration dans une base vide.")
def serve(demo: bool) -> None:
    """Sert les pages, avec le travail de fond à côté ; Ctrl-C arrête tout."""
    serving.serve(_app(), _load_demo if demo else None)


def _load_demo() -> None:
    load_demo(db.session(), now=clock.utc_now(), progress=lambda line: click.echo(line, err=True))


def _app() -> Flask:
    return cast(LocalProxy[Flask], current_app)._get_current_object()
