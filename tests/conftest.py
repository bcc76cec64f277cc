"""Fixtures shared by all tests: both databases, a frozen clock, a client that checks every page, a fixed cast."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import flask_migrate
import hypothesis
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups import clock, create_app
from meetups.accounts import sessions
from meetups.accounts.models import Account, Role
from meetups.config import Settings
from meetups.database import db
from meetups.directory.models import Professional
from meetups.installation import Installation
from meetups.outbox import rendering
from meetups.planning.models import Meetup
from meetups.venues.models import Host, Venue
from tests import factories
from tests.applications import Kept
from tests.databases import TEMPLATE, Emptied, copy_sqlite, running_postgresql
from tests.factories import NOW
from tests.mail_server import dovecot, mail_server
from tests.page_checks import check_page

__all__ = ["dovecot", "mail_server"]
"""Fixtures of the real mail server, for every folder."""

# A slow machine is not a wrong answer: time is measured in benchmarks.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

COMPILED = FileSystemBytecodeCache()
"""Some tests have an application of their own: without this, each would compile the templates again."""


def make_settings(database_url: str, **given: object) -> Settings:
    """Settings of a demo on loopback, without the environment."""
    values: dict[str, object] = {
        "database_url": database_url.replace("postgresql://", "postgresql+psycopg://"),
        "secret_key": "un-secret-de-test-assez-long-pour-signer",
        "base_url": "http://127.0.0.1:5000",
        "port": 5000,
        "mail_from": "reseau@parenthese.example",
        "smtp_url": None,
        "geocoder_url": "off",
    }
    return Settings(**(values | given))  # type: ignore[arg-type]


def migrate(app: Flask) -> None:
    """Bring the application's database up to date."""
    with app.app_context():
        flask_migrate.upgrade()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    app = create_app(make_settings(f"sqlite:///{path}"))
    migrate(app)
    with app.app_context():
        db.engine.dispose()  # the last connection to close empties the write-ahead log into the file
    assert not path.with_name("template.db-wal").exists()
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Emptied]:
    """A running PostgreSQL, and its migrated database."""
    with running_postgresql() as address:
        with psycopg.connect(address + "/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        app = create_app(make_settings(f"{address}/{TEMPLATE}"))
        migrate(app)
        with app.app_context():
            db.engine.dispose()
        yield Emptied(address)


@pytest.fixture(scope="session")
def sqlite_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each test finds its SQLite file: one address for all, so that they share an engine."""
    return tmp_path_factory.mktemp("sqlite") / "test.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty migrated database of each kind."""
    if request.param == "sqlite":
        path: Path = request.getfixturevalue("sqlite_path")
        copy_sqlite(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    database: Emptied = request.getfixturevalue("postgresql")
    database.empty()
    return database.url


@dataclass
class FrozenClock:
    """What ``clock.utc_now()`` answers during a test; move it with ``clock.now = …``."""

    now: datetime = NOW


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """Time stands still at NOW unless the test moves it."""
    frozen = FrozenClock()
    monkeypatch.setattr(clock, "utc_now", lambda: frozen.now)
    return frozen


class CheckingClient(FlaskClient):
    """Checks every page that it fetches, and keeps the test's own session out of the request's way."""

    allowed_addresses: frozenset[str] = frozenset()

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        db.session.commit()
        response = super().open(*args, **kwargs)  # type: ignore[arg-type]
        db.session.expire_all()
        if response.mimetype == "text/html" and not response.is_streamed and "sandbox" not in _policy(response):
            html = response.get_data(as_text=True)
            if response.status_code not in {301, 302, 303, 307, 308}:
                check_page(html, self.allowed_addresses)
        return response


def _policy(response: TestResponse) -> str:
    return response.headers.get("Content-Security-Policy", "")


@pytest.fixture(scope="session")
def kept_apps() -> dict[str, Kept]:
    """Address of a database → the application on it, once a test has asked for it."""
    return {}


def _kept_app(database_url: str) -> Kept:
    made = create_app(make_settings(database_url))
    made.config["WTF_CSRF_ENABLED"] = False
    made.jinja_env.bytecode_cache = COMPILED
    made.test_client_class = CheckingClient
    with made.app_context():
        rendering._environment()  # compiled mail templates are kept as well
    return Kept(made)


@pytest.fixture
def app(database_url: str, kept_apps: dict[str, Kept]) -> Iterator[Flask]:
    """The application on an empty database that belongs to a demo association; its context is pushed."""
    if database_url not in kept_apps:
        kept_apps[database_url] = _kept_app(database_url)
    made = kept_apps[database_url].restored()
    with made.app_context():
        db.session.add(
            Installation(
                association="Parenthèse Savoie",
                team_name="Maud",
                team_phone="0465710012",
                team_email="equipe@parenthese.example",
                is_demo=True,
                created_at=NOW,
            )
        )
        db.session.commit()
        yield made
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Session:
    """The test's own database session. Every request of ``client`` commits it first and expires it after."""
    return db.session()


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    """A browser without JavaScript."""
    made = app.test_client()
    assert isinstance(made, CheckingClient)
    return made


SignIn = Callable[[FlaskClient, Account], None]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Sign an account in, as the code page does."""

    def signed(browser: FlaskClient, account: Account) -> None:
        token = sessions.open_session(db.session(), account, now=clock.utc_now())
        db.session.commit()
        with browser.session_transaction() as cookie:
            sessions.remember(cookie, token, now=clock.utc_now())

    return signed


@dataclass
class Cast:
    """The same people in every test."""

    maud: Account
    """The organiser."""
    ines: Professional
    karim: Professional
    odile: Professional
    """Has no e-mail: she is telephoned."""
    stranger: Account
    """Signed in, a member, but invited to nothing."""
    mairie: Host
    room: Venue
    lunch: Meetup
    """A draft on Tuesday 19 January 2027 for 24 people, with nobody on its list yet."""


@pytest.fixture
def cast(session: Session) -> Cast:
    """An organiser, guests with and without e-mail, a stranger, a town hall and its room, a draft lunch."""
    mairie = factories.town_hall(session)
    room = factories.venue(session, mairie)
    made = Cast(
        maud=factories.account(session, "maud@parenthese.example"),
        ines=factories.professional(session, "Inès", email="ines@sante.example"),
        karim=factories.professional(session, "Karim", email="karim@sante.example"),
        odile=factories.professional(session, "Odile", email=None, phone="0639980042"),
        stranger=factories.account(session, "sacha@ailleurs.example", "Sacha", Role.PROFESSIONAL),
        mairie=mairie,
        room=room,
        lunch=factories.meetup(session, room),
    )
    session.commit()
    return made
