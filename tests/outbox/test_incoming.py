"""A mail that comes back is told apart by what it holds."""

import base64
import time
from datetime import UTC, datetime

import pytest

from meetups.outbox.bounces import Bounce
from meetups.outbox.incoming import IncomingKind, read_incoming
from tests.calendars.reply_samples import EXCHANGE, GMAIL, sample
from tests.outbox.arriving import QMAIL, RECEIPT, answer, mail, report

DSN = Bounce("5.1.1", "failed", "eloise.d@cabinet.example", "<2@parenthese.example>", "abc")


def test_a_mail_in_words_is_read():
    incoming = read_incoming(mail())
    assert incoming.kind is IncomingKind.WORDS
    assert incoming.message_id == "<reponse@cabinet.example>"
    assert incoming.references == ("<2@parenthese.example>", "<1@parenthese.example>")
    assert (incoming.from_name, incoming.from_address) == ("Éloïse Dupont", "eloise@cabinet.example")
    assert incoming.recipients == (
        "reseau+r.abc@parenthese.example",
        "jo@mairie.example",
    )
    assert incoming.subject == "Re\u00a0: déjeuner"
    assert incoming.date == datetime(2026, 11, 4, 8, 15, tzinfo=UTC)
    assert incoming.words == "Je viendrai."
    assert incoming.calendar is incoming.bounce is None


@pytest.mark.parametrize("name", ["To", "Cc", "Delivered_To", "X_Original_To", "Envelope_To"])
def test_every_header_that_names_a_recipient_is_looked_at(name):
    incoming = read_incoming(mail(**{name: "Un Nom <Signe@parenthese.example>, autre@parenthese.example"}))
    assert {"signe@parenthese.example", "autre@parenthese.example"} <= set(incoming.recipients)


def test_a_calendar_answer_is_found_at_any_depth_and_kept_as_it_came():
    incoming = read_incoming(answer())
    assert incoming.kind is IncomingKind.CALENDAR
    assert incoming.calendar is not None
    assert incoming.calendar.strip() == sample(EXCHANGE).strip()
    assert incoming.words == "Avec plaisir"


@pytest.mark.parametrize(
    "lines",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
    ],
)
def test_a_calendar_answer_marked_as_automatic_is_still_an_answer(lines):
    assert read_incoming(answer(**lines)).kind is IncomingKind.CALENDAR


def test_a_counter_is_a_calendar_answer_and_an_invitation_is_not():
    counter = sample(GMAIL.replace("METHOD:REPLY", "METHOD:COUNTER"))
    assert read_incoming(answer(counter)).kind is IncomingKind.CALENDAR
    invitation = read_incoming(answer(sample(GMAIL.replace("METHOD:REPLY", "METHOD:REQUEST"))))
    assert (invitation.kind, invitation.calendar) == (IncomingKind.WORDS, None)


def test_a_calendar_attached_in_base64_under_its_other_name_is_found():
    body = "Content-Type: application/ics; name=invite.ics\nContent-Transfer-Encoding: base64\n\n"
    raw = mail(body + base64.encodebytes(sample(GMAIL)).decode())
    assert read_incoming(raw).calendar == sample(GMAIL)


@pytest.mark.parametrize("status", ["5.1.1", "4.2.2"])
def test_a_delivery_report_says_who_was_not_reached(status):
    incoming = read_incoming(report(status))
    assert incoming.kind is IncomingKind.BOUNCE
    assert incoming.bounce == Bounce(status, "failed", *(DSN.recipient, DSN.original_message_id, DSN.envelope_id))


def test_the_worst_of_several_recipients_is_told():
    other = "Final-Recipient: rfc822; karim@ssiad.example\nAction: delayed\nStatus: 4.4.1\n\n"
    assert read_incoming(report(extra=other)).bounce == DSN


def test_a_report_that_encloses_a_calendar_answer_is_a_report():
    raw = report().replace(
        b"Content-Type: text/plain\r\n\r\nVenez.", b"Content-Type: text/calendar\r\n\r\n" + sample(GMAIL)
    )
    assert read_incoming(raw).kind is IncomingKind.BOUNCE


def test_a_server_that_knows_no_reports_is_understood_too():
    assert read_incoming(QMAIL).bounce == Bounce("5.1.1", "", "eloise@cabinet.example", "<2@parenthese.example>")


