"""Text made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.geography.text import fold, place_key


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Chambéry", "chambery"),
        ("ÉVRIEU", "evrieu"),
        ("Cœur d’Ærø", "coeur d'aero"),
        ("Łukasz Đorđe", "lukasz dorde"),
        ("Straße", "strasse"),
        ("Chambe\u0301ry", "chambery"),
        ("Aix\u00a0les\u00a0Bains", "aix les bains"),
    ],
)
def test_folding_removes_accents_case_and_ligatures(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "written",
    ["Saint-Jean-d'Arves", "saint jean d’arves", "St-Jean d'Arves", "  ST  JEAN  D ARVES ", "St. Jean-d'Arves"],
)
def test_spellings_of_a_place_share_one_key(written: str) -> None:
    assert place_key(written) == "saint jean d arves"


def test_short_words_of_a_place_are_written_out_only_when_whole() -> None:
    assert place_key("Ste-Foy") == "sainte foy"
    assert place_key("Stains") == "stains"
    assert place_key("Chalon s/ Saône") == "chalon sur saone"


def test_a_name_made_of_signs_alone_has_an_empty_key() -> None:
    assert place_key(" -%_' ") == ""
