"""One person's answer, read from what calendars really send and from what they should never send."""

import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.calendars.events import PartStat
from meetups.calendars.replies import LONGEST_COMMENT, LONGEST_OBJECT, Reply, UnreadableReply, method_of, read_reply
from tests.calendars.reply_samples import EXCHANGE, GMAIL, NEXTCLOUD, OUTLOOK, SAMPLES, UID, sample

SENT = datetime(2026, 11, 4, 8, 15, tzinfo=UTC)
LUNCH = datetime(2026, 12, 3, 11, 0, tzinfo=UTC)
YES = Reply("REPLY", UID, 2, SENT, "eloise@cabinet.example", PartStat.ACCEPTED)
SAYING = {"gmail", "apple", "exchange"}
ATTENDEE = "ATTENDEE;CN=Éloïse Dupont;PARTSTAT=ACCEPTED:mailto:eloise@cabinet.example"


def edited(old: str, new: str, text: str = NEXTCLOUD) -> bytes:
    """A sample with something else in it."""
    content = sample(text).decode()
    assert old in content
    return content.replace(old, new).encode()


@pytest.mark.parametrize("maker", SAMPLES)
@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_each_calendar_program_is_understood(maker, partstat):
    reply = read_reply(sample(SAMPLES[maker], partstat))
    said = "Je serai là, un peu en retard" if maker in SAYING else ""
    assert reply == replace(YES, partstat=PartStat(partstat), comment=said)


def test_a_counter_says_which_hour_it_wants():
    for text in SAMPLES.values():
        reply = read_reply(sample(text.replace("METHOD:REPLY", "METHOD:COUNTER")))
        assert reply is not None
        assert (reply.method, reply.starts_at) == ("COUNTER", LUNCH)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART:20261203T120000", LUNCH),
        ("DTSTART;TZID=America/Montreal:20261203T060000", LUNCH),
        ("DTSTART;TZID=Chez nous:20261203T120000", None),
        ("DTSTART;TZID=../../etc/passwd:20261203T120000", None),
        ("DTSTART;TZID=Europe:20261203T120000", None),
        ("DTSTART;VALUE=DATE:20261203", None),
        ("DTSTART:20261399T120000Z", None),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", None),
        ("SUMMARY:rien", None),
    ],
)
def test_the_hour_of_a_counter_is_an_instant_or_nothing(start, expected):
    content = edited("DTSTART;TZID=Europe/Paris:20261203T120000", start).replace(b"METHOD:REPLY", b"METHOD:COUNTER")
    reply = read_reply(content)
    assert reply is not None
    assert reply.starts_at == expected


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("DTSTAMP:20261104T081500Z", SENT),
        ("DTSTAMP;TZID=Europe/Paris:20261104T091500", SENT),
        ("DTSTAMP:20261104T081500.123Z", SENT),
        ("DTSTAMP:20261104T081500", None),
        ("DTSTAMP:hier", None),
        ("X-RIEN:1", None),
    ],
)
def test_a_stamp_is_an_instant_or_missing(stamp, expected):
    reply = read_reply(edited("DTSTAMP:20261104T081500Z", stamp))
    assert reply is not None
    assert reply.stamp == expected


def test_a_missing_sequence_is_the_first():
    reply = read_reply(edited("SEQUENCE:2\r\n", ""))
    assert reply is not None
    assert reply.sequence == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    content = sample(GMAIL).decode().encode(encoding)
    assert read_reply(content) == replace(YES, comment="Je serai là, un peu en retard")


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_lines_are_unfolded_even_inside_a_character(line_end):
    folded = sample(GMAIL).replace("à".encode(), b"\xc3\r\n \xa0").replace(b"\r\n", line_end.encode())
    assert read_reply(folded) == replace(YES, comment="Je serai là, un peu en retard")


def test_a_separator_of_unicode_does_not_end_a_line():
    reply = read_reply(edited("COMMENT;LANGUAGE=fr-FR:", "COMMENT:d’accord\u2028METHOD:COUNTER ", EXCHANGE))
    assert reply is not None
    assert reply.method == "REPLY"


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE;PARTSTAT=ACCEPTED:eloise@cabinet.example",
        "attendee;partstat=accepted:Mailto: <Eloise@cabinet.example>",
        'ATTENDEE;CN="Dupont; Éloïse: chez nous";PARTSTAT=ACCEPTED:mailto:eloise@cabinet.example',
        'ATTENDEE;PARTSTAT="ACCEPTED";CN=^n^\'x:mailto:eloise@cabinet.example',
    ],
)
def test_the_attendee_is_found_however_it_is_written(attendee):
    assert read_reply(edited(ATTENDEE, attendee)) == YES


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "X-PEUT-ETRE", ""])
def test_an_unknown_word_is_no_answer(partstat):
    reply = read_reply(sample(NEXTCLOUD, partstat))
    assert reply is not None
    assert reply.partstat is PartStat.NEEDS_ACTION


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ATTENDEE, "X-RIEN:1"),
        (ATTENDEE, ATTENDEE + "\r\n" + ATTENDEE),
        (ATTENDEE, ATTENDEE.replace("mailto:eloise@cabinet.example", "invalid:nomail")),
        (ATTENDEE, ATTENDEE.replace("ACCEPTED", "DELEGATED")),
        (ATTENDEE, 'ATTENDEE;CN="Éloïse:mailto:eloise@cabinet.example'),
        (f"UID:{UID}", "X-RIEN:1"),
        (f"UID:{UID}", "UID:"),
        (f"UID:{UID}", "UID:" + "x" * 2000),
        ("SEQUENCE:2", "SEQUENCE:-2"),
        ("SEQUENCE:2", "SEQUENCE:" + "9" * 5000),
        ("SEQUENCE:2", "SEQUENCE:1\r\nSEQUENCE:2"),
        ("END:VEVENT\r\nEND:VCALENDAR\r\n", ""),
    ],
)
def test_what_makes_no_single_answer_has_a_name(old, new):
    with pytest.raises(UnreadableReply):
        read_reply(edited(old, new))