@pytest.mark.parametrize(
    "lines",
    [
        {"From": "Mail Delivery System <Mailer-Daemon@cabinet.example>"},
        {"X_Failed_Recipients": "eloise@cabinet.example", "Auto_Submitted": "auto-replied"},
        {"From": "postmaster@cabinet.example", "Return_Path": "<>", "Auto_Submitted": "auto-generated"},
        {"Return_Path": "<>"},
    ],
)
def test_the_signs_of_a_server_that_writes_back_make_a_bounce(lines):
    incoming = read_incoming(mail(**lines))
    assert incoming.kind is IncomingKind.BOUNCE
    assert incoming.bounce is not None
    assert incoming.bounce.status == ""


def test_a_postmaster_who_writes_is_a_person():
    assert read_incoming(mail(From="postmaster@cabinet.example")).kind is IncomingKind.WORDS


@pytest.mark.parametrize(
    "lines",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (absence); owner=x"},
        {"Auto_Submitted": "auto-replied", "Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "Absent"},
        {"X_Auto_Response_Suppress": "All"},
        {"Precedence": "Bulk"},
        {"Precedence": "auto_reply"},
        {"Precedence": "list"},
        {"Precedence": "junk"},
    ],
)
def test_automatic_replies_are_recognised(lines):
    assert read_incoming(mail(**lines)).kind is IncomingKind.AUTOMATIC


def test_a_receipt_is_automatic():
    assert read_incoming(RECEIPT).kind is IncomingKind.AUTOMATIC


@pytest.mark.parametrize(
    "lines", [{"Auto_Submitted": "no"}, {"Auto_Submitted": "No; x=y"}, {"Precedence": "first-class"}]
)
def test_a_person_is_not_taken_for_a_robot(lines):
    assert read_incoming(mail(**lines)).kind is IncomingKind.WORDS


def test_the_nearest_mail_that_is_answered_comes_first():
    incoming = read_incoming(mail(References="<0@p.example> <1@p.example> <2@p.example>", In_Reply_To="<2@p.example>"))
    assert incoming.references == ("<2@p.example>", "<1@p.example>", "<0@p.example>")


def test_the_address_that_a_guessed_bounce_names_is_not_ours():
    words = "\nreseau@parenthese.example wrote to <eloise@cabinet.example>: 550 5.1.1 unknown\n"
    incoming = read_incoming(mail(words, From="mailer-daemon@x.example", To="reseau@parenthese.example"))
    assert incoming.bounce == Bounce("5.1.1", "", "eloise@cabinet.example", "")


def test_a_date_without_zone_is_one_of_utc_wherever_we_run(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        incoming = read_incoming(mail(Date="Wed, 04 Nov 2026 08:15:00 -0000"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert incoming.date == datetime(2026, 11, 4, 8, 15, tzinfo=UTC)


def test_what_is_missing_is_empty():
    incoming = read_incoming(b"\r\nBonjour")
    assert (incoming.message_id, incoming.from_address, incoming.subject, incoming.date) == ("", "", "", None)
    assert (incoming.references, incoming.recipients, incoming.words) == ((), (), "Bonjour")


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ('"Dupont, Éloïse" <e@cabinet.example>', ("Dupont, Éloïse", "e@cabinet.example")),
        ('"a@banque.example" <e@cabinet.example>', ("a@banque.example", "e@cabinet.example")),
        ("e@cabinet.example (Éloïse)", ("Éloïse", "e@cabinet.example")),
        ("E@Cabinet.Example", ("", "e@cabinet.example")),
        ("a@banque.example)e@cabinet.example", ("", "")),
        ("<a@banque.example><e@cabinet.example>", ("", "")),
        ("=?utf-8?q?=0D=0ABcc:_x?= <e@cabinet.example>", ("Bcc: x", "e@cabinet.example")),
        ("=?utf-8?b?a?= <e@cabinet.example>", ("=?utf-8?b?a?=", "e@cabinet.example")),
        ("=?x-rien?q?=C3=A9?= <e@cabinet.example>", ("é", "e@cabinet.example")),
        ("undisclosed-recipients:;", ("", "")),
    ],
)
def test_the_sender_is_read_without_doubt_or_not_at_all(sender, expected):
    incoming = read_incoming(mail(From=sender))
    assert (incoming.from_name, incoming.from_address) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Wed, 04 Nov 2026 08:15:00 -0000", datetime(2026, 11, 4, 8, 15, tzinfo=UTC)),
        ("hier", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Wed, 99 Nov 2026 08:15:00 +0100", None),
    ],
)
def test_a_date_is_an_instant_or_missing(date, expected):
    assert read_incoming(mail(Date=date)).date == expected
