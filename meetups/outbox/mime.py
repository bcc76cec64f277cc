"""Taking apart a mail that anybody may have written: bounded work, and no exception whatever the bytes.

``email.policy.default`` is not used for what comes in: in Python 3.11 its header parser raises IndexError, ValueError
or AttributeError on hostile From, To and Message-ID lines. The older policy leaves headers as text, for ``arrived``.
"""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32

LONGEST_MAIL = 2 * 1024 * 1024  # bytes; the rest is not read
_LONGEST_HEAD = 256 * 1024  # bytes: all the headers together
_LONGEST_HEADER = 8 * 1024  # characters: the parser of parameters takes the square of it
_MOST_PARTS = 200
_MOST_BOUNDARIES = 2000
_BLANK_LINE = re.compile(rb"\n\r?\n")
# One level of nesting needs one of these words; the parser calls itself at each level.
_NESTING = re.compile(rb"boundary|message/", re.IGNORECASE)
# Python knows stranger ones (idna, unicode_escape…) that are slow, or are no charsets at all.
_CHARSET = re.compile(
    r"utf-?16(?:le|be|-le|-be)?|iso-?8859-?\d{1,2}|latin-?[19]|(?:windows-?|cp)125\d|cp850|macintosh|koi8-[ru]"
    r"|big5|gb2312|gbk|gb18030|euc-(?:jp|kr)|shift_jis|iso-2022-jp",
    re.IGNORECASE,
)


class _Bounded(Compat32):
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        short = value[:_LONGEST_HEADER]
        # Pieces of parameters (RFC 2231), put together, raise TypeError when they are odd; nothing we read comes so.
        return name, short.replace("*", "") if name.lower().startswith("content-") else short


_PARSER: "BytesParser[Message]" = BytesParser(policy=_Bounded())


def parsed(raw: bytes) -> Message:
    """The tree of a mail; its headers alone when it has more parts than any honest one."""
    kept = raw[:LONGEST_MAIL]
    if not _BLANK_LINE.search(kept, 0, _LONGEST_HEAD):
        kept = kept[:_LONGEST_HEAD]
    is_trap = len(_NESTING.findall(kept)) > _MOST_PARTS or kept.count(b"\n--") > _MOST_BOUNDARIES
    return _PARSER.parsebytes(kept, headersonly=is_trap)


def parts(message: Message) -> Iterator[tuple[Message, bool]]:
    """Every part in the order of the text, the mail itself first, and whether it stands inside an enclosed mail."""
    waiting = [(message, False)]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part, enclosed = waiting.pop()
        yield part, enclosed
        inside = enclosed or part.get_content_maintype() == "message"
        waiting.extend((child, inside) for child in reversed(children(part)))


def children(part: Message) -> list[Message]:
    """The parts of a part, or the mail that it encloses."""
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)]


def content(part: Message) -> bytes:
    """The bytes of a leaf, its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text(part: Message) -> str:
    """The characters of a leaf, with ``\\n`` line ends."""
    found = decoded(content(part), part.get_content_charset() or "")
    return re.sub("\r\n?", "\n", found).replace("\0", "")


def decoded(octets: bytes, charset: str) -> str:
    """As declared when that is a known charset, else UTF-8, else the Windows code page of the West."""
    if _CHARSET.fullmatch(charset):
        try:
            return octets.decode(charset, "replace")
        except LookupError:
            pass  # such as iso-8859-99
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")
