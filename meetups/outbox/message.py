"""One mail as bytes, and back: the MIME tree that calendars of all makers understand (RFC 2045, 5322, 6047).

The bytes depend on the :class:`Email` alone: written again they are the same, boundaries included.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from typing import Literal

from meetups.outbox import headers

Method = Literal["REQUEST", "CANCEL"]
_FILE_NAMES: dict[Method, str] = {"REQUEST": "invitation.ics", "CANCEL": "annulation.ics"}


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object; ``method`` is the METHOD it carries."""

    method: Method
    content: bytes


@dataclass(frozen=True)
class Email:
    """What one person receives. Identifiers stand between angle brackets; ``date`` is aware."""

    subject: str
    text: str
    html: str
    to: str
    to_name: str
    from_address: str
    from_name: str
    message_id: str
    date: datetime
    reply_to: str | None = None
    calendar: CalendarPart | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    unsubscribe_url: str | None = None


@dataclass(frozen=True)
class ReadableMail:
    """A composed mail as a person would see it. Missing parts are empty."""

    subject: str
    sender: str
    recipient: str
    text: str
    html: str
    calendar: bytes | None
    attachments: tuple[str, ...]


def compose(email: Email) -> bytes:
    """The message as it goes through SMTP, in ASCII with CRLF line ends.

    Raises :class:`~meetups.outbox.headers.InvalidHeader` for an address, an identifier or a link that cannot
    be written, and ``ValueError`` for a naive date, or when the calendar's METHOD is not the one announced:
    Outlook refuses such a mail.
    """
    if email.date.tzinfo is None:
        raise ValueError("the date must be aware")
    head = "\r\n".join(_head(email)).encode("ascii")
    return head + b"\r\n" + _body(email).as_bytes()


def describe(raw: bytes) -> ReadableMail:
    """What is in a mail that :func:`compose` wrote."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    shown = {part.get_content_type(): part for part in leaves if not part.is_attachment()}
    calendar = shown.get("text/calendar")
    return ReadableMail(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        recipient=_header(message, "To"),
        text=_content(shown.get("text/plain")),
        html=_content(shown.get("text/html")),
        calendar=None if calendar is None else _bytes(calendar),
        attachments=tuple(part.get_filename("") for part in leaves if part.is_attachment()),
    )


def _head(email: Email) -> list[str]:
    lines = [
        headers.mailbox("From", email.from_address, email.from_name),
        headers.mailbox("To", email.to, email.to_name),
        headers.words("Subject", email.subject),
        "Date: " + format_datetime(email.date),
        headers.identifiers("Message-ID", email.message_id),
    ]
    if email.reply_to:
        lines.append(headers.mailbox("Reply-To", email.reply_to))
    if email.in_reply_to:
        lines.append(headers.identifiers("In-Reply-To", email.in_reply_to))
    if email.references:
        lines.append(headers.identifiers("References", *email.references))
    if email.unsubscribe_url:
        lines.append(headers.link("List-Unsubscribe", email.unsubscribe_url))
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    # RFC 3834, and its equivalent for Exchange: no absence notice comes back.
    lines += ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: OOF, AutoReply", "MIME-Version: 1.0"]
    return lines


def _body(email: Email) -> MIMEPart:
    alternative = _multipart("alternative", email.message_id)
    alternative.attach(_words(email.text, "plain"))
    alternative.attach(_words(email.html, "html"))
    if email.calendar is None:
        return alternative
    _check_method(email.calendar)
    # Last, so that clients prefer it (RFC 2046, 5.1.4); the copy outside is for those that want a file.
    alternative.attach(_inline_calendar(email.calendar))
    mixed = _multipart("mixed", email.message_id)
    mixed.attach(alternative)
    mixed.attach(_attached_calendar(email.calendar))
    return mixed


def _multipart(subtype: Literal["alternative", "mixed"], message_id: str) -> MIMEPart:
    """Its boundary is made from the identifier; "=_" appears in no base64 or quoted-printable content."""
    part = MIMEPart(policy=policy.SMTP)
    boundary = "=_" + hashlib.sha256(f"{subtype} {message_id}".encode()).hexdigest()[:32]
    make = part.make_alternative if subtype == "alternative" else part.make_mixed
    make(boundary=boundary)
    return part


def _words(text: str, subtype: str) -> MIMEPart:
    part = MIMEPart(policy=policy.SMTP)
    # Lone surrogates have no UTF-8 form. Quoted-printable survives servers without 8BITMIME.
    clean = text.encode("utf-8", "replace").decode()
    part.set_content(clean, subtype=subtype, charset="utf-8", cte="quoted-printable")
    return part


def _inline_calendar(calendar: CalendarPart) -> MIMEPart:
    part = MIMEPart(policy=policy.SMTP)
    parameters = {"charset": "UTF-8", "method": calendar.method, "component": "VEVENT"}
    part.set_content(calendar.content, "text", "calendar", cte="base64", params=parameters)
    return part


def _attached_calendar(calendar: CalendarPart) -> MIMEPart:
    part = MIMEPart(policy=policy.SMTP)
    name = _FILE_NAMES[calendar.method]
    part.set_content(calendar.content, "application", "ics", cte="base64", filename=name, params={"name": name})
    return part


def _check_method(calendar: CalendarPart) -> None:
    if f"METHOD:{calendar.method}".encode() not in calendar.content.splitlines():
        raise ValueError("the calendar's METHOD is not the one announced")


def _header(message: EmailMessage, name: str) -> str:
    """Decoded as RFC 2047, 6.2 says: ``policy.default`` shows a space between the pieces of a long name."""
    folded = str(dict(message.raw_items())[name])
    return str(make_header(decode_header(re.sub("\r?\n", "", folded))))


def _content(part: EmailMessage | None) -> str:
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content
