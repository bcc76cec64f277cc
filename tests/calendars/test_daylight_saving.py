"""Both changes of hour in 2027, on 28 March and 31 October: every reader finds the instant that was meant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.calendars.events import invitation, publication
from tests.calendars.libical import read_all_with_libical
from tests.calendars.readings import read_all_with_icalendar, read_all_with_vobject
from tests.calendars.samples import CHANGES, EVERY_READER, GUEST, INSTANTS, LUNCH, lunches_around, property_names


def _lines(raw):
    return raw.decode().replace("\r\n ", "").split("\r\n")


def _lunch(starts_at, lasts=timedelta(hours=2)):
    return replace(LUNCH, starts_at=starts_at, ends_at=starts_at + lasts)


@pytest.mark.parametrize("change", CHANGES, ids=["spring", "autumn"])
@pytest.mark.parametrize("read", [read_all_with_icalendar, read_all_with_vobject, read_all_with_libical])
def test_a_feed_across_the_change_is_read_to_the_minute_with_its_lengths(read, change):
    meant = lunches_around(change)
    shown = {event.uid: (event.starts_at, event.ends_at) for event in read(publication(meant, name="x"))}
    assert shown == {event.uid: (event.starts_at, event.ends_at) for event in meant}


@EVERY_READER
@settings(deadline=None, max_examples=60)
@given(
    change=st.sampled_from(CHANGES),
    minutes=st.integers(-12 * 60, 36 * 60),
    lasts=st.timedeltas(timedelta(minutes=1), timedelta(hours=30)).map(
        lambda lasts: timedelta(minutes=lasts // timedelta(minutes=1))
    ),
)
def test_an_invitation_near_a_change_is_read_at_its_instant(read, change, minutes, lasts):
    starts_at = change + timedelta(minutes=minutes)
    event = read(invitation(_lunch(starts_at, lasts), GUEST))
    assert (event.starts_at, event.ends_at) == (starts_at, starts_at + lasts)


@EVERY_READER
@pytest.mark.parametrize(
    ("noon_in_paris", "instant"),
    [
        ("20260703T120000", datetime(2026, 7, 3, 10, 0, tzinfo=UTC)),
        ("20261203T120000", datetime(2026, 12, 3, 11, 0, tzinfo=UTC)),
        ("20270327T120000", datetime(2027, 3, 27, 11, 0, tzinfo=UTC)),  # the day before summer time
        ("20270328T120000", datetime(2027, 3, 28, 10, 0, tzinfo=UTC)),
        ("20271030T120000", datetime(2027, 10, 30, 10, 0, tzinfo=UTC)),  # the day before winter time
        ("20271031T120000", datetime(2027, 10, 31, 11, 0, tzinfo=UTC)),
    ],
)
def test_noon_is_noon_in_paris_in_summer_and_in_winter(read, noon_in_paris, instant):
    raw = invitation(_lunch(instant), GUEST)
    assert f"DTSTART;TZID=Europe/Paris:{noon_in_paris}" in _lines(raw)
    assert read(raw).starts_at == instant


@pytest.mark.parametrize("hour", [0, 1])
def test_both_of_the_hours_that_autumn_makes_alike_are_written_in_utc(hour):
    twice = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)  # clocks in Paris show 02:30
    assert f"DTSTART:20271031T0{hour}3000Z" in _lines(invitation(_lunch(twice), GUEST))


def test_the_hours_beside_them_are_written_on_the_clock_of_paris():
    before, after = datetime(2027, 10, 30, 23, 59, tzinfo=UTC), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)
    assert "DTSTART;TZID=Europe/Paris:20271031T015900" in _lines(invitation(_lunch(before), GUEST))
    assert "DTSTART;TZID=Europe/Paris:20271031T030000" in _lines(invitation(_lunch(after), GUEST))


def test_the_hour_that_spring_skips_is_never_written():
    lines = _lines(publication(lunches_around(CHANGES[0]), name="x"))
    assert [line for line in lines if "20270328T03" in line]
    assert not [line for line in lines if "20270328T02" in line]


@settings(deadline=None)
@given(starts_at=INSTANTS)
def test_the_time_zone_that_travels_with_the_meetup_suffices_to_read_it(starts_at):
    # Under a name that no reader knows, only our VTIMEZONE can tell the offset.
    raw = invitation(_lunch(starts_at), GUEST).replace(b"Europe/Paris", b"Parenthese/Zone")
    assert vobject.readOne(raw.decode()).vevent.dtstart.value.astimezone(UTC) == starts_at
    [event] = read_all_with_libical(raw)
    assert event.starts_at == starts_at


def test_the_time_zone_holds_two_rules_and_no_history():
    names = property_names(invitation(LUNCH, GUEST))
    assert names.count("RRULE") == 2
    assert "RDATE" not in names
