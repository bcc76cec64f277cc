"""``load_demo``: only into an empty database, the same for a seed and a day, quick for thousands."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from meetups import create_app
from meetups.accounts.models import AuditEntry
from meetups.database import Base, db
from meetups.demo.errors import NotEmpty
from meetups.demo.loading import load_demo
from meetups.directory.models import Professional
from meetups.geography.models import Commune
from meetups.installation import find_installation, is_demo
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.conftest import Cast, make_settings
from tests.factories import NOW

NOT_COMPARED = {"mime"}  # its boundaries are drawn at random


def rows_of(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the database holds, reference data aside."""
    return {
        name: [
            tuple(row)
            for row in session.execute(
                select(*(column for column in table.columns if column.name not in NOT_COMPARED)).order_by(
                    *table.primary_key.columns
                )
            )
        ]
        for name, table in Base.metadata.tables.items()
        if name not in {"communes", "town_halls"}
    }


LoadedAt = Callable[[int, datetime], dict[str, list[tuple[object, ...]]]]


@pytest.fixture
def loaded(sqlite_template: Path, tmp_path: Path) -> LoadedAt:
    """The rows of a fresh demo for a seed and an instant."""

    def load(seed: int, now: datetime) -> dict[str, list[tuple[object, ...]]]:
        path = tmp_path / f"{seed}-{now:%Y%m%d%H%M}-{len(list(tmp_path.iterdir()))}.db"
        path.write_bytes(sqlite_template.read_bytes())
        with create_app(make_settings(f"sqlite:///{path}")).app_context():
            load_demo(db.session(), professionals=100, seed=seed, now=now)
            rows = rows_of(db.session())
            db.session.remove()
            db.engine.dispose()
        return rows

    return load


def test_the_same_seed_on_the_same_day_gives_the_same_rows(loaded: LoadedAt) -> None:
    morning, evening = loaded(7, NOW), loaded(7, NOW + timedelta(hours=12))
    assert len(morning["professionals"]) == 100
    for name in morning:
        assert morning[name] == evening[name], name


def test_another_seed_gives_other_people_and_other_identifiers(loaded: LoadedAt) -> None:
    one, two = loaded(1, NOW), loaded(2, NOW)
    assert one["professionals"] != two["professionals"]
    assert {row[-1] for row in one["meetups"]}.isdisjoint({row[-1] for row in two["meetups"]})


@pytest.mark.parametrize(
    "now", [datetime(2026, 8, 15, 22, 30, tzinfo=UTC), datetime(2028, 12, 31, 23, 30, tzinfo=UTC)]
)
def test_any_day_will_do_even_in_the_holidays_or_past_the_known_school_calendar(
    loaded: LoadedAt, now: datetime
) -> None:
    assert len(loaded(1, now)["meetups"]) == 16


def test_a_demo_loads_on_both_databases_and_keeps_the_row_that_marks_it(app: Flask, session: Session) -> None:
    told: list[str] = []
    load_demo(session, professionals=120, seed=3, now=NOW, progress=told.append)
    session.rollback()
    installation = find_installation(session)
    assert installation is not None
    assert (installation.is_demo, installation.demo_seed, installation.team_name) == (True, 3, "Maud")
    assert (installation.association, installation.team_phone) == ("Parenthèse Savoie", "04 65 71 00 12")
    assert session.scalar(select(func.count(Professional.id))) == 120
    assert session.scalar(select(func.count(Meetup.id)).where(Meetup.status == MeetupStatus.PUBLISHED)) == 15
    assert session.scalar(select(AuditEntry.action)) == "demo_loaded"
    assert len(told) == 4


def test_savoie_and_its_neighbours_are_there(demo: Session) -> None:
    departments = set(demo.scalars(select(Commune.department).distinct()))
    assert departments == {"01", "05", "38", "73", "74"}


def test_a_database_with_people_is_refused_and_left_as_it_is(cast: Cast, session: Session) -> None:
    before = rows_of(session)
    with pytest.raises(NotEmpty, match="base vide"):
        load_demo(session, now=NOW)
    session.rollback()
    assert rows_of(session) == before


def test_a_real_association_without_anyone_yet_is_refused(app: Flask, session: Session) -> None:
    installation = find_installation(session)
    assert installation is not None
    installation.is_demo = False
    session.commit()
    with pytest.raises(NotEmpty):
        load_demo(session, now=NOW)
    session.rollback()
    assert not is_demo(session)


def test_an_account_alone_is_somebody_s_work(app: Flask, session: Session) -> None:
    factories.account(session, "maud@parenthese.example")
    session.commit()
    with pytest.raises(NotEmpty):
        load_demo(session, now=NOW)


def test_a_demo_is_loaded_once(demo: Session) -> None:
    with pytest.raises(NotEmpty):
        load_demo(demo, now=NOW)


def test_four_times_more_people_take_no_more_reads(sqlite_template: Path, tmp_path: Path) -> None:
    def reads(people: int) -> int:
        path = tmp_path / f"{people}.db"
        path.write_bytes(sqlite_template.read_bytes())
        seen: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.extend([statement] if statement.startswith("SELECT") else [])

        with create_app(make_settings(f"sqlite:///{path}")).app_context():
            event.listen(Engine, "before_cursor_execute", count)
            try:
                load_demo(db.session(), professionals=people, now=NOW)
            finally:
                event.remove(Engine, "before_cursor_execute", count)
            assert db.session.scalar(select(func.count(Professional.id))) == people
            db.session.remove()
            db.engine.dispose()
        return len(seen)

    assert reads(1200) - reads(300) < 60  # each answer reads its lunch, and more people give more answers
