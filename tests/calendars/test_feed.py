"""Feeds to subscribe to."""

from dataclasses import replace
from datetime import timedelta

import vobject

from meetups.calendars.events import EventStatus, invitation, publication
from tests.calendars.samples import GUEST, LUNCH, property_names, read_with_icalendar, read_with_vobject

_DAY = timedelta(days=1)
DINNER = replace(LUNCH, uid="dinner@reseau.example", starts_at=LUNCH.starts_at + _DAY, ends_at=LUNCH.ends_at + _DAY)


def test_a_feed_names_no_guest():
    raw = publication([LUNCH, DINNER], name="Mes rencontres")
    assert "ATTENDEE" not in property_names(raw)
    assert property_names(raw).count("UID") == 2


def test_a_feed_says_its_name_and_how_often_to_come_back():
    lines = publication([LUNCH], name="Rencontres, Savoie\r\nX-A:b", refresh=timedelta(hours=4)).split(b"\r\n")
    for expected in (
        b"METHOD:PUBLISH",
        b"NAME:Rencontres\\, Savoie X-A:b",
        b"X-WR-CALNAME:Rencontres\\, Savoie X-A:b",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT240M",
        b"X-PUBLISHED-TTL:PT240M",
    ):
        assert expected in lines


def test_a_feed_shows_the_same_event_as_the_invitation():
    feed = publication([LUNCH], name="Mes rencontres")
    for read in (read_with_icalendar, read_with_vobject):
        published = read(feed)
        assert replace(read(invitation(LUNCH, GUEST)), attendees=[], common_name=None) == published


def test_the_order_of_the_events_does_not_change_the_bytes():
    assert publication([LUNCH, DINNER], name="x") == publication([DINNER, LUNCH], name="x")


def test_a_cancelled_event_stays_in_the_feed_and_frees_the_hour():
    raw = publication([replace(LUNCH, status=EventStatus.CANCELLED)], name="x")
    assert b"STATUS:CANCELLED\r\n" in raw
    assert b"TRANSP:TRANSPARENT\r\n" in raw


def test_a_public_feed_is_not_marked_private():
    assert b"CLASS:PUBLIC\r\n" in publication([LUNCH], name="x", private=False)
    assert b"CLASS:PRIVATE\r\n" in publication([LUNCH], name="x")


def test_a_feed_without_events_is_a_calendar_all_the_same():
    raw = publication([], name="x")
    assert "VTIMEZONE" in vobject.readOne(raw.decode(), validate=True).contents["vtimezone"][0].name
    assert "UID" not in property_names(raw)
