"""The content lines of an object written by any program (RFC 5545, 3.1)."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# A fold is a line break followed by one blank. Some programs fold with LF, old ones with CR alone.
_FOLD = "(?:\r\n|\r|\n)[ \t]"
# Not str.splitlines: U+2028 and others may stand inside a value.
_BREAK = re.compile("[\r\n]+")


def content_lines(content: bytes) -> list[str]:
    """Unfolded lines. Whatever the bytes are, something is read."""
    return _BREAK.split(_unfolded(content).replace("\0", ""))


def _unfolded(content: bytes) -> str:
    """UTF-8 as the standard says, else UTF-16 (with or without its mark), else the Windows code page of the West."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return re.sub(_FOLD, "", content.removeprefix(mark).decode(encoding, "replace"))
    if b"\0" in content[:4]:
        return re.sub(_FOLD, "", content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", "replace"))
    # Folding counts octets: a character may be cut by a fold, so the folds go first.
    whole = re.sub(_FOLD.encode(), b"", content)
    try:
        return whole.decode()
    except UnicodeDecodeError:
        return whole.decode("cp1252", "replace")
