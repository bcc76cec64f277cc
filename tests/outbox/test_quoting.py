"""What mails share is encoded once: each reads as if it had been encoded whole."""

import quopri

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetups.outbox.quoting import Pieces, quoted

SHARED = st.text("ab =.é€\t\r\n\x0b\u2028\ud800", max_size=200)
OWN = st.text("ab=.é€/?", min_size=1, max_size=200)


@given(SHARED, st.lists(st.tuples(OWN, SHARED), max_size=4))
@example("Bonjour ", [("Inès", ""), ("https://reseau.example/" + "=" * 99, "\nfin ")])
@example("", [("a", ""), ("b", "\n")])
def test_pieces_read_as_the_whole_text(first: str, others: list[tuple[str, str]]) -> None:
    text = Pieces.of([first, *(piece for pair in others for piece in pair)])
    assert text == first + "".join(own + shared for own, shared in others)
    encoded = quoted(text)
    assert read(encoded) == read(quoted(str(text)))
    assert all(len(line) <= 76 for line in encoded.split("\r\n")), "RFC 2045, 6.7, rule 5"
    assert all(line == line.rstrip(" \t") for line in encoded.split("\r\n")), "servers drop them: rule 3"


@pytest.mark.parametrize("length", range(60, 90))
def test_no_character_is_cut(length: int) -> None:
    own = "a" * length + "=" * 30
    assert read(quoted(Pieces.of(["", own, ""]))) == own.encode()


def read(encoded: str) -> bytes:
    """Without the last line end, which the part's own brings."""
    lines = quopri.decodestring(encoded.encode("ascii")).replace(b"\r\n", b"\n")
    return lines.removesuffix(b"\n")
