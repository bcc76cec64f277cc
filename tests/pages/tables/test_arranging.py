"""Settings of the tables: how many, names, places, rounds."""

import pytest
from sqlalchemy import select

from meetups.seating.models import SeatingTable
from tests.pages.tables.conftest import Come, Desk


def tables(desk: Desk) -> list[tuple[str, int]]:
    rows = desk.session.execute(select(SeatingTable.name, SeatingTable.places).order_by(SeatingTable.number))
    return [(row.name, row.places) for row in rows]


def test_tables_chosen_before_the_first_plan_compose_it(desk: Desk, come: Come) -> None:
    come(24)
    assert 'value="Nivolet"' in desk.page("/reglages")
    desk.after("/reglages", count="3", rounds="1")
    assert tables(desk) == [("Nivolet", 8), ("Revard", 8), ("Granier", 8)]
    assert len(desk.seats()) == 24


@pytest.mark.parametrize("count", ["2", "3"])
def test_a_name_keeps_no_invisible_control(desk: Desk, come: Come, count: str) -> None:
    come(12)
    desk.after("/composer")
    desk.after("/reglages", **{"count": count, "rounds": "1", "nom-1": "Le\x00 Re\u202evard\n"})
    assert tables(desk)[0][0] == "Le Revard"


def test_names_and_places_change_without_moving_anybody(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    before = desk.seats()
    page = desk.after("/reglages", **{"count": "2", "rounds": "1", "nom-1": " La  Fenêtre ", "places-1": "9"})
    assert "Les réglages des tables sont enregistrés." in page
    assert tables(desk)[0] == ("La Fenêtre", 9)
    assert desk.seats() == before
    assert "La Fenêtre" in page


def test_a_smaller_table_moves_people_and_keeps_pins(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    who = desk.at(1)[0]
    desk.post("/fixer", qui=who.public_id, fixer="1")
    desk.after("/reglages", **{"count": "2", "rounds": "1", "places-1": "4", "places-2": "8"})
    seats = desk.seats()
    assert list(seats.values()).count(1) == 4
    assert seats[who.id] == 1


def test_several_rounds_seat_everybody_in_each(desk: Desk, come: Come) -> None:
    come(24)
    page = desk.after("/reglages", count="6", rounds="3")
    assert "Tour 3" in page
    assert all(len(desk.seats(round_)) == 24 for round_ in range(3))
    pairs = [
        {(a, b) for a in seats for b in seats if a < b and seats[a] == seats[b]}
        for seats in (desk.seats(round_) for round_ in range(3))
    ]
    assert sum(map(len, pairs)) == len(set().union(*pairs)), "nobody meets twice in one evening"


def test_a_pin_on_a_table_that_goes_is_said(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    who = desk.at(2)[0]
    desk.post("/fixer", qui=who.public_id, fixer="1")
    answer = desk.post("/reglages", count="1", rounds="1")
    assert answer.status_code == 409
    assert f"{who.first_name} a une place fixée à la table 2, que vous retirez" in answer.text
    assert len(tables(desk)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"count": "0"}, "Entre 1 et 1000 tables."),
        ({"count": "x"}, "Écrivez un nombre entier"),
        ({"rounds": "99"}, "Entre 1 et 10 tours."),
        ({"places-2": "0"}, "Table 2 : entre 1 et 100 places"),
        ({"places-1": "beaucoup"}, "Table 1 : entre 1 et 100 places"),
        ({"nom-1": "L" * 50}, "Le nom de la table 1 est trop long."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    desk: Desk, come: Come, typed: dict[str, str], said: str
) -> None:
    come(12)
    desk.after("/composer")
    answer = desk.post("/reglages", **({"count": "2", "rounds": "1", "nom-2": "Fenêtre"} | typed))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Fenêtre"' in answer.text
    assert desk.version == 1


def test_too_few_places_is_said_on_the_form(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    answer = desk.post("/reglages", **{"count": "2", "rounds": "1", "places-1": "3", "places-2": "3"})
    assert answer.status_code == 409
    assert "Il y a 12 personnes pour 6 places" in answer.text


def test_settings_of_an_older_plan_change_nothing(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    desk.after("/composer")
    assert "Le plan a changé entre-temps" in desk.after("/reglages", count="3", rounds="1", version="1")
    assert len(tables(desk)) == 2
