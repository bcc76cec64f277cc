"""Migrations go up and down on both databases, and leave exactly the tables that the models describe."""

import flask_migrate
from flask import Flask
from sqlalchemy import inspect

from meetups.database import db


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_down_to_nothing_and_up_again_gives_the_same_tables(app: Flask) -> None:
    before = tables()
    assert "meetups" in before
    db.session.remove()
    flask_migrate.downgrade(revision="base")
    assert tables() == {"alembic_version"}
    flask_migrate.upgrade()
    assert tables() == before


def test_the_models_ask_for_nothing_that_the_migrations_do_not_make(app: Flask) -> None:
    db.session.remove()
    flask_migrate.check()
