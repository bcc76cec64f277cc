"""Read our mailbox: each mail in a transaction of its own, marked once that is committed.

The mailbox is read outside any transaction. Killed between the commit and the mark, or run twice at once, the same
mail is received again, which changes nothing.
"""

import traceback
from collections import Counter
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError

from meetups.adapters.imap import ImapMailbox, ImapSession, MailboxUnavailable
from meetups.database import db
from meetups.installation import find_installation
from meetups.invitations.inbound.receiving import keep_odd, receive
from meetups.outbox.models import InboundState
from meetups.web.links import settings

BATCH = 200
"""Mails read in one go: the next ones wait two minutes."""

log = structlog.get_logger()


def fetch_tick(now: datetime) -> None:
    """Nothing without ``IMAP_URL``; a mailbox that is away is tried again at the next turn."""
    url = settings().imap_url
    if url is None:
        return
    try:
        fetch(url, now=now)
    except MailboxUnavailable as failure:
        log.warning("mailbox_unavailable", why=failure.reason)


def fetch(url: str, *, now: datetime) -> Counter[InboundState]:
    """How many mails came to each state. Raises ``BadImapUrl`` or ``MailboxUnavailable``."""
    done: Counter[InboundState] = Counter()
    since = _since()
    with ImapMailbox(url).session() as box:
        _fetch(box, since, now, done)
    if done:
        log.info("mails_read", **{state.value: count for state, count in done.items()})
    return done


def _fetch(box: ImapSession, since: date | None, now: datetime, done: Counter[InboundState]) -> None:
    for mail in box.new_messages(BATCH, since):
        done[_take(mail.raw, now)] += 1
        box.mark_read(mail.uid)


def _since() -> date | None:
    """What was in the mailbox before the association came here is nobody's answer; a day more, for time zones."""
    session = db.session()
    installation = find_installation(session)
    opened = installation.created_at.date() - timedelta(days=1) if installation else None
    session.rollback()
    return opened


def _take(raw: bytes, now: datetime) -> InboundState:
    session = db.session()
    try:
        message = receive(session, raw, now=now)
        session.commit()
    except OperationalError:
        session.rollback()
        raise
    except Exception as error:
        # One odd mail must not keep the others waiting. The error is not logged whole: it may hold what people wrote.
        session.rollback()
        last = traceback.extract_tb(error.__traceback__)[-1]
        log.error("mail_not_understood", cause=type(error).__name__, where=f"{last.name}:{last.lineno}")
        message = keep_odd(session, raw, now=now)
        session.commit()
    state = message.state
    session.expire_all()  # the next mail looks at what is there by then
    return state
