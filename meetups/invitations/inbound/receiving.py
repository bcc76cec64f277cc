"""A mail of our mailbox: kept as it came, once, and given to what understands it."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetups.invitations.inbound.answering import take_answer
from meetups.invitations.inbound.bounced import take_bounce
from meetups.invitations.inbound.marks import settle
from meetups.invitations.inbound.matching import is_ours
from meetups.invitations.inbound.reasons import Reason
from meetups.invitations.inbound.words import attach_words, take_words
from meetups.outbox.incoming import Incoming, IncomingKind, read_incoming
from meetups.outbox.models import InboundKind, InboundMessage, InboundState

KEEP_BYTES = timedelta(days=30)


def receive(session: Session, raw: bytes, *, now: datetime) -> InboundMessage:
    """What was made of a mail; received twice, it is one message. Whatever the bytes, there is an answer. Flushes."""
    known = _find(session, raw)
    if known is not None:
        return known
    mail = read_incoming(raw)
    message = _message(raw, mail, now)
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        # Another worker read the same mail at once, and committed first.
        known = _find(session, raw)
        if known is None:
            raise
        return known
    _handle(session, message, mail, now)
    session.flush()
    return message


def keep_odd(session: Session, raw: bytes, *, now: datetime) -> InboundMessage:
    """Keep a mail that we failed to understand, for a person to look at. Flushes."""
    known = _find(session, raw)
    if known is not None:
        return known
    message = _message(raw, read_incoming(raw), now)
    settle(message, InboundState.TO_DECIDE, Reason.ODD)
    session.add(message)
    session.flush()
    return message


def forget_raw(session: Session, *, now: datetime) -> None:
    """Drop the bytes of mails received ``KEEP_BYTES`` ago; what they said and what was made of them stays."""
    old = InboundMessage.received_at < now - KEEP_BYTES, InboundMessage.raw.is_not(None)
    session.execute(update(InboundMessage).where(*old).values(raw=None))


def _handle(session: Session, message: InboundMessage, mail: Incoming, now: datetime) -> None:
    if mail.kind is IncomingKind.BOUNCE:
        take_bounce(session, message, mail, now=now)
    elif is_ours(mail.from_address):
        settle(message, InboundState.IGNORED, Reason.OURSELVES)
    elif mail.kind is IncomingKind.CALENDAR:
        take_answer(session, message, mail, now=now)
    elif mail.kind is IncomingKind.AUTOMATIC:
        attach_words(session, message, mail, now=now)
        settle(message, InboundState.IGNORED, Reason.AUTOMATIC)
    else:
        take_words(session, message, mail, now=now)


def _find(session: Session, raw: bytes) -> InboundMessage | None:
    return session.scalar(select(InboundMessage).where(InboundMessage.digest == _digest(raw)))


def _message(raw: bytes, mail: Incoming, now: datetime) -> InboundMessage:
    return InboundMessage(
        digest=_digest(raw),
        message_id=_storable(mail.message_id),
        from_address=_storable(mail.from_address),
        from_name=_storable(mail.from_name),
        subject=_storable(mail.subject),
        words=_storable(mail.words),
        raw=raw,
        kind=InboundKind(mail.kind.value),
        state=InboundState.TO_READ,
        received_at=now,
    )


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL, and neither database half a character."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
