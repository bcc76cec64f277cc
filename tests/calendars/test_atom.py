"""The Atom feed, parsed back and held against RFC 4287."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.calendars.atom import Entry, atom
from meetups.calendars.errors import InvalidEvent
from meetups.calendars.text import paragraphs, single_line
from tests.calendars.samples import IN_LIFE, TYPED

ATOM = "{http://www.w3.org/2005/Atom}"
ABOUT = {
    "self_url": "https://reseau.example/rencontres.atom",
    "home_url": "https://reseau.example/rencontres",
    "title": "Les rencontres en Savoie",
    "author": "Parenthèse Réseau",
}
LUNCH = Entry(
    url="https://reseau.example/rencontres/abc",
    title="Déjeuner à Aix-les-Bains",
    updated=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
    summary="Jeudi 3 décembre à midi.\nSalle des fêtes.",
)
DINNER = replace(LUNCH, url="https://reseau.example/rencontres/def", updated=LUNCH.updated + timedelta(hours=1))


def _texts(element, name):
    return [found.text or "" for found in element.findall(ATOM + name)]


def _links(element):
    return {link.get("rel"): (link.get("type"), link.get("href")) for link in element.findall(f"{ATOM}link")}


def _checked(raw):
    """The feed, once it has what RFC 4287 requires (4.1.1, 4.1.2, 4.2)."""
    feed = ElementTree.fromstring(raw)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert re.fullmatch(r"https://[!-~]+", *_texts(element, "id"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", *_texts(element, "updated"))
        assert "alternate" in _links(element)
    assert [bool(name.strip()) for name in _texts(feed.find(f"{ATOM}author"), "name")] == [True]
    return feed


def test_a_feed_says_what_the_standard_asks_and_names_its_addresses():
    feed = _checked(atom([LUNCH, DINNER], **ABOUT))
    assert _texts(feed, "id") == [ABOUT["self_url"]]
    assert _texts(feed, "title") == [ABOUT["title"]]
    assert _texts(feed.find(f"{ATOM}author"), "name") == ["Parenthèse Réseau"]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert _links(feed) == {
        "self": ("application/atom+xml", ABOUT["self_url"]),
        "alternate": ("text/html", ABOUT["home_url"]),
    }


def test_an_entry_is_known_by_its_page_and_dated_by_its_last_change():
    feed = _checked(atom([LUNCH, DINNER], **ABOUT))
    latest, other = feed.findall(f"{ATOM}entry")
    assert (_texts(latest, "id"), _texts(other, "id")) == ([DINNER.url], [LUNCH.url])
    assert _texts(other, "updated") == ["2026-11-03T09:00:00Z"]
    assert _texts(feed, "updated") == _texts(latest, "updated") == ["2026-11-03T10:00:00Z"]
    assert _texts(other, "summary") == [LUNCH.summary]
    assert _links(other) == {"alternate": ("text/html", LUNCH.url)}


def test_an_instant_of_another_zone_is_written_in_utc():
    moved = replace(LUNCH, updated=datetime.fromisoformat("2026-07-01T12:00:00+02:00"))
    assert _texts(_checked(atom([moved], **ABOUT)), "updated") == ["2026-07-01T10:00:00Z"]


def test_a_feed_without_entries_is_one_all_the_same_and_does_not_change():
    assert _texts(_checked(atom([], **ABOUT)), "updated") == ["1970-01-01T00:00:00Z"]


def test_a_feed_of_an_association_without_a_name_has_an_author():
    _checked(atom([LUNCH], **ABOUT | {"author": " \n"}))
    _checked(atom([LUNCH], **ABOUT | {"author": "", "title": "\u202e"}))


@pytest.mark.parametrize("text", IN_LIFE.values(), ids=IN_LIFE)
def test_texts_as_they_are_in_life_arrive_to_the_letter(text):
    feed = _checked(atom([replace(LUNCH, title=text, summary=text)], **ABOUT | {"title": text, "author": text}))
    entry = feed.find(f"{ATOM}entry")
    assert _texts(entry, "title") == _texts(entry, "summary") == _texts(feed, "title") == [text]


HOSTILE = st.one_of(TYPED, st.sampled_from(["]]><x>&bogus;", "\ufffe\uffff\x00", "<!--", '"><script>', "a\x0bb\x85c"]))


@settings(deadline=None)
@given(title=HOSTILE, summary=HOSTILE)
def test_whatever_is_typed_the_feed_is_well_formed_and_says_it(title, summary):
    raw = atom([replace(LUNCH, title=f"Midi {title}", summary=summary)], **ABOUT | {"title": title, "author": title})
    entry = _checked(raw).find(f"{ATOM}entry")

    def kept(text):
        return text.replace("\ufffe", "").replace("\uffff", "")

    assert _texts(entry, "title") == [single_line(kept(f"Midi {title}"))]
    assert "".join(_texts(entry, "summary")) == paragraphs(kept(summary))


@given(st.permutations([LUNCH, DINNER, replace(LUNCH, title="Autre"), replace(DINNER, summary="")]))
def test_the_order_of_the_entries_does_not_change_the_bytes(entries):
    assert atom(entries, **ABOUT) == atom(reversed(entries), **ABOUT)


@pytest.mark.parametrize("change", [{"updated": datetime(2026, 11, 3)}, {"title": " \ufffe\n"}])  # noqa: DTZ001
def test_an_entry_without_a_title_or_a_true_instant_is_refused(change):
    with pytest.raises(InvalidEvent):
        replace(LUNCH, **change)
