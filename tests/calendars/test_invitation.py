"""Invitations and cancellations, read back by two parsers."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.calendars.errors import InvalidEvent, UnknownZone
from meetups.calendars.events import Attendee, Event, EventStatus, PartStat, cancellation, invitation
from meetups.calendars.text import parameter, single_line
from tests.calendars.readings import Reading
from tests.calendars.samples import (
    EVERY_READER,
    GUEST,
    INSTANTS,
    LUNCH,
    TYPED,
    property_names,
    read_with_icalendar,
    read_with_vobject,
)


def _unfolded(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


@EVERY_READER
@settings(deadline=None)
@given(
    title=TYPED.filter(single_line),
    name=TYPED,
    place=TYPED,
    sequence=st.integers(0, 2**31 - 1),
    starts_at=INSTANTS,
    answer=st.sampled_from(PartStat),
)
def test_every_reader_gives_back_what_was_written(read, title, name, place, sequence, starts_at, answer):
    ends_at = starts_at + timedelta(hours=2)
    event = replace(
        LUNCH, summary=title, location=place, sequence=sequence, starts_at=starts_at, ends_at=ends_at, stamp=starts_at
    )
    assert read(invitation(event, replace(GUEST, name=name, partstat=answer))) == Reading(
        method="REQUEST",
        uid=LUNCH.uid,
        sequence=sequence,
        stamp=starts_at,
        starts_at=starts_at,
        ends_at=ends_at,
        status="CONFIRMED",
        summary=single_line(title),
        location=single_line(place),
        organizer="mailto:rencontres@reseau.example",
        attendees=["mailto:eloise@cabinet.example"],
        common_name=parameter(name) or None,
        partstat=answer,
    )


@settings(deadline=None)
@given(typed=TYPED)
def test_nothing_that_is_typed_adds_a_line(typed):
    event = replace(
        LUNCH, summary=f"Midi {typed}", description=f"a{typed}", location=f"b{typed}", organizer_name=typed
    )
    raw = invitation(event, replace(GUEST, name=typed))
    assert property_names(raw) == property_names(invitation(LUNCH, GUEST))


@settings(deadline=None)
@given(typed=TYPED)
def test_no_line_is_longer_than_75_octets_nor_cut_inside_a_character(typed):
    for line in invitation(replace(LUNCH, description=typed), replace(GUEST, name=typed)).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@EVERY_READER
def test_a_quote_in_a_name_becomes_an_apostrophe(read):
    raw = invitation(LUNCH, replace(GUEST, name='Jean "Jo" Dupont, infirmier'))
    assert read(raw).common_name == "Jean 'Jo' Dupont, infirmier"


def test_the_one_attendee_can_answer():
    lines = _unfolded(invitation(LUNCH, GUEST))
    assert [line for line in lines if line.startswith("ATTENDEE")] == [
        'ATTENDEE;CN="Éloïse Dupont";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;'
        "RSVP=TRUE:mailto:eloise@cabinet.example"
    ]


def test_a_known_answer_is_sent_back_and_can_still_be_changed():
    raw = invitation(LUNCH, replace(GUEST, partstat=PartStat.ACCEPTED))
    assert ";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=TRUE:" in "".join(_unfolded(raw))


def test_a_guest_without_a_name_has_no_common_name():
    assert read_with_vobject(invitation(LUNCH, replace(GUEST, name=" \n"))).common_name is None


def test_an_invitation_says_what_clients_need_and_nothing_more():
    raw = invitation(LUNCH, GUEST)
    lines = _unfolded(raw)
    for expected in (
        "METHOD:REQUEST",
        "DTSTART;TZID=Europe/Paris:20261203T120000",
        "DTEND;TZID=Europe/Paris:20261203T140000",
        "DTSTAMP:20261103T090000Z",
        "LOCATION:Salle des fêtes\\, 1 place de la Mairie\\, 73100 Aix-les-Bains",
        "GEO:45.688500;5.915300",
        "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=70;X-TITLE="
        '"Salle des fêtes, 1 place de la Mairie, 73100 Aix-les-Bains":geo:45.688500,5.915300',
        "TRANSP:OPAQUE",
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        "X-MICROSOFT-DISALLOW-COUNTER:TRUE",
        'ORGANIZER;CN="Parenthèse Réseau":mailto:rencontres@reseau.example',
    ):
        assert lines.count(expected) == 1, expected
    assert not {"VALARM", "X-ALT-DESC", "SENT-BY"} & set(re.findall(r"[A-Z-]+", raw.decode()))


@pytest.mark.parametrize("lon", [0.00001, -0.00002])
def test_a_place_near_the_greenwich_meridian_is_written_without_an_exponent(lon):
    raw = invitation(replace(LUNCH, lat=49.3, lon=lon), GUEST).decode()
    assert f"GEO:49.300000;{lon:.6f}\r\n" in raw
    assert "e-" not in raw.partition("GEO")[2].partition("\r\n")[0]


def test_a_place_without_a_point_or_a_name_is_left_out():
    names = property_names(invitation(replace(LUNCH, lat=None, lon=None, location="", url=""), GUEST))
    assert not {"GEO", "LOCATION", "URL", "X-APPLE-STRUCTURED-LOCATION"} & set(names)


def test_an_update_keeps_the_uid_raises_the_sequence_and_moves():
    moved = replace(
        LUNCH, sequence=3, starts_at=LUNCH.starts_at + timedelta(days=7), ends_at=LUNCH.ends_at + timedelta(days=7)
    )
    before, after = (read_with_vobject(invitation(event, GUEST)) for event in (LUNCH, moved))
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert after.starts_at == before.starts_at + timedelta(days=7)


def test_a_cancellation_takes_the_meetup_off_the_same_guests_calendar():
    raw = cancellation(replace(LUNCH, sequence=3), GUEST)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "SEQUENCE:3"} <= set(_unfolded(raw))
    for read in (read_with_icalendar, read_with_vobject):
        assert read(raw).uid == LUNCH.uid
        assert read(raw).attendees == ["mailto:eloise@cabinet.example"]


def test_a_cancelled_meetup_invites_nobody():
    with pytest.raises(InvalidEvent):
        invitation(replace(LUNCH, status=EventStatus.CANCELLED), GUEST)


def test_a_zone_without_a_definition_is_refused():
    with pytest.raises(UnknownZone, match="Europe/London"):
        invitation(replace(LUNCH, zone="Europe/London"), GUEST)


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": datetime(2026, 12, 3, 12, 0)},  # noqa: DTZ001
        {"ends_at": LUNCH.starts_at},
        {"sequence": -1},
        {"uid": ""},
        {"uid": "a\r\nATTENDEE:mailto:x@y.example"},
        {"summary": " \n\u202e"},
        {"url": "https://reseau.example/\r\nX-A:b"},
        {"url": "javascript:alert(1)"},
        {"lon": None},
        {"lat": float("nan")},
        {"lat": 91.0},
        {"organizer_email": "a@b.example\r\nX-A:b"},
    ],
)
def test_an_event_that_contradicts_itself_is_refused(change):
    with pytest.raises(InvalidEvent):
        replace(LUNCH, **change)


@pytest.mark.parametrize("email", ["", "personne", "a@b@c", "a b@c.example", "a@b.example\r\nX-A:b", '"a"@b.example'])
def test_an_address_that_is_not_one_is_refused(email):
    with pytest.raises(InvalidEvent):
        Attendee("Éloïse", email)


def test_the_same_event_gives_the_same_bytes():
    again = Event(**{name: getattr(LUNCH, name) for name in Event.__dataclass_fields__})
    assert invitation(again, GUEST) == invitation(LUNCH, GUEST)
