"""The file that a spreadsheet opens: nothing in it runs, and nothing in it is lost."""

import csv
from codecs import BOM_UTF8
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.directory.phones import normalise_phone
from meetups.pages.people.spreadsheet import csv_file, phone_cell, safe_cell

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
STARTS = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", '"', ";", ""])
CELLS = st.builds(str.__add__, STARTS, TEXTS)
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def read(content: bytes) -> list[list[str]]:
    assert content.startswith(BOM_UTF8)
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
def test_no_cell_is_a_formula_and_every_text_comes_back(rows: list[list[str]]) -> None:
    header, *back = read(csv_file(["a", "b", "c"], rows))
    assert header == ["a", "b", "c"]
    assert len(back) == len(rows)
    for written, found in zip(rows, back, strict=True):
        for text, cell in zip(written, found, strict=True):
            assert not cell.startswith(FORMULA)
            assert cell == (f"'{text}" if text.startswith(FORMULA) else text)


@given(st.from_regex(r"(\+33|0033|0)[1-9][0-9]{8}|\+(?!33)[1-9][0-9]{7,14}", fullmatch=True))
def test_a_number_is_no_formula_keeps_its_zero_and_can_still_be_called(typed: str) -> None:
    kept = normalise_phone(typed)
    cell = phone_cell(kept)
    assert cell == safe_cell(cell)
    assert cell.startswith("0")
    assert not cell.isdecimal()
    assert normalise_phone(cell) == kept


@pytest.mark.parametrize(
    "kept", ["+33639980012", "0639980012", "06 39 98 00 12", "06\u00a039\u00a098\u00a000\u00a012"]
)
def test_a_french_number_is_written_in_groups_of_two_however_it_was_kept(kept: str) -> None:
    assert phone_cell(kept) == "06 39 98 00 12"


def test_words_instead_of_a_number_are_made_safe_too() -> None:
    assert phone_cell("=HYPERLINK(1)") == "'=H YP ER LI NK (1 )"
