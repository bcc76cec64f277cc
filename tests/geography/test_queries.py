"""Communes found from what people type."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography.models import Commune
from meetups.geography.queries import commune_by_name_or_code, find_communes
from meetups.geography.services import load_geography


def names(communes: list[Commune]) -> list[str]:
    """Names in order."""
    return [commune.name for commune in communes]


def test_the_beginning_of_a_name_is_found_whatever_its_accents_and_case(savoie: Session) -> None:
    for typed in ("chambe", "CHAMBÉ", "  chambé "):
        assert names(find_communes(savoie, typed)) == ["Chambéry"], typed


def test_the_most_populous_come_first_up_to_the_limit(savoie: Session) -> None:
    found = find_communes(savoie, "saint", limit=5)
    assert len(found) == 5
    everyone = savoie.scalars(select(Commune.population).where(Commune.name_key.startswith("saint"))).all()
    assert [commune.population for commune in found] == sorted(everyone, reverse=True)[:5]


def test_the_department_asked_for_comes_first(savoie: Session) -> None:
    assert names(find_communes(savoie, "al", limit=1)) == ["Albertville"]
    assert names(find_communes(savoie, "al", limit=2, department="74")) == ["Allinges", "Alby-sur-Chéran"]


def test_a_leading_article_may_be_left_out(savoie: Session) -> None:
    assert names(find_communes(savoie, "motte ser")) == ["La Motte-Servolex"]
    assert names(find_communes(savoie, "la motte-ser")) == ["La Motte-Servolex"]


def test_a_postal_code_is_found_from_its_beginning(savoie: Session) -> None:
    found = find_communes(savoie, "7300", limit=20)
    assert found[0].name == "Chambéry"
    assert all("7300" in commune.postal_codes for commune in found)


def test_a_postal_code_is_never_found_from_its_middle(savoie: Session) -> None:
    assert find_communes(savoie, "3000") == []


def test_a_name_may_come_with_its_postal_code(savoie: Session) -> None:
    assert names(find_communes(savoie, "73000 bar")) == ["Barberaz"]
    assert names(find_communes(savoie, "73065 chamb")) == ["Chambéry"]
    assert names(find_communes(savoie, "barb (73)")) == ["Barberaz", "Barby"]


def test_nothing_readable_finds_nothing(savoie: Session) -> None:
    for typed in ("", "  ", "%", "_", "-", "(73)"):
        assert find_communes(savoie, typed) == [], typed
        assert commune_by_name_or_code(savoie, typed) is None, typed


def test_a_whole_name_or_a_code_designates_one_commune(savoie: Session) -> None:
    plain = ("Chambéry", "chambery", "73000", "73065", "CHAMBERY CEDEX")
    for typed in (*plain, "73000 Chambéry", "Chambéry (73)", "73065 Chambéry", "73011 Chambéry Cedex 3"):
        found = commune_by_name_or_code(savoie, typed)
        assert found is not None, typed
        assert found.insee == "73065", typed


def test_half_a_name_or_another_place_designates_nobody(savoie: Session) -> None:
    for typed in ("Chamb", "99999", "74000 Chambéry", "Chambéry (74)"):
        assert commune_by_name_or_code(savoie, typed) is None, typed


def test_five_digits_that_are_both_codes_are_read_as_the_postal_code(savoie: Session) -> None:
    assert savoie.get_one(Commune, "73130").name == "Grignon"
    found = commune_by_name_or_code(savoie, "73130")
    assert found is not None
    assert found.name == "La Chambre"


@pytest.mark.parametrize(("department", "insee"), [(None, "60598"), ("73", "73281"), ("38", "60598")])
def test_of_namesakes_the_department_decides_then_the_population(
    session: Session, department: str | None, insee: str
) -> None:
    load_geography(session, ["46", "60", "73"])
    found = commune_by_name_or_code(session, "Saint-Sulpice", department)
    assert found is not None
    assert found.insee == insee


def test_corsican_postal_codes_designate_corsican_communes(session: Session) -> None:
    load_geography(session, ["2A", "2B"])
    found = [commune_by_name_or_code(session, typed) for typed in ("20000 Ajaccio", "20304 Ajaccio Cedex 1", "2A004")]
    assert [commune and commune.insee for commune in found] == ["2A004"] * 3
