"""Migrations go up and down on both databases, and leave exactly the tables that the models describe."""

import flask_migrate
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from meetups.database import db
from meetups.outbox.models import OutgoingEmail
from meetups.outbox.services import enqueue
from tests.factories import NOW
from tests.outbox.mails import a_mail


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


def test_the_bytes_of_mails_are_kept_up_and_down(app: Flask, session: Session) -> None:
    before = enqueue(session, a_mail("code:1"), now=NOW).mime
    session.commit()
    session.close()
    flask_migrate.downgrade(revision="0004")
    with db.engine.connect() as connection:
        assert bytes(connection.scalar(text("SELECT mime FROM outgoing_emails"))) == before
    flask_migrate.upgrade()
    assert db.session.scalars(select(OutgoingEmail)).one().mime == before
    db.session.remove()
