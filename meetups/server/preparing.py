"""Before the first page: a folder that can be written, a database up to date, and the demo or the reference data."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import make_url, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts.models import Account
from meetups.config import Settings
from meetups.database import db, read_only
from meetups.installation import find_installation, is_demo
from meetups.server.loading import load_reference
from meetups.server.refusals import Refused


def check_folder(settings: Settings, instance: Path) -> None:
    """SQLite writes files beside its database. Raises ``Refused`` when that folder does not take any."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    folder = (instance / url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise Refused(f"On ne peut pas écrire dans {folder} ({error.strerror}) : changez ses droits.") from error


def prepare_database(app: Flask, load_demo: Callable[[], None] | None) -> None:
    """Bring the tables up to date; call ``load_demo`` when they are empty. Raises ``Refused``.

    A database that is not a demo, or is not to become one, gets what a real installation needs.
    """
    try:
        flask_migrate.upgrade()
        with read_only():
            empty, demo = is_empty(db.session()), is_demo(db.session())
            db.session.rollback()
    except OperationalError as error:
        raise Refused(f"La base de données ne répond pas, vérifiez DATABASE_URL : {_first_line(error)}") from error
    if empty and load_demo is not None:
        load_demo()
    elif not demo:
        load_reference(db.session(), now=clock.utc_now())


def is_empty(session: Session) -> bool:
    """Nobody has set up anything here."""
    return find_installation(session) is None and session.scalar(select(Account.id).limit(1)) is None


def _first_line(error: OperationalError) -> str:
    return str(error.orig).strip().splitlines()[0]
