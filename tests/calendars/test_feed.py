"""Feeds to subscribe to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meetups.calendars.events import EventStatus, invitation, one_event, publication
from tests.calendars.libical import read_all_with_libical
from tests.calendars.readings import read_all_with_icalendar, read_all_with_vobject
from tests.calendars.samples import GUEST, LUNCH, property_names

_DAY = timedelta(days=1)
EVERY_READER_OF_ALL = [read_all_with_icalendar, read_all_with_vobject, read_all_with_libical]
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


@pytest.mark.parametrize("read", EVERY_READER_OF_ALL)
def test_a_feed_shows_the_same_events_as_the_invitations_and_no_guest(read):
    feed = publication([LUNCH, DINNER], name="Mes rencontres")
    invited = [read(invitation(event, GUEST))[0] for event in (LUNCH, DINNER)]
    nobody = {"method": "PUBLISH", "attendees": [], "common_name": None, "partstat": None}
    assert read(feed) == [replace(reading, **nobody) for reading in invited]
    assert read(one_event(DINNER)) == read(feed)[1:]


def test_a_feed_is_dated_by_the_last_change_of_each_event():
    changed = replace(DINNER, stamp=LUNCH.stamp + _DAY)
    stamps = [reading.stamp for reading in read_all_with_vobject(publication([LUNCH, changed], name="x"))]
    assert stamps == [LUNCH.stamp, LUNCH.stamp + _DAY]
    assert b"LAST-MODIFIED:20261103T090000Z\r\n" in publication([LUNCH], name="x")


def test_a_file_of_one_event_has_no_name_since_outlook_would_open_a_new_calendar():
    names = property_names(one_event(LUNCH))
    assert not {"NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "ATTENDEE"} & set(names)
    assert b"CLASS:PRIVATE\r\n" in one_event(LUNCH)
    assert b"CLASS:PUBLIC\r\n" in one_event(LUNCH, private=False)


def test_the_order_of_the_events_does_not_change_the_bytes():
    assert publication([LUNCH, DINNER], name="x") == publication([DINNER, LUNCH], name="x")


@pytest.mark.parametrize("read", EVERY_READER_OF_ALL)
def test_a_cancelled_event_stays_in_the_feed_and_frees_the_hour(read):
    raw = publication([replace(LUNCH, status=EventStatus.CANCELLED, sequence=3), DINNER], name="x")
    assert [(event.uid, event.status) for event in read(raw)] == [
        (LUNCH.uid, "CANCELLED"),
        (DINNER.uid, "CONFIRMED"),
    ]
    assert raw.count(b"TRANSP:TRANSPARENT\r\n") == 1


def test_a_public_feed_is_not_marked_private():
    assert b"CLASS:PUBLIC\r\n" in publication([LUNCH], name="x", private=False)
    assert b"CLASS:PRIVATE\r\n" in publication([LUNCH], name="x")


@pytest.mark.parametrize("read", EVERY_READER_OF_ALL)
def test_a_feed_without_events_is_a_calendar_all_the_same(read):
    raw = publication([], name="x")
    assert read(raw) == []
    assert property_names(raw).count("TZID") == 1
