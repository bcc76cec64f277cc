"""What a mail in our mailbox is, and what it says. Whatever the bytes, there is an answer and no exception."""

from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from enum import StrEnum

from meetups.calendars.replies import method_of
from meetups.outbox import mime
from meetups.outbox.arrived import Headers
from meetups.outbox.authentication import is_authenticated
from meetups.outbox.bounces import Bounce, is_report, looks_like_one, read_bounce
from meetups.outbox.words import written_words

_CALENDARS = frozenset({"text/calendar", "application/ics"})
_ANSWERS = frozenset({"REPLY", "COUNTER"})
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
# Signs of programs that came before RFC 3834, or ignore it. The last is Exchange's.
_ROBOTS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply", "X-Auto-Response-Suppress")
_PRECEDENCES = frozenset({"bulk", "auto_reply", "list", "junk"})


class IncomingKind(StrEnum):
    """What a mail is, before anybody decides what to make of it."""

    CALENDAR = "calendar"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    WORDS = "words"


@dataclass(frozen=True)
class Incoming:
    """A mail as it arrived. Addresses are in lower case, identifiers between angle brackets, what is missing is empty.

    ``references`` are the mails that it answers, the nearest first. ``recipients`` hold every address that it was
    written or delivered to, a signed one of ours among them. ``calendar`` is the object of the first REPLY or COUNTER,
    its bytes as they were. ``words`` are what a person wrote, 20,000 characters at most.
    """

    message_id: str
    references: tuple[str, ...]
    from_address: str
    from_name: str
    recipients: tuple[str, ...]
    subject: str
    date: datetime | None
    kind: IncomingKind
    calendar: bytes | None
    words: str
    bounce: Bounce | None
    has_one_sender: bool
    authentication_results: tuple[str, ...] = ()

    def authenticated_for(self, authserv_id: str | None, from_domain: str) -> bool:
        """Whether our server ``authserv_id`` vouches that it comes from ``from_domain``, the domain of its only From.

        See :func:`~meetups.outbox.authentication.is_authenticated`.
        """
        is_theirs = self.has_one_sender and self.from_address.endswith(f"@{from_domain.lower()}")
        return is_theirs and is_authenticated(self.authentication_results, authserv_id, from_domain)


def read_incoming(raw: bytes) -> Incoming:
    """Take a mail apart. Only its first 2 MB are read."""
    message = mime.parsed(raw)
    headers = Headers(message)
    words = written_words(message)
    calendar = _calendar_answer(message)
    kind = _kind(message, headers, calendar)
    senders = headers.mailboxes("From")
    name, address = next(iter(senders), ("", ""))
    return Incoming(
        message_id=_message_id(headers),
        references=_references(headers),
        from_address=address,
        from_name=name,
        recipients=headers.addresses(*_RECIPIENTS),
        subject=headers.words("Subject"),
        date=headers.instant("Date"),
        kind=kind,
        calendar=calendar if kind is IncomingKind.CALENDAR else None,
        words=words,
        bounce=read_bounce(message, headers, words) if kind is IncomingKind.BOUNCE else None,
        has_one_sender=len(senders) == len(headers.all("From")) == 1,
        authentication_results=tuple(headers.all("Authentication-Results")),
    )


def _kind(message: Message, headers: Headers, calendar: bytes | None) -> IncomingKind:
    """A report may enclose a calendar, and Exchange and Gmail mark calendar answers as automatic: hence the order."""
    if is_report(message):
        return IncomingKind.BOUNCE
    if calendar is not None:
        return IncomingKind.CALENDAR
    if message.get_content_type() == "multipart/report":
        return IncomingKind.AUTOMATIC  # a receipt (RFC 8098), a complaint (RFC 5965)
    if looks_like_one(headers):
        return IncomingKind.BOUNCE
    if _is_automatic(headers):
        return IncomingKind.AUTOMATIC
    return IncomingKind.BOUNCE if headers.first("Return-Path") == "<>" else IncomingKind.WORDS


def _is_automatic(headers: Headers) -> bool:
    """RFC 3834, section 5, and its forerunners."""
    submitted = headers.first("Auto-Submitted").lower().partition(";")[0].partition("(")[0].strip()
    precedence = headers.first("Precedence").lower().strip()
    return submitted not in {"", "no"} or precedence in _PRECEDENCES or any(headers.all(name) for name in _ROBOTS)


def _calendar_answer(message: Message) -> bytes | None:
    for part, _ in mime.parts(message):
        if part.get_content_type() in _CALENDARS:
            found = mime.content(part)
            if method_of(found) in _ANSWERS:
                return found
    return None


def _message_id(headers: Headers) -> str:
    return next(iter(headers.identifiers("Message-ID")), "")


def _references(headers: Headers) -> tuple[str, ...]:
    nearest = headers.identifiers("In-Reply-To")
    return tuple(dict.fromkeys((*nearest, *reversed(headers.identifiers("References")))))
