"""What a test leaves behind reaches no other: the databases and the applications are used again and again."""

from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from meetups.accounts.models import Account
from meetups.database import Base, db
from tests import factories
from tests.applications import Kept
from tests.databases import Emptied, copy_sqlite


def counts() -> dict[str, int]:
    """Table → rows, where there are any."""
    found = {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.tables.values()
    }
    return {name: count for name, count in found.items() if count}


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_each_test_finds_the_same_database_and_the_same_application(app: Flask, turn: int) -> None:
    assert counts() == {"installation": 1}
    assert "left" not in app.config
    assert "left" not in app.extensions
    assert app.extensions["settings"].port == 5000
    session = db.session()
    factories.meetup(session, factories.venue(session, factories.town_hall(session)))
    made = [factories.account(session, f"{name}@parenthese.example") for name in "abc"]
    session.flush()
    assert [account.id for account in made] == [1, 2, 3]
    session.commit()
    app.config["left"] = app.extensions["left"] = turn
    app.extensions["settings"] = None
    app.add_url_rule("/left", "left", lambda: "left")
    app.before_request(lambda: "left")


@pytest.fixture
def emptied(postgresql: Emptied) -> Emptied:
    postgresql.empty()
    return postgresql


def first_id(database: Emptied) -> int:
    """Of the pathway that is written now."""
    (row,) = rows(
        database,
        "INSERT INTO care_pathways (public_id, slug, name, description) VALUES ('a', 'a', 'A', '') RETURNING id",
    )
    return int(str(row[0]))


def rows(database: Emptied, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url) as connection:
        return connection.execute(query).fetchall()


def test_rows_and_numbers_are_taken_back(emptied: Emptied) -> None:
    for _turn in range(3):
        assert first_id(emptied) == 1
        emptied.empty()
        assert rows(emptied, "SELECT * FROM care_pathways") == []


def test_a_number_that_was_drawn_for_nothing_is_taken_back(emptied: Emptied) -> None:
    rows(emptied, "SELECT nextval(pg_get_serial_sequence('care_pathways', 'id'))")
    emptied.empty()
    assert first_id(emptied) == 1


def test_a_transaction_that_stays_open_holds_nobody(emptied: Emptied) -> None:
    forgotten = psycopg.connect(emptied.url)
    forgotten.execute("LOCK TABLE care_pathways")
    emptied.empty()
    assert first_id(emptied) == 1
    with pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")
    forgotten.close()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE more (id int)",
        "ALTER TABLE accounts ADD COLUMN more int",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_tables_come_back_as_they_were(emptied: Emptied, change: str) -> None:
    columns = (
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    before = rows(emptied, columns), rows(emptied, "SELECT * FROM alembic_version")
    with psycopg.connect(emptied.url) as connection:
        connection.execute(change)
    assert (rows(emptied, columns), rows(emptied, "SELECT * FROM alembic_version")) != before
    emptied.empty()
    assert (rows(emptied, columns), rows(emptied, "SELECT * FROM alembic_version")) == before


def test_a_forgotten_connection_does_not_see_the_next_file(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    copy_sqlite(sqlite_template, path)
    engine = create_engine(f"sqlite:///{path}")
    forgotten = engine.connect()
    forgotten.execute(text("CREATE TABLE left_here (id int)"))
    forgotten.commit()
    copy_sqlite(sqlite_template, path)
    assert path.read_bytes() == sqlite_template.read_bytes()
    forgotten.execute(text("INSERT INTO left_here VALUES (1)"))
    forgotten.commit()
    forgotten.close()
    engine.dispose()
    assert path.read_bytes() == sqlite_template.read_bytes()


def test_an_application_comes_back_as_it_was_made() -> None:
    app = Flask("one")
    app.extensions["kept"] = {"pages": [1]}
    kept = Kept(app)
    app.extensions["kept"]["pages"].append(2)
    app.view_functions["more"] = lambda: "more"
    app.before_request(lambda: "hello")
    app.jinja_loader = None
    assert app.test_client().get("/").text == "hello"
    assert kept.restored() is app
    assert app.extensions == {"kept": {"pages": [1]}}
    assert set(app.view_functions) == {"static"}
    assert app.jinja_loader
    assert app.test_client().get("/").status_code == 404
    kept.restored().before_request(lambda: "again")  # refused by an application that has answered already


def test_an_account_of_another_test_is_nowhere(app: Flask) -> None:
    assert db.session.scalars(select(Account)).all() == []