def _twice(old: str, new: str) -> bytes:
    head, begin, rest = NEXTCLOUD.partition("BEGIN:VEVENT")
    event = begin + rest.removesuffix("END:VCALENDAR\n")
    return sample(head + event.replace(old, new) + event + "END:VCALENDAR\n")


def test_several_events_that_say_the_same_are_one_answer_and_the_newest_is_read():
    reply = read_reply(_twice("SEQUENCE:2", "SEQUENCE:3\nRECURRENCE-ID:20261203T110000Z"))
    assert reply == replace(YES, sequence=3)


@pytest.mark.parametrize(
    ("old", "new"), [("{partstat}", "DECLINED"), ("{uid}", "autre@reseau.example"), ("eloise@", "karim@")]
)
def test_several_events_that_disagree_are_for_a_person(old, new):
    with pytest.raises(UnreadableReply):
        read_reply(_twice(old, new))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Bonjour",
        b"METHOD:REPLY",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
        edited("METHOD:REPLY\r\n", ""),
        edited("METHOD:REPLY\r\n", "").replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nMETHOD:REPLY"),
    ],
)
def test_what_is_no_answer_at_all_is_nothing(content):
    assert read_reply(content) is None


def test_the_method_is_the_one_of_the_body():
    assert method_of(edited("METHOD:REPLY", "Method : reply")) == "REPLY"
    assert method_of(edited("METHOD:REPLY", "METHOD:REQUEST")) == "REQUEST"
    assert method_of(b"%PDF-1.4") is None


HOSTILE = {
    "nesting": b"BEGIN:VEVENT\r\n" * 15000,
    "rules": b"RRULE:FREQ=SECONDLY;COUNT=999999999;BYSECOND=" + b"1," * 60000 + b"\r\n",
    "guests": (ATTENDEE + "\r\n").encode() * 3000,
    "comment": b"COMMENT:" + b"\\n" * 110000 + b"\r\n",
    "parameters": b"ATTENDEE" + b";A=B" * 55000 + b":mailto:x@cabinet.example\r\n",
    "quotes": b"ATTENDEE" + b';A="' * 55000 + b":mailto:x@cabinet.example\r\n",
    "blanks": b"METHOD" + b" " * 200000 + b"\r\n",
    "folds": b"\r\n " * 60000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("where", [b"METHOD:REPLY\r\n", b"BEGIN:VEVENT\r\n"])
def test_a_trap_is_refused_quickly(name, where):
    content = sample(OUTLOOK).replace(where, where + HOSTILE[name], 1)
    start = time.process_time()
    with suppress(UnreadableReply):
        read_reply(content)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("added", ["\r\n".join([ATTENDEE] * 10_000), "DESCRIPTION:" + "x" * LONGEST_OBJECT])
def test_what_is_longer_than_any_answer_is_for_a_person(added):
    with pytest.raises(UnreadableReply, match="longer"):
        read_reply(edited("SUMMARY:Déjeuner", added))


def test_a_comment_is_bounded():
    reply = read_reply(edited("SUMMARY:Déjeuner", "COMMENT:" + "mot " * 5000))
    assert reply is not None
    assert len(reply.comment) <= LONGEST_COMMENT


POKES = [
    *(b"\r\n ", b"\r\n", b'"', b"\\", b";", b":", b"^", b"=", b"\0", b"\xff\xfe", b"\xc3", b"%00"),
    *(
        b"BEGIN:VEVENT\r\n",
        b"END:VEVENT\r\n",
        b"TZID=",
        b"PARTSTAT=",
        b"ATTENDEE:",
        b"DTSTART:99991231T235959",
        b"SEQUENCE:",
    ),
]
CHANGES = st.tuples(st.integers(0, 2000), st.integers(0, 60), st.binary(max_size=40) | st.sampled_from(POKES))


@given(st.sampled_from(list(SAMPLES.values())), st.lists(CHANGES, max_size=6), st.booleans())
def test_whatever_arrives_is_an_answer_nothing_or_unreadable(text, changes, counter):
    content = sample(text.replace("METHOD:REPLY", "METHOD:COUNTER") if counter else text)
    for start, length, new in changes:
        content = content[:start] + new + content[start + length :]
    try:
        reply = read_reply(content)
    except UnreadableReply:
        return
    assert reply is None or (reply.attendee_email == reply.attendee_email.lower() and reply.sequence >= 0)
