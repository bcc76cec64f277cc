"""Header lines written by hand.

``email.policy.SMTP`` does not write them, since in Python 3.11 its folding decodes what people typed: a subject
"=?utf-8?q?=0D=0ABcc:…?=" became a Bcc line; it drops the quotes of a long display name, so that "Dupont, Jean"
becomes two recipients (cpython#80222); it makes long References and List-Unsubscribe unreadable (cpython#100991).

Words (names, subjects) are cleaned; machinery (addresses, identifiers, links) is refused when it is wrong.
"""

import re
import unicodedata
from email.header import Header
from functools import lru_cache

# RFC 5322, 2.1.1: what a line may hold at most, without its CRLF; and where it should be folded.
_LONGEST_LINE = 998
_FOLD_AT = 76
# Needs neither quoting nor encoding in a display name (RFC 5322, 3.2.3: atoms and spaces).
_PLAIN_NAME = re.compile(r"[A-Za-z0-9'-]+(?: [A-Za-z0-9'-]+)*")
_PLAIN_SUBJECT = re.compile(r"[!-~]+(?: [!-~]+)*")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
# They can make an address read as another one. The plain marks stay: Hebrew and Arabic names need them.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINK = re.compile(r"(?:https?|mailto):[!-;=?-~]+")


class InvalidHeader(ValueError):
    """An address, an identifier or a link that would break the message, or let someone write into it."""


def words(name: str, text: str) -> str:
    """An unstructured header such as Subject. Control characters become spaces."""
    clean = clean_words(text)
    line = f"{name}: {clean}"
    # "=?" typed by a person would be decoded by the reader's program.
    if len(line) <= _FOLD_AT and "=?" not in clean and _PLAIN_SUBJECT.fullmatch(clean):
        return line
    return f"{name}: {_encoded(clean, name)}"


def mailbox(name: str, address: str, display_name: str = "") -> str:
    """A header that holds one address. Raises :class:`InvalidHeader` unless the address is plain ASCII."""
    if not _ADDRESS.fullmatch(address):
        raise InvalidHeader(f"{name}: not a plain address")
    clean = clean_words(display_name)
    if not clean:
        return f"{name}: {address}"
    plain = len(clean) <= _FOLD_AT // 2 and _PLAIN_NAME.fullmatch(clean)
    phrase = clean if plain else _encoded(clean, name)
    return f"{name}: {phrase}\r\n <{address}>"


def identifiers(name: str, *message_ids: str) -> str:
    """Message-ID, In-Reply-To or References, one identifier a line."""
    for message_id in message_ids:
        if not _MESSAGE_ID.fullmatch(message_id) or len(message_id) >= _LONGEST_LINE:
            raise InvalidHeader(f"{name}: not a message identifier")
    return f"{name}: " + "\r\n ".join(message_ids)


def link(name: str, url: str) -> str:
    """A header that holds one URL between angle brackets (RFC 2369)."""
    line = f"{name}: <{url}>"
    if not _LINK.fullmatch(url) or len(line) > _LONGEST_LINE:
        raise InvalidHeader(f"{name}: not a link")
    return line


@lru_cache(maxsize=500)
def clean_words(text: str) -> str:
    """``text`` on one line, without control characters nor direction overrides, blanks trimmed."""
    printable = "".join(_printable(character) for character in unicodedata.normalize("NFC", text))
    return re.sub(" +", " ", printable).strip(" ")


def _printable(character: str) -> str:
    if character in _DIRECTION_CONTROLS or character == "\ufeff":
        return ""
    return " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character


@lru_cache(maxsize=500)
def _encoded(text: str, name: str) -> str:
    """RFC 2047 encoded words of 75 characters at most, one a line, never cut inside a character."""
    return Header(text, "utf-8", maxlinelen=_FOLD_AT, header_name=name).encode(linesep="\r\n")
