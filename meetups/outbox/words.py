"""What a person wrote, without the layout and the history that their program adds."""

import re
from collections.abc import Iterator
from email.message import Message
from html.parser import HTMLParser

from meetups.calendars.text import paragraphs
from meetups.outbox import mime

LONGEST = 20_000  # characters
_LONGEST_MARKUP = 200_000  # characters that are looked at
# Comments and declarations go first: on odd ones the standard parser raises, and unclosed ones cost it the square.
_DECLARATIONS = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
# A bracket that opens no tag is text; left there, each makes the standard parser look through all the rest.
_LONE_BRACKET = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "hr"})


def written_words(message: Message) -> str:
    """The text of a mail, from its HTML when there is no other, its history cut off, at most ``LONGEST`` long, without
    the controls that make text read otherwise than it is written.
    """
    plain = "\n".join(_texts(message, "text/plain")).strip()
    whole = plain or "\n".join(map(from_html, _texts(message, "text/html"))).strip()
    if not whole and not message.is_multipart():
        # Broken multipart: the tree could not be made, but what was written is still there.
        whole = mime.text(message) if message.get_content_maintype() == "multipart" else ""
    return paragraphs(without_history(whole[: 5 * LONGEST])[:LONGEST])


def _texts(message: Message, kind: str) -> Iterator[str]:
    for part, enclosed in mime.parts(message):
        is_shown = not enclosed and part.get_content_disposition() != "attachment"
        if is_shown and not part.is_multipart() and part.get_content_type() == kind:
            yield mime.text(part)


class _Words(HTMLParser):
    """Keeps text alone; what is quoted gets the "> " of plain mails."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._quoted += tag == "blockquote"
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n> " if self._quoted else "\n")


def from_html(markup: str) -> str:
    """The text of a page, one line for each block. Only text comes out: no tag, script or address of a link."""
    reader = _Words()
    reader.feed(_LONE_BRACKET.sub("&lt;", _DECLARATIONS.sub("", markup[:_LONGEST_MARKUP])))
    reader.close()
    lines = (line.strip(" ") for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join("" if line == ">" else line for line in lines)).strip()


# "Le 3 nov. 2026 à 10:00, Camille <…> a écrit :", on one line or cut in two or three.
_INTRODUCTION = re.compile(
    r"^[ \t]*(?:Le|On|Am|El|Il)\b[^\n]{3,300}?(?:\n(?![ \t]*>)[^\n]{1,300}?){0,2}"
    r"(?:a[ \u00a0\n]écrit|wrote|schrieb|escribió|ha scritto)[ \u00a0]*:[ \t]*$",
    re.MULTILINE,
)
_SEPARATOR = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:Message d.origine|Message transféré|Original Message|Forwarded message)[ \t]*-{2,}"
    r"|_{10,}[ \t]*\n+[ \t]*\*?(?:De|From)[ \u00a0]*:"
    r"|\*?(?:De|From)[ \u00a0]*:[^\n]+\n+"
    r"(?:\*?(?:Envoyé|Sent|Date|À|To|Cc|Objet|Subject)[ \u00a0]*:[^\n]*(?:\n+|\Z)){2,})",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTE = re.compile(r"^[ \t]*>.*$\n?", re.MULTILINE)


def without_history(text: str) -> str:
    """``text`` without quoted lines, their introduction, and what follows an Outlook header; never nothing of it.

    Words between or under quoted lines are kept.
    """
    tidy = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip()
    separator = _SEPARATOR.search(tidy)
    above = tidy[: separator.start()] if separator else tidy
    kept = _QUOTE.sub("", _INTRODUCTION.sub("", above))
    return re.sub(r"\n{3,}", "\n\n", kept).strip() or tidy
