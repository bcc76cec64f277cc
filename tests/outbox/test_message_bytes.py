"""A mail written by hand is, byte for byte, what the standard library writes."""

import hashlib
from datetime import UTC, datetime
from email import policy
from email.message import MIMEPart
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from meetups.outbox.message import CalendarPart, Email, Method, compose

ANYTHING = st.text(max_size=300) | st.text(" \t\r\n\x0b\x0c\x1c\x85\u2028=.aé\u00a0\ud800", max_size=200)
LINES = st.lists(st.text("ab =é\t", max_size=170), max_size=5).map("\n".join)
CALENDARS = st.builds(
    lambda method, rest: CalendarPart(method, b"BEGIN:VCALENDAR\r\nMETHOD:" + method.encode() + b"\r\n" + rest),
    st.sampled_from(["REQUEST", "CANCEL"]),
    st.binary(max_size=400),
)


@given(ANYTHING | LINES, ANYTHING | LINES, st.none() | CALENDARS)
def test_the_parts_are_those_of_the_standard_library(text: str, html: str, calendar: CalendarPart | None) -> None:
    mail = Email(
        subject="Votre invitation",
        text=text,
        html=html,
        to="ines@sante.example",
        to_name="Inès",
        from_address="reseau@parenthese.example",
        from_name="Parenthèse Réseau",
        message_id="<1@parenthese.example>",
        date=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        calendar=calendar,
    )
    raw = compose(mail)
    assert raw[raw.index(b"MIME-Version: 1.0\r\n") + 19 :] == _by_the_library(mail)


def _by_the_library(mail: Email) -> bytes:
    alternative = _multipart("alternative", mail.message_id)
    alternative.attach(_words(mail.text, "plain"))
    alternative.attach(_words(mail.html, "html"))
    if mail.calendar is None:
        return alternative.as_bytes()
    alternative.attach(_inline(mail.calendar.method, mail.calendar.content))
    mixed = _multipart("mixed", mail.message_id)
    mixed.attach(alternative)
    mixed.attach(_attached(mail.calendar.method, mail.calendar.content))
    return mixed.as_bytes()


def _multipart(subtype: Literal["alternative", "mixed"], message_id: str) -> MIMEPart:
    part = MIMEPart(policy=policy.SMTP)
    boundary = "=_" + hashlib.sha256(f"{subtype} {message_id}".encode()).hexdigest()[:32]
    make = part.make_alternative if subtype == "alternative" else part.make_mixed
    make(boundary=boundary)
    return part


def _words(text: str, subtype: str) -> MIMEPart:
    part = MIMEPart(policy=policy.SMTP)
    clean = text.encode("utf-8", "replace").decode()
    part.set_content(clean, subtype=subtype, charset="utf-8", cte="quoted-printable")
    return part


def _inline(method: Method, content: bytes) -> MIMEPart:
    part = MIMEPart(policy=policy.SMTP)
    parameters = {"charset": "UTF-8", "method": method, "component": "VEVENT"}
    part.set_content(content, "text", "calendar", cte="base64", params=parameters)
    return part


def _attached(method: Method, content: bytes) -> MIMEPart:
    part = MIMEPart(policy=policy.SMTP)
    name = {"REQUEST": "invitation.ics", "CANCEL": "annulation.ics"}[method]
    part.set_content(content, "application", "ics", cte="base64", filename=name, params={"name": name})
    return part
