"""Put mails in the outbox, in the transaction that decides to send them."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, false, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetups.config import Settings
from meetups.installation import find_installation
from meetups.outbox import headers
from meetups.outbox.message import CalendarPart, Email, compose
from meetups.outbox.models import MailKind, MailState, OutgoingEmail, SuspendedAddress
from meetups.web.links import settings

KEEP_BYTES = timedelta(days=30)
PRODUCT = "Parenthèse Réseau"
FORGOTTEN, NO_SUBJECT = "adresse effacée", "objet effacé"
"""Who received a mail, once that person has left; and what it was about, which may name them."""
BAD_ADDRESS = "Cette adresse ne peut pas recevoir de courriel : vérifiez-la avec la personne."


@dataclass(frozen=True)
class Mail:
    """One mail to one person, as a feature's ``emails.py`` writes it.

    ``dedupe_key`` names the event that is told: a key already in the outbox sends nothing more. ``about`` is the
    public id of the meetup, ``concerns`` that of the invitation; ``replies_to`` the dedupe key of the earlier mail
    that this one follows.
    """

    kind: MailKind
    dedupe_key: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    about: str | None = None
    concerns: str | None = None
    calendar: CalendarPart | None = None
    replies_to: str | None = None
    from_name: str | None = None
    reply_to: str | None = None
    unsubscribe_url: str | None = None


def enqueue(session: Session, mail: Mail, *, now: datetime, suppressed: bool = False) -> OutgoingEmail:
    """Write ``mail`` down, its bytes frozen; it leaves once the caller's transaction commits.

    The same dedupe key gives back the row that is there. ``suppressed`` does all the work of a mail that never
    leaves, so that a known and an unknown address cost the same. A recipient that no mail can carry makes a row
    that has already failed, shown like the others, rather than refusing a whole list of guests.
    """
    known = _find(session, mail.dedupe_key)
    if known is not None:
        return known
    row = _row(mail, _mime(session, mail, now), now, suppressed)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Two requests told the same event at once; the other committed first.
        known = _find(session, mail.dedupe_key)
        if known is None:
            raise
        return known
    return row


def forget_bytes(session: Session, *, now: datetime) -> None:
    """Drop the content of mails that ended their journey ``KEEP_BYTES`` ago: it holds personal links.

    What was sent, to whom and when stays.
    """
    over = OutgoingEmail.state != MailState.PENDING, OutgoingEmail.created_at < now - KEEP_BYTES
    session.execute(update(OutgoingEmail).where(*over, OutgoingEmail.mime.is_not(None)).values(mime=None))


def forget_mails(session: Session, *which: ColumnElement[bool]) -> None:
    """Forget to whom some mails went and what they said; those that still waited never leave.

    What kind of mail it was, about which meetup and when, stays: figures hold.
    """
    waiting = case((OutgoingEmail.state == MailState.PENDING, MailState.SUPPRESSED), else_=OutgoingEmail.state)
    session.execute(
        update(OutgoingEmail)
        .where(or_(false(), *which))
        .values(recipient=FORGOTTEN, domain="", subject=NO_SUBJECT, mime=None, last_error=None, state=waiting)
        .execution_options(synchronize_session=False)
    )


def forget_contents(session: Session, *which: ColumnElement[bool]) -> None:
    """Drop what mails that have left said, before its time; those that still wait keep theirs: ``rewrite`` them."""
    session.execute(
        update(OutgoingEmail)
        .where(or_(false(), *which), OutgoingEmail.state != MailState.PENDING)
        .values(subject=NO_SUBJECT, mime=None)
        .execution_options(synchronize_session=False)
    )


def waiting(session: Session, *which: ColumnElement[bool]) -> Sequence[OutgoingEmail]:
    """Mails that have not left yet, oldest first."""
    still = OutgoingEmail.state == MailState.PENDING
    return session.scalars(select(OutgoingEmail).where(still, *which).order_by(OutgoingEmail.id)).all()


def rewrite(session: Session, row: OutgoingEmail, mail: Mail, *, now: datetime) -> None:
    """Say something else in a mail that waits; it stays the same event, under the same key. Flushes."""
    row.subject, row.mime = headers.clean_words(mail.subject), _mime(session, mail, now)
    session.flush()


def suspended_among(session: Session, addresses: Collection[str]) -> set[str]:
    """Those of these addresses, in lower case, that sent our mails back for good: one query at most."""
    if not addresses:
        return set()
    return set(session.scalars(select(SuspendedAddress.address).where(SuspendedAddress.address.in_(addresses))))


def sent_to(address: str) -> ColumnElement[bool]:
    """Condition: mails to this address, whatever its case."""
    return func.lower(OutgoingEmail.recipient) == address.lower()


def told_of(*events: str) -> ColumnElement[bool]:
    """Condition: mails whose dedupe key is one of these, or begins with it and a colon."""
    keys = OutgoingEmail.dedupe_key
    return or_(false(), keys.in_(events), *(keys.startswith(f"{event}:", autoescape=True) for event in events))


def message_id(dedupe_key: str) -> str:
    """The Message-ID of the mail with this key, the same for every copy of it: ``<32 hexadecimal digits@host>``."""
    digest = hmac.new(settings().secret_key.encode(), f"message-id {dedupe_key}".encode(), hashlib.sha256)
    return f"<{digest.hexdigest()[:32]}@{_host(settings())}>"


def _host(values: Settings) -> str:
    """An address literal needs brackets there (RFC 5322, 3.4.1)."""
    return f"[IPv6:{values.host}]" if ":" in values.host else values.host


def _find(session: Session, dedupe_key: str) -> OutgoingEmail | None:
    return session.scalar(select(OutgoingEmail).where(OutgoingEmail.dedupe_key == dedupe_key))


def _row(mail: Mail, mime: bytes | None, now: datetime, suppressed: bool) -> OutgoingEmail:
    state = MailState.PENDING if mime is not None else MailState.FAILED
    return OutgoingEmail(
        kind=mail.kind,
        dedupe_key=mail.dedupe_key,
        message_id=message_id(mail.dedupe_key),
        recipient=mail.recipient,
        domain=mail.recipient.rpartition("@")[2].lower(),
        envelope_from=settings().mail_from,
        subject=headers.clean_words(mail.subject),
        mime=mime,
        about=mail.about,
        concerns=mail.concerns,
        created_at=now,
        not_before=now,
        state=MailState.SUPPRESSED if suppressed else state,
        last_error=None if mime is not None else BAD_ADDRESS,
    )


def _mime(session: Session, mail: Mail, now: datetime) -> bytes | None:
    try:
        headers.mailbox("To", mail.recipient)
    except headers.InvalidHeader:
        return None
    earlier = message_id(mail.replies_to) if mail.replies_to else None
    return compose(
        Email(
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            to=mail.recipient,
            to_name=mail.recipient_name,
            from_address=settings().mail_from,
            from_name=_from_name(session, mail),
            message_id=message_id(mail.dedupe_key),
            date=now,
            reply_to=mail.reply_to,
            calendar=mail.calendar,
            in_reply_to=earlier,
            references=(earlier,) if earlier else (),
            unsubscribe_url=mail.unsubscribe_url,
        )
    )


def _from_name(session: Session, mail: Mail) -> str:
    installation = find_installation(session)
    sender = mail.from_name or (installation.association if installation else "")
    return f"{sender} via {PRODUCT}" if sender else PRODUCT
