"""Every kind of message, for texts as they are in life and for whatever could be typed, in every reader."""

from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.calendars.text import single_line
from meetups.outbox.message import CalendarPart, Email, compose
from tests.calendars.libical import Refused, read_all_with_libical
from tests.calendars.messages import DOWNLOADED, MAILED, downloaded, expected_of_file, expected_of_mail, mailed
from tests.calendars.readings import read_all_with_icalendar, read_all_with_vobject
from tests.calendars.samples import GUEST, IN_LIFE, TYPED, property_names

EVERY_READER = [read_all_with_icalendar, read_all_with_vobject, read_all_with_libical]
TEXTS = pytest.mark.parametrize("text", IN_LIFE.values(), ids=IN_LIFE)
KINDS = pytest.mark.parametrize("kind", MAILED)
FILES = pytest.mark.parametrize("kind", DOWNLOADED)


def _check_lines(raw: bytes) -> None:
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert not {b"\r", b"\n"} & {bytes([octet]) for octet in line}
        line.decode()


@TEXTS
@KINDS
def test_a_message_of_every_kind_is_read_to_the_letter_by_all(kind, text):
    raw = mailed(kind, text)
    _check_lines(raw)
    for read in EVERY_READER:
        [event] = read(raw)
        assert [event] == expected_of_mail(kind, text)
        assert event.summary == text, "nothing that people write in life is lost"
    assert property_names(raw).count("ATTENDEE") == 1


@TEXTS
@FILES
def test_a_file_of_every_kind_is_read_to_the_letter_by_all_and_names_nobody(kind, text):
    raw = downloaded(kind, text)
    _check_lines(raw)
    for read in EVERY_READER:
        assert read(raw) == expected_of_file(kind, text)


@settings(deadline=None)
@given(kind=st.sampled_from(sorted(MAILED)), text=TYPED.filter(single_line))
def test_whatever_is_typed_all_read_the_same_and_nothing_else_was_said(kind, text):
    raw = mailed(kind, text)
    _check_lines(raw)
    for read in EVERY_READER:
        assert read(raw) == expected_of_mail(kind, text)


@settings(deadline=None)
@given(kind=st.sampled_from(DOWNLOADED), text=TYPED.filter(single_line))
def test_whatever_is_typed_a_feed_is_read_the_same_by_all(kind, text):
    raw = downloaded(kind, text)
    _check_lines(raw)
    by_icalendar, by_vobject, by_libical = (read(raw) for read in EVERY_READER)
    assert by_icalendar == by_vobject == by_libical
    assert [(event.summary, event.attendees) for event in by_libical] == [(single_line(text), [])] * len(by_libical)


@TEXTS
@KINDS
def test_a_mail_carries_the_same_bytes_in_both_parts(kind, text):
    method = MAILED[kind][0]
    content = mailed(kind, text)
    mail = Email(
        subject=text,
        text=text,
        html=text,
        to=GUEST.email,
        to_name=text,
        from_address="rencontres@reseau.example",
        from_name=text,
        message_id="<1@reseau.example>",
        date=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
        calendar=CalendarPart(method, content),
    )
    parts = {part.get_content_type(): part for part in message_from_bytes(compose(mail)).walk()}
    assert parts["text/calendar"].get_payload(decode=True) == content
    assert parts["application/ics"].get_payload(decode=True) == content
    assert parts["text/calendar"].get_param("method") == method


def test_a_reminder_keeps_the_version_and_the_answer_and_is_newer():
    update, reminder = (read_all_with_libical(mailed(kind, "x"))[0] for kind in ("update", "reminder"))
    assert (reminder.uid, reminder.sequence, reminder.starts_at) == (update.uid, update.sequence, update.starts_at)
    assert reminder.stamp > update.stamp
    assert (update.partstat, reminder.partstat) == ("NEEDS-ACTION", "ACCEPTED")


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b"UID:", b"X-UID:"),
        (b"DTSTAMP:", b"X-DTSTAMP:"),
        (b"METHOD:REQUEST", b"METHOD:PUBLISH"),
        (b"DTSTART;TZID=Europe/Paris:2026", b"DTSTART;TZID=Europe/Paris:noon"),
        (b"BEGIN:VCALENDAR", b"BEGIN:VCARD"),
        (b"ATTENDEE;", b"X-ATTENDEE;"),
    ],
)
def test_libical_refuses_what_the_standards_refuse(written, instead):
    raw = mailed("first invitation", "x")
    assert written in raw
    with pytest.raises(Refused):
        read_all_with_libical(raw.replace(written, instead))
