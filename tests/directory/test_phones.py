import pytest

from meetups.directory.phones import InvalidPhone, normalise_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0639980012", "0639980012"),
        (" 06 39 98 00 12 ", "0639980012"),
        ("06.39.98.00.12", "0639980012"),
        ("06-39-98-00-12", "0639980012"),
        ("06/39/98/00/12", "0639980012"),
        ("06\u00a039\u202f98\u00a000\u00a012", "0639980012"),
        ("+33639980012", "0639980012"),
        ("+33 (0)6 39 98 00 12", "0639980012"),
        ("+33 06 39 98 00 12", "0639980012"),
        ("0033 6 39 98 00 12", "0639980012"),
        ("04 65 71 00 12", "0465710012"),
        ("+41 22 555 01 23", "+41225550123"),
        ("0041 22 555 01 23", "+41225550123"),
    ],
)
def test_a_number_has_one_spelling_however_it_was_typed(typed: str, kept: str) -> None:
    assert normalise_phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "12", "063998001", "06399800123", "0600000000a", "+", "+0639980012", "1 639980012", "٠٦٣٩٩٨٠٠١٢"]
)
def test_what_cannot_be_called_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InvalidPhone, match="comme 06 39 98 00 12"):
        normalise_phone(typed)
