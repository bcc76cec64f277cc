"""Mails as bytes."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.calendars.events import Attendee, Event, cancellation, invitation
from meetups.outbox.headers import InvalidHeader, clean_words
from meetups.outbox.message import CalendarPart, Email, compose, describe

LUNCH = Event(
    uid="0f5b1c1e.mark@reseau.example",
    sequence=1,
    stamp=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
    starts_at=datetime(2026, 12, 3, 11, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 3, 13, 0, tzinfo=UTC),
    summary="Déjeuner à Aix-les-Bains",
    organizer_name="Parenthèse Réseau",
    organizer_email="rencontres@reseau.example",
)
GUEST = Attendee("Éloïse Dupont", "eloise@cabinet.example")
ICS = invitation(LUNCH, GUEST)
MAIL = Email(
    subject="Un déjeuner à Aix-les-Bains, jeudi 3 décembre",
    text="Bonjour Éloïse,\n\nVenez déjeuner.\n.\nFrom là, tout droit.\n",
    html="<p>Bonjour Éloïse,</p>\n<p>Venez déjeuner.</p>\n",
    to="eloise@cabinet.example",
    to_name="Éloïse Dupont",
    from_address="rencontres@reseau.example",
    from_name="Camille via Parenthèse Réseau",
    message_id="<0f5b1c1e.1@reseau.example>",
    date=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
    reply_to="reponse+0f5b1c1e.mark@reseau.example",
    calendar=CalendarPart("REQUEST", ICS),
    in_reply_to="<0f5b1c1e.0@reseau.example>",
    references=("<0f5b1c1e.0@reseau.example>",),
    unsubscribe_url="https://reseau.example/i/jeton/desinscription",
)
PLAIN = replace(MAIL, calendar=None, reply_to=None, in_reply_to=None, references=(), unsubscribe_url=None)
ATTEMPTS = st.sampled_from(
    [
        "Midi\r\nBcc: autre@cabinet.example",
        "=?utf-8?q?=0D=0ABcc:_autre@cabinet.example?=",
        "=?utf-8?b?DQpCY2M6IGF1dHJlQGNhYmluZXQuZXhhbXBsZQ==?=",
        "a" * 80 + ", autre@cabinet.example",
        'Jean "Jo" Dupont, <autre@cabinet.example>; (x)',
        "Dupont, Éléonore, infirmière à Aix, " * 5,
        "مريم عبد الله " * 8,
        "\u202eexe.scod",
        "fin\\",
    ]
)
TYPED = st.one_of(st.text(max_size=100), ATTEMPTS)


def _parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def _decoded(value: Any) -> str:
    return str(make_header(decode_header(value)))


def test_the_tree_is_the_one_that_shows_answer_buttons():
    mixed = _parsed(compose(MAIL))
    alternative, attachment = mixed.iter_parts()
    assert [part.get_content_type() for part in (mixed, alternative, attachment)] == [
        "multipart/mixed",
        "multipart/alternative",
        "application/ics",
    ]
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_the_calendar_stands_in_the_mail_and_beside_it_with_the_same_bytes():
    parts = list(_parsed(compose(MAIL)).walk())
    inside, beside = parts[-2], parts[-1]
    assert dict(inside["Content-Type"].params) == {"charset": "UTF-8", "method": "REQUEST", "component": "VEVENT"}
    assert "Content-Disposition" not in inside
    assert dict(beside["Content-Type"].params) == {"name": "invitation.ics"}
    assert (beside.get_content_disposition(), beside.get_filename()) == ("attachment", "invitation.ics")
    for part in (inside, beside):
        assert part["Content-Transfer-Encoding"] == "base64"
        assert part.get_payload(decode=True) == ICS


def test_a_cancellation_is_named_so_and_announced_as_the_calendar_says():
    ics = cancellation(replace(LUNCH, sequence=2), GUEST)
    raw = compose(replace(MAIL, calendar=CalendarPart("CANCEL", ics)))
    inside = list(_parsed(raw).walk())[-2]
    assert inside["Content-Type"].params["method"] == vobject.readOne(ics.decode()).method.value == "CANCEL"
    assert describe(raw).attachments == ("annulation.ics",)


@pytest.mark.parametrize("part", [CalendarPart("CANCEL", ICS), CalendarPart("REQUEST", b"BEGIN:VCALENDAR\r\n")])
def test_a_method_that_the_calendar_does_not_carry_is_refused(part):
    with pytest.raises(ValueError, match="METHOD"):
        compose(replace(MAIL, calendar=part))


def test_a_mail_without_a_calendar_holds_text_and_html_only():
    message = _parsed(compose(PLAIN))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert describe(compose(PLAIN)).calendar is None
    assert describe(compose(PLAIN)).attachments == ()


def test_the_headers_are_those_that_servers_and_clients_look_for():
    message = _parsed(compose(MAIL))
    assert {name: str(value) for name, value in message.items() if name != "Content-Type"} == {
        "From": "Camille via Parenthèse Réseau <rencontres@reseau.example>",
        "To": "Éloïse Dupont <eloise@cabinet.example>",
        "Subject": "Un déjeuner à Aix-les-Bains, jeudi 3 décembre",
        "Date": "Tue, 03 Nov 2026 09:00:00 +0000",
        "Message-ID": "<0f5b1c1e.1@reseau.example>",
        "Reply-To": "reponse+0f5b1c1e.mark@reseau.example",
        "In-Reply-To": "<0f5b1c1e.0@reseau.example>",
        "References": "<0f5b1c1e.0@reseau.example>",
        "List-Unsubscribe": "<https://reseau.example/i/jeton/desinscription>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "MIME-Version": "1.0",
    }


def test_what_is_not_given_leaves_no_header():
    names = {name.lower() for name in _parsed(compose(PLAIN)).keys()}  # noqa: SIM118
    assert not names & {"reply-to", "in-reply-to", "references", "list-unsubscribe", "list-unsubscribe-post"}


def test_the_same_mail_gives_the_same_bytes():
    assert compose(replace(MAIL)) == compose(MAIL)
    assert compose(replace(MAIL, message_id="<other@reseau.example>")) != compose(MAIL)


@settings(deadline=None)
@given(subject=TYPED, name=TYPED, sender=TYPED)
def test_words_arrive_as_typed_and_add_no_header(subject, name, sender):
    raw = compose(replace(MAIL, subject=subject, to_name=name, from_name=sender))
    message = _parsed(raw)
    assert message.keys() == _parsed(compose(MAIL)).keys()
    for header, typed, address in (("To", name, MAIL.to), ("From", sender, MAIL.from_address)):
        assert [mailbox.addr_spec for mailbox in message[header].addresses] == [address]
        phrase, spec = parseaddr(str(dict(message.raw_items())[header]))
        assert (_decoded(phrase), spec) == (clean_words(typed), address)
    assert message["Subject"] == _decoded(message_from_bytes(raw)["Subject"]) == clean_words(subject)
    assert describe(raw).subject == clean_words(subject)
    assert describe(raw).recipient == (f"{clean_words(name)} <{MAIL.to}>" if clean_words(name) else MAIL.to)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("un\r\n\tdeux\x00", "un deux"),
        ("facture\u202egpj.exe\ufeff", "facturegpj.exe"),
        ("un\u2028deux\ud800", "un deux"),
        ("e\u0301", "é"),
        ("Quoi\u202f? שרה\u200f", "Quoi\u202f? שרה\u200f"),
    ],
)
def test_a_subject_keeps_its_words_and_loses_its_controls(typed, kept):
    assert describe(compose(replace(MAIL, subject=typed))).subject == kept


def test_half_a_character_pasted_in_a_text_does_not_stop_the_mail():
    assert describe(compose(replace(MAIL, text="a\ud800b"))).text == "a?b\n"


@settings(deadline=None)
@given(typed=TYPED)
def test_the_bytes_are_ascii_with_short_lines(typed):
    raw = compose(replace(MAIL, subject=typed, to_name=typed, text=typed, html=typed))
    lines = raw.decode("ascii").split("\r\n")
    assert not [line for line in lines if "\r" in line or "\n" in line or len(line) > 78]


@settings(deadline=None)
@given(text=TYPED, html=TYPED)
def test_the_mailbox_shows_what_was_written(text, html):
    shown = describe(compose(replace(MAIL, text=text, html=html)))
    assert shown.text.rstrip("\n") == re.sub("\r\n?", "\n", text).rstrip("\n")
    assert shown.html.rstrip("\n") == re.sub("\r\n?", "\n", html).rstrip("\n")
    assert shown.calendar == ICS
    assert (shown.subject, shown.recipient) == (MAIL.subject, "Éloïse Dupont <eloise@cabinet.example>")
    assert shown.sender == "Camille via Parenthèse Réseau <rencontres@reseau.example>"
    assert shown.attachments == ("invitation.ics",)


def test_long_identifiers_and_links_stay_readable_in_the_raw_bytes():
    long_id = f"<{'a' * 150}@reseau.example>"
    url = f"https://reseau.example/i/{'b' * 200}"
    raw = compose(
        replace(MAIL, message_id=long_id, in_reply_to=long_id, references=(long_id, long_id), unsubscribe_url=url)
    )
    assert raw.count(long_id.encode()) == 4
    assert f"<{url}>\r\n".encode() in raw


@pytest.mark.parametrize(
    "change",
    [
        {"to": "personne"},
        {"to": "jérôme@cabinet.example"},
        {"to": "a@b.example, c@d.example"},
        {"to": "a@b.example\r\nBcc: c@d.example"},
        {"from_address": "a@b.example>"},
        {"reply_to": "a b@c.example"},
        {"message_id": "sans-chevrons@reseau.example"},
        {"message_id": "<a@b.example>\r\nBcc: c@d.example"},
        {"in_reply_to": "<a b@c.example>"},
        {"references": ("<a@b.example>", "<a@b.example")},
        {"unsubscribe_url": "https://reseau.example/a\r\nBcc: c@d.example"},
        {"unsubscribe_url": "javascript:alert(1)"},
        {"unsubscribe_url": "https://reseau.example/" + "a" * 1000},
    ],
)
def test_machinery_that_would_break_the_message_is_refused(change):
    with pytest.raises(InvalidHeader):
        compose(replace(MAIL, **change))


def test_a_refusal_does_not_repeat_the_address():
    with pytest.raises(InvalidHeader) as refusal:
        compose(replace(MAIL, to="jérôme@cabinet.example"))
    assert "cabinet" not in str(refusal.value)


def test_a_date_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        compose(replace(MAIL, date=datetime(2026, 11, 3)))  # noqa: DTZ001


def test_two_guests_mails_do_not_know_of_each_other():
    other = Attendee("Karim Benali", "karim@ssiad.example")
    theirs = replace(
        MAIL, to=other.email, to_name=other.name, calendar=CalendarPart("REQUEST", invitation(LUNCH, other))
    )
    for mail, stranger in ((MAIL, other), (theirs, GUEST)):
        raw = compose(mail)
        shown = describe(raw)
        assert shown.calendar is not None
        everything = raw + shown.calendar + shown.text.encode() + shown.html.encode()
        assert stranger.email.encode() not in everything
        assert stranger.name.encode() not in everything
