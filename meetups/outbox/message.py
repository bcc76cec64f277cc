"""One mail as bytes, and back: the MIME tree that calendars of all makers understand (RFC 2045, 5322, 6047).

The bytes depend on the :class:`Email` alone: written again they are the same, boundaries included.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from meetups.outbox import headers
from meetups.outbox.quoting import quoted

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
    return "\r\n".join([*_head(email), *_body(email)]).encode("ascii")


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


def _body(email: Email) -> list[str]:
    """The parts, written by hand: ``email.message`` gives the same bytes in twenty times as long."""
    alternative = [_words(email.text, "plain"), _words(email.html, "html")]
    if email.calendar is None:
        return _multipart("alternative", email.message_id, alternative)
    _check_method(email.calendar)
    content = base64.encodebytes(email.calendar.content).decode("ascii").replace("\n", "\r\n")
    # Last, so that clients prefer it (RFC 2046, 5.1.4); the copy outside is for those that want a file.
    alternative.append(_inline_calendar(email.calendar.method, content))
    attached = _attached_calendar(email.calendar.method, content)
    return _multipart("mixed", email.message_id, [_multipart("alternative", email.message_id, alternative), attached])


def _multipart(subtype: Literal["alternative", "mixed"], message_id: str, parts: list[list[str]]) -> list[str]:
    """Its boundary is made from the identifier; "=_" appears in no base64 or quoted-printable content."""
    boundary = "=_" + hashlib.sha256(f"{subtype} {message_id}".encode()).hexdigest()[:32]
    fold = "\r\n" if subtype == "alternative" else ""
    lines = [f'Content-Type: multipart/{subtype};{fold} boundary="{boundary}"', ""]
    for part in parts:
        lines += [f"--{boundary}", *part]
    return [*lines, f"--{boundary}--", ""]


def _words(text: str, subtype: str) -> list[str]:
    head = [f'Content-Type: text/{subtype}; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable", ""]
    return [*head, quoted(text), ""]


def _inline_calendar(method: Method, content: str) -> list[str]:
    kind = f'Content-Type: text/calendar; charset="UTF-8"; method="{method}";\r\n component="VEVENT"'
    return ["Content-Transfer-Encoding: base64", kind, "", content]


def _attached_calendar(method: Method, content: str) -> list[str]:
    name = _FILE_NAMES[method]
    disposition = f'Content-Disposition: attachment; filename="{name}"'
    return [
        "Content-Transfer-Encoding: base64",
        disposition,
        f'Content-Type: application/ics; name="{name}"',
        "",
        content,
    ]


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
