"""Settings of the tables: how many, names, places, rounds."""

import pytest
from sqlalchemy import select

from meetups.database import db
from meetups.engine.tables import seating as engine
from meetups.planning.models import MeetupStatus
from meetups.seating.models import SeatingPlan, SeatingTable
from tests.page_checks import parse
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


def read_now(desk: Desk) -> dict[str, str]:
    """What the browser sends from the form as it is now, nothing typed."""
    (form,) = [each for each in parse(desk.page("/reglages")).iter("form") if "reglages" in (each.get("action") or "")]
    return {each.get("name") or "": each.get("value") or "" for each in form.iter("input")}


def test_settings_of_an_older_plan_keep_what_was_typed_and_say_what_changed(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    mine = read_now(desk) | {"nom-2": "Le Poêle", "places-2": "8"}
    desk.after("/reglages", **(read_now(desk) | {"nom-1": "La Fenêtre", "nom-2": "La Porte"}))
    answer = desk.post("/reglages", **mine)
    assert answer.status_code == 422
    assert "Table 1, nom : « La Fenêtre » au lieu de « Nivolet »" in answer.text
    assert "Table 2, nom : « La Porte » au lieu de « Revard »" in answer.text
    shown = {each.get("name"): each.get("value") for each in parse(answer.text).iter("input")}
    assert (shown["nom-1"], shown["nom-2"], shown["places-2"]) == ("La Fenêtre", "Le Poêle", "8")
    assert tables(desk) == [("La Fenêtre", 7), ("La Porte", 7)], "nothing is written yet"
    desk.after("/reglages", **{name: value or "" for name, value in shown.items() if name and name != "csrf_token"})
    assert tables(desk) == [("La Fenêtre", 7), ("Le Poêle", 8)]


def test_settings_typed_while_people_only_moved_are_kept_too(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    mine = read_now(desk) | {"count": "trois"}
    desk.after("/composer")
    answer = desk.post("/reglages", **mine)
    assert answer.status_code == 422
    assert "Les tables sont les mêmes ; des personnes ont changé de place." in answer.text
    assert 'value="trois"' in answer.text


def test_a_plan_changed_while_the_engine_thinks_keeps_what_was_typed(
    desk: Desk, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(24)
    desk.after("/composer")
    mine = read_now(desk) | {"rounds": "2", "nom-1": "La Fenêtre"}
    seat = engine.seat

    def slow(*args: object, **given: object) -> object:
        monkeypatch.setattr(engine, "seat", seat)
        with db.engine.begin() as other:  # another organiser
            other.execute(SeatingPlan.__table__.update().values(version=7))
        return seat(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "seat", slow)
    answer = desk.post("/reglages", **mine)
    assert answer.status_code == 422
    shown = {each.get("name"): each.get("value") for each in parse(answer.text).iter("input")}
    assert (shown["version"], shown["rounds"], shown["nom-1"]) == ("7", "2", "La Fenêtre")


def test_a_meetup_that_is_called_off_offers_no_settings(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    desk.session.commit()
    desk.meetup.status = MeetupStatus.CANCELLED
    desk.session.commit()
    page = desk.page("/reglages")
    assert "Cette rencontre est passée ou annulée" in page
    assert not [each for each in parse(page).iter("form") if "reglages" in (each.get("action") or "")]
    assert "son plan de table ne change plus" in desk.after("/reglages", count="3", rounds="1")
    assert len(tables(desk)) == 2


def test_too_few_people_for_a_plan_are_offered_no_settings(desk: Desk, come: Come) -> None:
    come(3)
    assert "/tables/reglages" not in desk.page()
    page = desk.page("/reglages")
    assert "À partir de quatre personnes" in page
    assert not [each for each in parse(page).iter("form") if "reglages" in (each.get("action") or "")]


def test_other_places_are_counted_anew_though_nobody_moves(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    desk.after("/reglages", **{"count": "2", "rounds": "1", "places-1": "8", "places-2": "4"})
    assert desk.session.get_one(SeatingPlan, desk.meetup.id).quality["parts"]["uneven"] == 0
    before = desk.seats()
    desk.after("/reglages", **{"count": "2", "rounds": "1", "places-1": "8", "places-2": "8"})
    assert desk.seats() == before
    assert desk.session.get_one(SeatingPlan, desk.meetup.id).quality["parts"]["uneven"] == 8
