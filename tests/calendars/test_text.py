"""What people type, cleaned."""

import unicodedata

import pytest
from hypothesis import given

from meetups.calendars.text import Text, paragraphs, parameter, single_line
from tests.calendars.samples import TYPED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("a\x00b\x1bc\ufeff", "abc"),
        ("e\u0301", "é"),
        ("facture\u202egpj.exe", "facturegpj.exe"),
        ("שרה\u200f, 12", "שרה\u200f, 12"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Quoi\u202f? «\u00a0Oui\u00a0»", "Quoi\u202f? «\u00a0Oui\u00a0»"),
    ],
)
def test_paragraphs_keep_the_words_and_drop_the_controls(typed, kept):
    assert paragraphs(typed) == kept


def test_a_single_line_joins_lines_with_one_space():
    assert single_line("  un \r\n\r\n\tdeux  ") == "un deux"


def test_a_parameter_carries_neither_quote_backslash_nor_caret():
    assert parameter('Jo "Le Grand" \\ ^n') == "Jo 'Le Grand' / n"


def test_a_text_is_escaped_as_the_standard_says_though_readers_forgive():
    assert Text('a;b,c\\d\ne:f"').to_ical() == b'a\\;b\\,c\\\\d\\ne:f"'


@given(typed=TYPED)
def test_cleaning_twice_changes_nothing(typed):
    for clean in (paragraphs, single_line, parameter):
        once = clean(typed)
        assert clean(once) == once
        assert not any(unicodedata.category(character) == "Cc" for character in once if character not in "\n\t")
