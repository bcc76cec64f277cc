"""A loaded demo, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meetups import create_app
from meetups.database import db
from meetups.demo.loading import load_demo
from tests.conftest import make_settings
from tests.factories import NOW


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the demo as ``demo load`` makes it, on the tests' day."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(sqlite_template, path)
    with create_app(make_settings(f"sqlite:///{path}")).app_context():
        load_demo(db.session(), now=NOW)
        db.session.remove()
        db.engine.dispose()
    return path


@pytest.fixture
def demo_app(demo_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of the demo; its context is pushed."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_template, path)
    made = create_app(make_settings(f"sqlite:///{path}"))
    with made.app_context():
        yield made
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def demo(demo_app: Flask) -> Session:
    """A session on a copy of the demo."""
    return db.session()
