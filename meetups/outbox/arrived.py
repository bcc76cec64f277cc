"""The header lines of a mail that arrived, as plain values (RFC 2047, 5322). Nothing here raises."""

import re
from binascii import Error as BadBase64
from collections.abc import Iterable
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from meetups.outbox.headers import clean_words
from meetups.outbox.mime import decoded

_MOST_IDENTIFIERS, _MOST_ADDRESSES = 100, 500
_LONGEST_WORDS = 1000
_ATOM = r"[^\s\x00-\x1f<>\"(),:;\\@\[\]]"
_ADDRESS = re.compile(rf"{_ATOM}{{1,64}}@{_ATOM}{{1,253}}")
_IDENTIFIER = re.compile(r"<[^<>\s]{1,990}>")
# A quoted phrase, a comment, an address between brackets, a separator, or other text.
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)|<[^<>]*>|[,;]|[^"(<,;]+|.', re.DOTALL)


class Headers:
    """All the lines of one mail, by name in lower case, from the top down."""

    def __init__(self, message: Message) -> None:
        self._lines: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            octets = str(value).encode("utf-8", "surrogateescape")
            line = re.sub(r"[\r\n]+[ \t]*", " ", decoded(octets, "")).strip()
            self._lines.setdefault(name.lower(), []).append(line)

    def all(self, name: str) -> list[str]:
        """Every line of that name."""
        return self._lines.get(name.lower(), [])

    def first(self, name: str) -> str:
        """The topmost line of that name, empty when there is none."""
        return next(iter(self.all(name)), "")

    def words(self, name: str) -> str:
        """The topmost line as a person reads it, on one line."""
        return clean_words(_readable(self.first(name)))[:_LONGEST_WORDS]

    def identifiers(self, *names: str) -> tuple[str, ...]:
        """The message identifiers of these lines, in their order, each once, between angle brackets."""
        found = (identifier for name in names for line in self.all(name) for identifier in _IDENTIFIER.findall(line))
        return tuple(dict.fromkeys(found))[:_MOST_IDENTIFIERS]

    def addresses(self, *names: str) -> tuple[str, ...]:
        """Whatever looks like an address in these lines, in lower case, each once."""
        return addresses_in(line for name in names for line in self.all(name))

    def instant(self, name: str) -> datetime | None:
        """A date in UTC; ``None`` when it cannot be read."""
        try:
            found = parsedate_to_datetime(self.first(name))
            return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None

    def mailboxes(self, name: str) -> list[tuple[str, str]]:
        """(name, address in lower case) of each mailbox; an address that cannot be read without doubt is empty.

        Stricter than ``email.utils``, which in Python 3.11 reads ``a@x)b@y`` as a mail from x (CVE-2023-27043).
        """
        return [found for line in self.all(name) for found in _mailboxes(line)]


def addresses_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Whatever looks like an address, in lower case, each once."""
    found = (address.lower() for line in lines for address in _ADDRESS.findall(line))
    return tuple(dict.fromkeys(found))[:_MOST_ADDRESSES]


def _mailboxes(line: str) -> list[tuple[str, str]]:
    pieces: list[list[str]] = [[]]
    for piece in _PIECE.findall(line):
        if piece in {",", ";"}:
            pieces.append([])
        else:
            pieces[-1].append(piece)
    return [_mailbox(piece) for piece in pieces if "".join(piece).strip()]


def _mailbox(pieces: list[str]) -> tuple[str, str]:
    bracketed = [piece for piece in pieces if piece.startswith("<") and piece.endswith(">")]
    comments = [piece for piece in pieces if piece.startswith("(") and piece.endswith(")")]
    others = [piece for piece in pieces if piece not in bracketed and piece not in comments]
    if bracketed:
        phrase, address = others, bracketed[0][1:-1] if len(bracketed) == 1 else ""
    else:
        phrase, address = [comment[1:-1] for comment in comments], "".join(others)
    address = address.strip().lower()
    name = clean_words(_readable("".join(_unquoted(piece) for piece in phrase)))
    return name[:_LONGEST_WORDS], address if _ADDRESS.fullmatch(address) else ""


def _unquoted(piece: str) -> str:
    return re.sub(r"\\(.)", r"\1", piece[1:-1]) if len(piece) > 1 and piece[0] == piece[-1] == '"' else piece


def _readable(line: str) -> str:
    try:
        pieces = decode_header(line)
    except (HeaderParseError, BadBase64, ValueError):
        return line
    # Text without any encoded word comes back as str.
    return "".join(piece if isinstance(piece, str) else decoded(piece, charset or "") for piece, charset in pieces)
