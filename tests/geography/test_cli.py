"""``flask geography load``."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from meetups.database import db
from meetups.geography.cli import geography_cli
from meetups.geography.models import Commune


def test_loading_commits_and_says_how_many_on_standard_error(app: Flask) -> None:
    result = app.test_cli_runner().invoke(geography_cli, ["load", "--departments", "73, 2a"])
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "397 communes chargées" in result.stderr
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Commune)) == 397


@pytest.mark.parametrize("departments", ["99", "", "73,"])
def test_an_unknown_department_is_a_usage_error_that_names_it(app: Flask, departments: str) -> None:
    result = app.test_cli_runner().invoke(geography_cli, ["load", "--departments", departments])
    assert result.exit_code == 2
    assert "Aucune commune dans ce département" in result.stderr
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Commune)) == 0
