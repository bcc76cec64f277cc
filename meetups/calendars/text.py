"""What people typed, made safe for a content line without changing what they meant."""

import re
import unicodedata

from icalendar import vText

# Embeddings, overrides and isolates can make an address read as another one. The plain marks (U+200E,
# U+200F, U+061C) and the joiners stay: Hebrew, Arabic and Persian names need them.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BYTE_ORDER_MARK = "\ufeff"
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Only these: \s would also flatten the no-break spaces of French typography.
_BLANKS = re.compile("[ \t\n]+")
# A quote cannot be written in a parameter (RFC 5545, 3.2); readers disagree about a backslash there, and
# those that do not know RFC 6868 would show a caret twice.
_UNSAFE_IN_PARAMETER = str.maketrans({'"': "'", "\\": "/", "^": " "})


class Text(vText):
    """A TEXT value escaped as RFC 5545, 3.3.11 says.

    ``vText`` turns a typed backslash followed by a capital N into a line break ("C:\\Notes").
    """

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def paragraphs(text: str) -> str:
    """``text`` in NFC, without control characters, its line breaks as ``\\n``."""
    if text.isprintable():
        return unicodedata.normalize("NFC", text).strip(" ")
    breaks = _LINE_BREAK.sub("\n", text)
    kept = "".join(character for character in breaks if character in "\n\t" or _is_written(character))
    return unicodedata.normalize("NFC", kept).strip(" \t\n")


def single_line(text: str) -> str:
    """As :func:`paragraphs`, on one line."""
    return _BLANKS.sub(" ", paragraphs(text))


def parameter(text: str) -> str:
    """As :func:`single_line`, without the characters that a parameter such as CN cannot carry."""
    return single_line(single_line(text).translate(_UNSAFE_IN_PARAMETER))


def _is_written(character: str) -> bool:
    if character in _DIRECTION_CONTROLS or character == _BYTE_ORDER_MARK:
        return False
    return unicodedata.category(character) not in ("Cc", "Cs")
