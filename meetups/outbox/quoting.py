"""Quoted-printable (RFC 2045, 6.7), which survives servers without 8BITMIME; what mails share is written once."""

import re
from collections.abc import Sequence
from email.quoprimime import body_encode
from functools import lru_cache

_AS_THE_LIBRARY = 78
_LONGEST_LINE = 75
"""Room for the "=" of a line that goes on (RFC 2045, 6.7, rule 5)."""
_BREAK = re.compile(b"\r\n|\r|\n")
_GOES_ON = "=\r\n"


class Pieces(str):
    """A text that knows which of its pieces are shared with other mails: the first, the third, and so on.

    The others, between them, are printable and on one line.
    """

    pieces: Sequence[str]

    @classmethod
    def of(cls, pieces: Sequence[str]) -> "Pieces":
        """The text that they make together."""
        text = cls("".join(pieces))
        text.pieces = pieces
        return text


def quoted(text: str) -> str:
    """``text`` with CRLF line ends, without the last one. Lone surrogates, which have no UTF-8 form, are lost."""
    if isinstance(text, Pieces):
        return _quoted_pieces(text.pieces)
    lines = text.encode("utf-8", "replace").splitlines() or [b""]
    return "\r\n".join(_quoted_line(line, _AS_THE_LIBRARY) for line in lines)


def _quoted_pieces(pieces: Sequence[str]) -> str:
    """Each on lines of its own, which a reader puts together again."""
    last = len(pieces) - 1
    return "".join(
        [
            _quoted_own(piece) if number % 2 else _quoted_shared(piece, number == 0, number == last)
            for number, piece in enumerate(pieces)
        ]
    ).removesuffix("\r\n")


@lru_cache(maxsize=500)
def _quoted_shared(piece: str, is_first: bool, is_last: bool) -> str:
    """With what leads to its neighbours. The same object each time, whose hash is known: it is found at once."""
    lines = [_quoted_line(line, _LONGEST_LINE) for line in _BREAK.split(piece.encode("utf-8", "replace"))]
    if lines[0] and not is_first:
        lines[0] = _GOES_ON + lines[0]
    if lines[-1] and not is_last:
        lines[-1] += _GOES_ON
    return "\r\n".join(lines) or _GOES_ON


def _quoted_own(piece: str) -> str:
    if not piece.isascii():
        return _quoted_line(piece.encode(), _LONGEST_LINE)
    rest, lines = piece.replace("=", "=3D"), []
    while len(rest) > _LONGEST_LINE:
        # What "=" begins is not cut.
        cut = rest.find("=", _LONGEST_LINE - 2, _LONGEST_LINE)
        lines.append(rest[: cut if cut > 0 else _LONGEST_LINE])
        rest = rest[len(lines[-1]) :]
    return _GOES_ON.join([*lines, rest])


def _quoted_line(line: bytes, longest: int) -> str:
    return body_encode(line.decode("latin-1"), longest).replace("\n", "\r\n")
