"""From the outbox to the mail server: claim with a lease, send outside any transaction, mark each mail at once.

The promise: nothing is lost, and at most one extra copy leaves per crash, with the same Message-ID. SMTP allows no
better: in 200 kills, send-then-mark lost none and doubled 76 where mark-then-send lost 75.
"""

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from meetups.adapters.smtp_failures import DeliveryFailure, PermanentFailure, ServerUnavailable
from meetups.installation import is_demo
from meetups.outbox.models import MailState, OutgoingEmail

LEASE = timedelta(minutes=5)
BATCH_SECONDS = 120.0  # a batch stops there: one slow server cannot make the lease of its last mail expire
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=5)  # RFC 5321, 4.5.4.1
DEMO_REFUSAL = "Démonstration : rien ne part vers une vraie adresse."
NO_CONTENT = "Le contenu de ce courriel a été effacé."
_RESERVED_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@([a-z0-9-]+\.)*example", re.IGNORECASE)  # RFC 2606

log = structlog.get_logger()
Sessions = sessionmaker[Session]


class Connection(Protocol):
    """An open way out, for several mails."""

    def send(self, envelope_from: str, recipient: str, raw: bytes) -> None:
        """Hand over one mail, or raise a ``DeliveryFailure``."""


class Transport(Protocol):
    """What gives such a connection: ``adapters.smtp.SmtpTransport``, or the demo's mailbox."""

    def session(self) -> AbstractContextManager[Connection]:
        """Open when the first mail is sent."""


class DemoMailbox:
    """The demo's mail server: mails that arrive here are read at ``/courriels``."""

    def session(self) -> AbstractContextManager[Connection]:
        """Nothing to open."""
        return nullcontext(self)

    def send(self, envelope_from: str, recipient: str, raw: bytes) -> None:
        """Nothing to do: the outbox's row is what the mailbox shows."""


@dataclass(frozen=True)
class Delivered:
    """What one batch did. ``server_away``: the mail server does not listen, so wait before the next one."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    server_away: bool = False

    @property
    def total(self) -> int:
        """Mails that were tried."""
        return self.sent + self.postponed + self.failed

    def __add__(self, other: "Delivered") -> "Delivered":
        """Both batches together."""
        away = self.server_away or other.server_away
        return Delivered(self.sent + other.sent, self.postponed + other.postponed, self.failed + other.failed, away)


@dataclass(frozen=True)
class Claimed:
    """A mail that is ours until ``lease_until``."""

    id: int
    public_id: str
    envelope_from: str
    recipient: str
    mime: bytes | None
    attempts: int
    created_at: datetime
    lease_until: datetime


def deliver_due(
    sessions: Sessions,
    transport: Transport,
    *,
    now: datetime,
    limit: int = 10,
    rng: random.Random,
    should_stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Send at most ``limit`` mails that are due; each is marked in a transaction of its own, right after it left.

    ``should_stop`` is asked before each mail; what was claimed and not tried is given back.
    """
    with sessions.begin() as session:
        demo = is_demo(session)
        mails = _claim(session, now, limit)
    if not mails:
        return Delivered()
    done: Counter[str] = Counter()
    deadline = time.monotonic() + BATCH_SECONDS
    with transport.session() as connection:
        for mail in mails:
            if done["away"] or should_stop() or time.monotonic() > deadline:
                _give_back(sessions, mail)
                continue
            done[_deliver(sessions, connection, mail, demo, now, rng)] += 1
    return Delivered(done["sent"], done["postponed"] + done["away"], done["failed"], done["away"] > 0)


def due(now: datetime) -> ColumnElement[bool]:
    """Condition: waiting, its time has come, and no worker holds it."""
    free = or_(OutgoingEmail.lease_until.is_(None), OutgoingEmail.lease_until <= now)
    return (OutgoingEmail.state == MailState.PENDING) & (OutgoingEmail.not_before <= now) & free


