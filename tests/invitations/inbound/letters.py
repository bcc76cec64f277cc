"""What guests, calendars and servers send back, as bytes."""

import itertools
from datetime import datetime, timedelta

from meetups.invitations.models import Invitation
from meetups.outbox.models import OutgoingEmail
from tests.factories import NOW
from tests.mail_server import AUTHSERV_ID

LATER = NOW + timedelta(hours=2)
_numbers = itertools.count(1)


def passed(sender: str, verdict: str = "pass") -> str:
    """What our mail server says above a mail."""
    return f"Authentication-Results: {AUTHSERV_ID}; dmarc={verdict} header.from={sender.rpartition('@')[2]}\n"


def mail(sender: str, body: str, *, top: str = "", to: str = "reseau@parenthese.example", **lines: str) -> bytes:
    """A mail with a Message-ID of its own; ``top`` is what servers added above, ``lines`` are more headers."""
    head = f"From: {sender}\nTo: {to}\nMessage-ID: <{next(_numbers)}@ailleurs.example>\nMIME-Version: 1.0\n"
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in lines.items())
    return (top + head + more + body).replace("\n", "\r\n").encode()


def words(sender: str, text: str, **given: str) -> bytes:
    """Words, as any program sends them."""
    return mail(sender, f"Content-Type: text/plain; charset=utf-8\n\n{text}\n", **given)


def reply_object(
    invitation: Invitation,
    partstat: str,
    *,
    sequence: int | None = None,
    stamp: datetime = LATER,
    attendee: str = "",
    comment: str = "",
    method: str = "REPLY",
    with_organizer: bool = True,
) -> str:
    """A calendar's answer to an invitation that was sent (``sequence``: to another version than the last)."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Essai//FR",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{invitation.uid}",
        f"SEQUENCE:{invitation.sequence if sequence is None else sequence}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee or invitation.professional.email}",
        *(["ORGANIZER:mailto:reseau@parenthese.example"] if with_organizer else []),
        *([f"COMMENT:{comment}"] if comment else []),
        *(["DTSTART:20270126T111500Z"] if method == "COUNTER" else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\n".join(lines)


def reply(
    invitation: Invitation, partstat: str, *, sender: str = "", top: str | None = None, **given: object
) -> bytes:
    """The same in a mail from the guest, which our server vouches for unless ``top`` says otherwise."""
    sender = sender or invitation.professional.email or ""
    content = reply_object(invitation, partstat, **given)  # type: ignore[arg-type]
    body = f'Content-Type: text/calendar; charset="utf-8"; method=REPLY\n\n{content}'
    return mail(sender, body, top=passed(sender) if top is None else top)


def report(row: OutgoingEmail, status: str = "5.1.1", action: str = "failed", to: str = "", about: str = "") -> bytes:
    """A server's report about a mail of ours (RFC 3464), to its own bounce address unless ``to`` says otherwise."""
    body = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nNot delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.sante.example\n\n"
        f"Final-Recipient: rfc822; {about or row.recipient}\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {row.message_id}\n\n--b--\n"
    )
    sender = "MAILER-DAEMON@mx.sante.example"
    return mail(sender, body, to=to or row.envelope_from, Auto_Submitted="auto-replied")
