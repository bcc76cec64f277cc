"""The coming public meetups as an Atom feed (RFC 4287), for readers of news."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from meetups.calendars.errors import InvalidEvent
from meetups.calendars.text import paragraphs, single_line

_NAMESPACE = "http://www.w3.org/2005/Atom"
# A feed must say when it changed (RFC 4287, 4.1.1). Empty, it says this rather than now: the bytes stay the same.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# The two that XML 1.0 (2.2) forbids and that Unicode does not call controls.
_NOT_XML = str.maketrans({"\ufffe": None, "\uffff": None})


@dataclass(frozen=True)
class Entry:
    """A public meetup. ``url`` is its page, and identifies it; ``updated`` is its last change, aware.

    ``title`` and ``summary`` are plain text. Raises :class:`~meetups.calendars.errors.InvalidEvent`.
    """

    url: str
    title: str
    updated: datetime
    summary: str = ""

    def __post_init__(self) -> None:
        if self.updated.tzinfo is None:
            raise InvalidEvent("instants must be aware")
        if not _clean(self.title):
            raise InvalidEvent("no title")


def atom(entries: Iterable[Entry], *, self_url: str, home_url: str, title: str, author: str) -> bytes:
    """The feed, latest change first. The same entries give the same bytes in whatever order they come.

    ``self_url`` is the feed's own https address and its identifier; ``home_url`` the page for people.
    """
    ordered = sorted(entries, key=lambda entry: (entry.updated, entry.url, entry.title, entry.summary), reverse=True)
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "fr"})
    _text(feed, "id", self_url)
    _text(feed, "title", _clean(title))
    _text(feed, "updated", _instant(ordered[0].updated if ordered else _NEVER))
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": self_url})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": home_url})
    # An author must have a name (RFC 4287, 3.2.1), also before the association has given its own.
    _text(SubElement(feed, "author"), "name", _clean(author) or _clean(title) or home_url)
    for entry in ordered:
        _add_entry(feed, entry)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(feed: Element, entry: Entry) -> None:
    element = SubElement(feed, "entry")
    _text(element, "id", entry.url)
    _text(element, "title", _clean(entry.title))
    _text(element, "updated", _instant(entry.updated))
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if summary := paragraphs(entry.summary.translate(_NOT_XML)):
        _text(element, "summary", summary)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _clean(text: str) -> str:
    return single_line(text.translate(_NOT_XML))


def _instant(instant: datetime) -> str:
    """RFC 3339, in UTC."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
