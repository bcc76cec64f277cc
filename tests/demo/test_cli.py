"""``flask demo``: what is written where, and with which exit status."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from meetups import create_app
from meetups.database import db
from meetups.demo.cli import demo_cli
from meetups.directory.models import Professional
from meetups.installation import find_installation
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.planning.models import Meetup
from tests.conftest import FrozenClock, make_settings
from tests.factories import NOW


def run(app: Flask, *arguments: str) -> Result:
    db.session.commit()
    result = app.test_cli_runner().invoke(demo_cli, list(arguments))
    db.session.rollback()
    return result


def test_loading_writes_on_standard_error_only_and_commits(app: Flask) -> None:
    result = run(app, "load", "--professionals", "100", "--seed", "5", "--today", "2026-11-23")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "100 professionnelles et professionnels" in result.stderr
    assert db.session.scalar(select(func.count(Professional.id))) == 100
    installation = find_installation(db.session())
    assert installation is not None
    assert installation.demo_seed == 5


def test_loading_twice_is_refused_in_one_line(demo_app: Flask) -> None:
    result = run(demo_app, "load")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Cette base contient déjà des données")
    assert len(result.stderr.splitlines()) == 1


def test_loading_creates_the_tables_of_a_new_database(tmp_path: Path) -> None:
    app = create_app(make_settings(f"sqlite:///{tmp_path / 'new.db'}"))
    with app.app_context():
        assert run(app, "play").exit_code == 1
        assert run(app, "load", "--professionals", "100").exit_code == 0
        assert db.session.scalar(select(func.count(Professional.id))) == 100
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("arguments", [["--professionals", "3"], ["--today", "demain"], ["--seed", "x"]])
def test_a_wrong_option_is_a_usage_error(app: Flask, arguments: list[str]) -> None:
    assert run(app, "load", *arguments).exit_code == 2
    assert db.session.scalar(select(func.count(Professional.id))) == 0


def test_the_story_as_json_is_one_document_on_standard_output(demo_app: Flask) -> None:
    result = run(demo_app, "play", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert set(document) == {"meetup", "cancelled", "counts", "mails"}
    known = set(db.session.scalars(select(Meetup.public_id)))
    assert {document["meetup"], document["cancelled"]} <= known
    for kind in ("invited", "going", "maybe", "declined", "substituted"):
        assert document["counts"][kind] > 0
    for kind in ("request", "invitation", "update", "cancellation", "confirmation"):
        assert document["mails"][kind] > 0
    assert "Maud" in result.stderr


def test_the_story_reads_in_french_on_standard_output(demo_app: Flask) -> None:
    result = run(demo_app, "play", "--today", "2026-12-01")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[1].startswith("Maud prépare «")
    assert "est annulée" in lines[-1]


def test_the_mails_of_the_story_are_due_when_the_command_ends(demo_app: Flask, frozen_clock: FrozenClock) -> None:
    frozen_clock.now = NOW + timedelta(hours=2)
    run(demo_app, "play", "--today", "2027-05-04")
    due = set(db.session.scalars(select(OutgoingEmail.not_before).where(OutgoingEmail.state == MailState.PENDING)))
    assert due == {frozen_clock.now}


def test_an_unmarked_database_is_refused_in_one_line(app: Flask) -> None:
    installation = find_installation(db.session())
    assert installation is not None
    installation.is_demo = False
    result = run(app, "play", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Cette base n’est pas une démonstration")
    assert len(result.stderr.splitlines()) == 1


def test_the_command_is_part_of_the_application(demo_app: Flask) -> None:
    result = demo_app.test_cli_runner().invoke(args=["demo", "--help"])
    assert result.exit_code == 0
    assert "load" in result.stdout
    assert "play" in result.stdout
