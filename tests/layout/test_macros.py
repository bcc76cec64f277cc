"""The small drawings of pages: dates, families of professions, steps, messages."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest

from meetups.directory.families import ProfessionFamily as Family
from tests.layout.conftest import Draw

SVG = "{http://www.w3.org/2000/svg}"


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_date_is_read_as_one_in_the_meetups_zone(draw: Draw) -> None:
    (time,) = draw("dates", "date_paren(start)", start=datetime(2027, 1, 18, 23, 30, tzinfo=UTC)).iter("time")
    assert words(time) == "mardi 19 janvier"
    assert time.get("datetime") == "2027-01-18T23:30:00+00:00"


def test_a_mix_is_alphabetical_and_fills_the_bar(draw: Draw) -> None:
    counts = {Family.TRANSPORT: 1, Family.NURSING: 2, Family.PHARMACY: 0, Family.HOME_HELP: 5}
    page = draw("people", "mix_bar(counts)", counts=counts)
    assert [words(line) for line in page.iter("li")] == ["Aide à domicile 5", "Soins infirmiers 2", "Transport 1"]
    bars = [(float(bar.attrib["x"]), float(bar.attrib["width"])) for bar in page.iter(f"{SVG}rect")]
    assert bars == [(0, 61.8), (62.5, 24.3), (87.5, 12.5)]


def test_a_mix_of_nobody_draws_nothing(draw: Draw) -> None:
    assert words(draw("people", "mix_bar(counts)", counts={Family.NURSING: 0}).find(".//main")) == ""  # type: ignore[arg-type]


def test_who_comes_is_alphabetical_whatever_the_numbers(draw: Draw) -> None:
    rows = [(Family.NURSING, 9, ["Claire", "Hugo"]), (Family.SOCIAL, 1, [])]
    lines = [words(line) for line in draw("people", "who_comes(rows)", rows=rows).iter("li")]
    assert lines == ["Accompagnement social1", "Soins infirmiers9Claire, Hugo"]


def test_only_one_step_is_the_current_one(draw: Draw) -> None:
    page = draw("steps", "steps(1, ['Brouillon', 'Lieu demandé', 'Passé'])")
    marks = [(step.get("class"), step.get("aria-current")) for step in page.iter("li")]
    assert marks == [("fait", None), (None, "step"), (None, None)]
    assert next(page.iter("ol")).get("aria-label") == "Étape 2 sur 3\u00a0: Lieu demandé"


@pytest.mark.parametrize(
    ("category", "look", "role"),
    [
        ("succes", "mot-reussi", "status"),
        ("attente", "mot-attente", "status"),
        ("erreur", "mot-erreur", "alert"),
        ("info", "mot-info", "status"),
        ("message", "mot-info", "status"),
    ],
)
def test_only_an_error_interrupts_a_screen_reader(draw: Draw, category: str, look: str, role: str) -> None:
    (said,) = draw("messages", "message(category, text)", category=category, text="C’est <noté>.").findall(
        ".//*[@role]"
    )
    assert (said.get("class"), said.get("role"), words(said)) == (f"mot {look}", role, "C’est <noté>.")
