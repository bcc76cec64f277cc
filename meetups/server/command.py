"""Serve the pages with the worker as a child, and stop both together."""

import signal
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from meetups import clock
from meetups.config import Settings
from meetups.database import db, read_only
from meetups.server.child import WorkerChild
from meetups.server.listening import listen, make_server
from meetups.server.preparing import check_folder, prepare_database
from meetups.server.welcome import welcome

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(app: Flask, load_demo: Callable[[], None] | None) -> None:
    """Until Ctrl-C or SIGTERM. The port is taken first, so that a busy one is said before anything is written."""
    settings: Settings = app.extensions["settings"]
    for number in SIGNALS:
        # Explicit: a shell starts background commands with INT ignored.
        signal.signal(number, _leave)
    listener = listen(settings)
    check_folder(settings, Path(app.instance_path))
    prepare_database(app, load_demo)
    server = make_server(app, listener)
    worker = WorkerChild()
    try:
        with read_only():
            click.echo(welcome(db.session(), clock.utc_now(), wants_demo=load_demo is not None))
            db.session.remove()
        worker.start()
        server.run()
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        server.close()
        worker.stop()


def _leave(*_signal: object) -> None:
    raise SystemExit(0)
