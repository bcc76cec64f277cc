"""``flask seating solve``: the contract that scripts rely on."""

import json

import pytest
from flask import Flask

from meetups.seating.cli import sizes_of


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["seating", "solve", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_answer_is_one_document_with_everybody_once_a_round(app: Flask) -> None:
    status, out, said = run(
        app, "--people", "23", "--table-size", "4", "--rounds", "3", "--seconds", "1", "--seed", "2", "--json"
    )
    answer = json.loads(out)
    assert status == 0
    assert set(answer) == {"rounds", "repeated_pairs", "seconds"}
    assert answer["repeated_pairs"] == 0
    for tables in answer["rounds"]:
        assert sorted(map(len, tables)) == [3, 4, 4, 4, 4, 4]
        assert sorted(person for table in tables for person in table) == list(range(23))
    assert "Personne ne se retrouve" in said


def test_unavoidable_repeats_are_said_with_the_number_of_rounds(app: Flask) -> None:
    status, out, said = run(app, "--people", "16", "--table-size", "4", "--rounds", "6", "--seconds", "0.2")
    assert status == 0
    assert "Tour 6" in out
    assert "inévitables après 5 tours" in said


def test_tables_differ_by_at_most_one(app: Flask) -> None:
    assert sizes_of(23, 4) == [4, 4, 4, 4, 4, 3]
    assert sizes_of(9, 8) == [5, 4]
    assert sizes_of(3, 8) == [3]


@pytest.mark.parametrize("wrong", ["--people=0", "--table-size=-1", "--rounds=x", "--seconds=0"])
def test_wrong_usage_exits_with_2(app: Flask, wrong: str) -> None:
    good = ["--people=8", "--table-size=4", "--rounds=2", "--seconds=1"]
    assert run(app, *[wrong if each.split("=")[0] == wrong.split("=")[0] else each for each in good])[0] == 2


def test_too_many_people_is_refused_in_words(app: Flask) -> None:
    status, out, said = run(app, "--people", "100000", "--table-size", "8", "--rounds", "2")
    assert (status, out) == (1, "")
    assert "100000 personnes" in said
