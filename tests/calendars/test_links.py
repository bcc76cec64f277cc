"""« Ajouter à mon agenda » as plain links, read back as the services read them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings

from meetups.calendars.errors import InvalidEvent
from meetups.calendars.links import google_url, office365_url, outlook_url, webcal_url
from meetups.calendars.text import single_line
from tests.calendars.samples import IN_LIFE, INSTANTS, LUNCH, TYPED

EVERY_LINK = pytest.mark.parametrize("link", [google_url, outlook_url, office365_url])
TITLE = {google_url: "text", outlook_url: "subject", office365_url: "subject"}
DETAILS = {google_url: "details", outlook_url: "body", office365_url: "body"}


def _asked(url):
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True))


def test_google_is_given_the_instants_in_utc_and_the_zone_to_show_them_in():
    assert google_url(LUNCH).startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&text=D%C3%A9j")
    assert _asked(google_url(LUNCH)) == {
        "action": "TEMPLATE",
        "text": LUNCH.summary,
        "dates": "20261203T110000Z/20261203T130000Z",
        "ctz": "Europe/Paris",
        "location": LUNCH.location,
        "details": f"{LUNCH.url}\n\n{LUNCH.description}",
    }


@pytest.mark.parametrize(
    ("link", "start", "path"),
    [
        (outlook_url, "https://outlook.live.com/calendar/0/deeplink/compose?", {"path": "/calendar/action/compose"}),
        (office365_url, "https://outlook.office.com/calendar/action/compose?", {}),
    ],
)
def test_outlook_is_given_the_instants_in_utc(link, start, path):
    assert link(LUNCH).startswith(start)
    assert _asked(link(LUNCH)) == path | {
        "rru": "addevent",
        "subject": LUNCH.summary,
        "startdt": "2026-12-03T11:00:00Z",
        "enddt": "2026-12-03T13:00:00Z",
        "location": LUNCH.location,
        "body": f"{LUNCH.url}\n\n{LUNCH.description}",
    }


@EVERY_LINK
@pytest.mark.parametrize("text", IN_LIFE.values(), ids=IN_LIFE)
def test_texts_as_they_are_in_life_arrive_to_the_letter(link, text):
    asked = _asked(link(replace(LUNCH, summary=text, location=text, description="")))
    assert (asked[TITLE[link]], asked["location"]) == (text, text)


@EVERY_LINK
@settings(deadline=None)
@given(typed=TYPED.filter(single_line))
def test_whatever_is_typed_stays_one_short_address_in_plain_characters(link, typed):
    url = link(replace(LUNCH, summary=typed, location=typed, description=typed * 9, organizer_name=typed))
    assert re.fullmatch(r"[A-Za-z0-9%&=?:/._~-]+", url)
    assert len(url) <= 2000
    assert _asked(url)[TITLE[link]] == single_line(typed)
    assert _asked(url).keys() <= _asked(link(LUNCH)).keys()


@EVERY_LINK
def test_a_long_description_is_cut_between_two_characters(link):
    details = _asked(link(replace(LUNCH, url="", description="é" * 3000)))[DETAILS[link]]
    assert re.fullmatch("é{150,}…", details)


@EVERY_LINK
def test_when_the_title_takes_all_the_room_nothing_else_is_asked(link):
    for length in range(280, 330):
        asked = _asked(link(replace(LUNCH, summary="é" * length, location="à" * 9)))
        assert asked[TITLE[link]] == "é" * length
        assert "…" not in (asked.get("location"), asked.get(DETAILS[link]))
        assert all(asked.values())


@EVERY_LINK
def test_controls_are_dropped_and_a_place_is_one_line(link):
    asked = _asked(link(replace(LUNCH, url="", location="Salle\r\ndes fêtes\0", description="un\r\ndeux\u202e\0")))
    assert (asked["location"], asked[DETAILS[link]]) == ("Salle des fêtes", "un\ndeux")


@EVERY_LINK
def test_what_is_not_known_is_not_asked(link):
    assert not {"location", DETAILS[link]} & _asked(link(replace(LUNCH, location="", url="", description=""))).keys()


@settings(deadline=None)
@given(starts_at=INSTANTS)
def test_every_service_understands_the_same_instants(starts_at):
    event = replace(LUNCH, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    dates = _asked(google_url(event))["dates"].split("/")
    google = [datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for date in dates]
    assert google == [event.starts_at, event.ends_at]
    for link in (outlook_url, office365_url):
        asked = _asked(link(event))
        assert [datetime.fromisoformat(asked[name]) for name in ("startdt", "enddt")] == google


@EVERY_LINK
def test_a_link_names_neither_the_organiser_nor_the_guests_own_identifier(link):
    url = link(LUNCH)
    assert LUNCH.uid not in url
    assert "rencontres%40" not in url


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_feed_is_subscribed_to_by_webcal(scheme):
    assert webcal_url(f"{scheme}://reseau.example/calendrier/a-b.ics") == "webcal://reseau.example/calendrier/a-b.ics"


@pytest.mark.parametrize("url", ["", "https", "/rencontres.ics", "javascript://x", "webcal://reseau.example/x.ics"])
def test_what_is_no_web_address_is_not_subscribed_to(url):
    with pytest.raises(InvalidEvent):
        webcal_url(url)
