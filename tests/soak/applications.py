"""An application on an empty database, again and again, for runs that no test framework drives."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import psycopg
from flask import Flask
from sqlalchemy import event

from meetups import create_app, flask_config
from meetups.config import Settings
from meetups.database import db
from meetups.installation import Installation
from tests.conftest import make_settings, migrate
from tests.databases import TEMPLATE, Emptied, copy_sqlite, running_postgresql
from tests.factories import NOW

CONNECTIONS = 40

Fresh = Callable[[], AbstractContextManager[tuple[Flask, str]]]
"""Gives an application whose context is pushed, and the address of its database, emptied."""


@contextmanager
def databases(names: list[str]) -> Iterator[dict[str, Fresh]]:
    """Those of ``sqlite`` and ``postgresql`` that are wanted, started once."""
    makers = {"sqlite": _sqlite, "postgresql": _postgresql}
    with ExitStack() as stack:
        yield {name: stack.enter_context(makers[name]()) for name in names}


@contextmanager
def _sqlite() -> Iterator[Fresh]:
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        template, path = Path(folder) / "template.db", Path(folder) / "soak.db"
        _migrated(f"sqlite:///{template}")
        app = _application(f"sqlite:///{path}")
        with app.app_context():
            event.listen(db.engine, "connect", _patient)

        @contextmanager
        def fresh() -> Iterator[tuple[Flask, str]]:
            copy_sqlite(template, path)
            with _begun(app):
                yield app, f"sqlite:///{path}"

        yield fresh


def _patient(dbapi: sqlite3.Connection, _record: object) -> None:
    """The application serves eight writers at once; here there are four times as many, on a busy machine."""
    dbapi.execute("PRAGMA busy_timeout=120000")


@contextmanager
def _postgresql() -> Iterator[Fresh]:
    with running_postgresql() as address:
        with psycopg.connect(address + "/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        _migrated(f"{address}/{TEMPLATE}")
        database = Emptied(address)
        app = _application(database.url)

        @contextmanager
        def fresh() -> Iterator[tuple[Flask, str]]:
            database.empty()
            with _begun(app):
                yield app, database.url

        yield fresh


def _migrated(url: str) -> None:
    app = create_app(make_settings(url))
    migrate(app)
    with app.app_context():
        db.engine.dispose()


def _application(url: str) -> Flask:
    """With a connection for each thread: SQLite serves those who wait in no order, and a pool gives up after 30 s."""

    def config(settings: Settings) -> dict[str, object]:
        return flask_config(settings) | {"SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": CONNECTIONS}}

    with patch("meetups.flask_config", config):
        made = create_app(make_settings(url))
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@contextmanager
def _begun(app: Flask) -> Iterator[None]:
    with app.app_context():
        team = {"team_name": "Maud", "team_phone": "0465710012", "team_email": "equipe@parenthese.example"}
        db.session.add(Installation(association="Parenthèse Savoie", is_demo=True, created_at=NOW, **team))
        db.session.commit()
        try:
            yield
        finally:
            db.session.rollback()
            db.session.remove()
            db.engine.dispose()