def _claim(session: Session, now: datetime, limit: int) -> list[Claimed]:
    """Lease the oldest mails that are due.

    SKIP LOCKED is for PostgreSQL, where 500 rows were sent 650 times without it; SQLite has one writer at a time.
    A crashed worker's attempt counts too: it is counted here.
    """
    first = select(OutgoingEmail.id).where(due(now)).order_by(OutgoingEmail.not_before, OutgoingEmail.id)
    chosen = first.limit(limit).with_for_update(skip_locked=True).cte("chosen")
    lease = now + LEASE
    rows = session.execute(
        update(OutgoingEmail)
        .where(OutgoingEmail.id.in_(select(chosen.c.id)))
        .values(lease_until=lease, attempts=OutgoingEmail.attempts + 1)
        .returning(
            OutgoingEmail.id,
            OutgoingEmail.public_id,
            OutgoingEmail.envelope_from,
            OutgoingEmail.recipient,
            OutgoingEmail.mime,
            OutgoingEmail.attempts,
            OutgoingEmail.created_at,
        ),
        execution_options={"synchronize_session": False},
    )
    return sorted((Claimed(*row, lease) for row in rows.all()), key=lambda mail: mail.id)


def _deliver(
    sessions: Sessions, connection: Connection, mail: Claimed, demo: bool, now: datetime, rng: random.Random
) -> str:
    """Send one mail and mark it: ``sent``, ``postponed``, ``away`` (the server is) or ``failed``."""
    try:
        if demo and not _RESERVED_ADDRESS.fullmatch(mail.recipient):
            raise PermanentFailure(DEMO_REFUSAL)
        if mail.mime is None:
            raise PermanentFailure(NO_CONTENT)
        connection.send(mail.envelope_from, mail.recipient, mail.mime)
    except DeliveryFailure as failure:
        outcome, values = _after_failure(mail, failure, now, rng)
        _mark(sessions, mail, OutgoingEmail.lease_until == mail.lease_until, last_error=failure.reason, **values)
        log.warning("mail_not_sent", mail=mail.public_id, outcome=outcome, attempt=mail.attempts, why=failure.reason)
        return outcome
    _mark(sessions, mail, state=MailState.SENT, sent_at=now, lease_until=None, last_error=None)
    log.info("mail_sent", mail=mail.public_id, attempt=mail.attempts)
    return "sent"


def _after_failure(
    mail: Claimed, failure: DeliveryFailure, now: datetime, rng: random.Random
) -> tuple[str, dict[str, object]]:
    wait = _wait(mail.attempts, rng)
    if isinstance(failure, ServerUnavailable):
        # Still due, and later and later: that is what /readyz tells the operator. Never given up.
        return "away", {"lease_until": now + wait}
    if isinstance(failure, PermanentFailure) or now - mail.created_at > GIVE_UP_AFTER:
        return "failed", {"state": MailState.FAILED, "lease_until": None}
    return "postponed", {"not_before": now + wait, "lease_until": None}


def _wait(attempts: int, rng: random.Random) -> timedelta:
    """30 s, 1 min, 2 min… 4 h, give or take a fifth so that mails postponed together do not come back together."""
    doubled = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT) * rng.uniform(0.8, 1.2)


def _give_back(sessions: Sessions, mail: Claimed) -> None:
    held = OutgoingEmail.lease_until == mail.lease_until
    _mark(sessions, mail, held, lease_until=None, attempts=mail.attempts - 1)


def _mark(sessions: Sessions, mail: Claimed, *conditions: ColumnElement[bool], **values: object) -> None:
    """One short transaction. A mail that left is marked whoever holds it now; the rest only while it is ours."""
    ours = (OutgoingEmail.id == mail.id, OutgoingEmail.state == MailState.PENDING, *conditions)
    with sessions.begin() as session:
        session.execute(update(OutgoingEmail).where(*ours).values(**values))
