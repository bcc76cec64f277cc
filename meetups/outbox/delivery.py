"""From the outbox to the mail server: claim with a lease, send outside any transaction, mark each mail at once.

The promise: nothing is lost, and at most one extra copy leaves per crash, with the same Message-ID. SMTP allows no
better: in 200 kills, send-then-mark lost none and doubled 76 where mark-then-send lost 75.
"""

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast

import structlog
from sqlalchemy import Connection as Marks
from sqlalchemy import Engine, Table, bindparam, update
from sqlalchemy.orm import Session, sessionmaker

from meetups.adapters.smtp_failures import DeliveryFailure, PermanentFailure, ServerUnavailable
from meetups.adapters.smtp_transaction import Envelope
from meetups.installation import is_demo
from meetups.outbox.claims import LEASE, Claimed, claim, due, suspended
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.pace import Pace
from meetups.outbox.suspensions import is_about_recipient, suspend_address
from meetups.outbox.writing import SUSPENDED

__all__ = ["LEASE", "Connection", "Delivered", "DemoMailbox", "Transport", "deliver_due", "due"]

BATCH = 100
BATCH_SECONDS = 120.0  # a batch stops there: one slow server cannot make the lease of its last mail expire
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=5)  # RFC 5321, 4.5.4.1
FEWEST_TRIES = 10  # of one that waited for days before its first try, or is sent again
DEMO_REFUSAL = "Démonstration : rien ne part vers une vraie adresse."
NO_CONTENT = "Le contenu de ce courriel a été effacé."
_RESERVED_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@([a-z0-9-]+\.)*example", re.IGNORECASE)  # RFC 2606

MAILS = cast(Table, OutgoingEmail.__table__)
# Written once: SQLAlchemy takes longer to write it than SQLite to run it.
_SENT = (
    update(MAILS)
    .where(MAILS.c.id == bindparam("mail"), MAILS.c.state == MailState.PENDING)
    .values(state=MailState.SENT, sent_at=bindparam("now"), lease_until=None, last_error=None)
)

log = structlog.get_logger()
Sessions = sessionmaker[Session]


class Connection(Protocol):
    """An open way out, for several mails."""

    def send(self, envelope_from: str, recipient: str, raw: bytes, following: Envelope | None = None) -> None:
        """Hand over one mail, or raise a ``DeliveryFailure``. ``following``: for whom the next one is."""


class Transport(Protocol):
    """What gives such a connection: ``adapters.smtp.SmtpTransport``, or the demo's mailbox."""

    def session(self) -> AbstractContextManager[Connection]:
        """Open when the first mail is sent."""


class DemoMailbox:
    """The demo's mail server: mails that arrive here are read at ``/courriels``."""

    def session(self) -> AbstractContextManager[Connection]:
        """Nothing to open."""
        return nullcontext(self)

    def send(self, envelope_from: str, recipient: str, raw: bytes, following: Envelope | None = None) -> None:
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


def deliver_due(
    sessions: Sessions,
    transport: Transport,
    *,
    now: datetime,
    rng: random.Random,
    limit: int = BATCH,
    pace: Pace | None = None,
    only: Collection[str] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Send at most ``limit`` mails that are due; each is marked in a transaction of its own, right after it left.

    ``only``: no others than these public ids. ``pace`` is kept together with the other workers; none means as fast as
    the server takes them. ``should_stop`` is asked before each mail; what was claimed and not tried is given back.
    """
    with sessions.begin() as session:
        demo = is_demo(session)
        mails = claim(session, now=now, limit=limit, pace=pace, only=only)
        dead = suspended(session, mails)
        engine = cast(Engine, session.get_bind())
    refusals = [_our_refusal(mail, demo, dead) for mail in mails]
    done: Counter[str] = Counter()
    deadline = time.monotonic() + BATCH_SECONDS
    with transport.session() as connection, engine.connect() as marks:
        for index, mail in enumerate(mails):
            if done["away"] or should_stop() or time.monotonic() > deadline:
                _give_back(marks, mails[index:])
                break
            following = mails[index + 1] if refusals[index + 1 : index + 2] == [None] else None
            done[_deliver(marks, connection, mail, refusals[index], following, now, rng)] += 1
    return Delivered(done["sent"], done["postponed"] + done["away"], done["failed"], done["away"] > 0)


def _our_refusal(mail: Claimed, demo: bool, dead: set[str]) -> str | None:
    """Why it is not even offered to the server."""
    if demo and not _RESERVED_ADDRESS.fullmatch(mail.recipient):
        return DEMO_REFUSAL
    if mail.recipient.lower() in dead:
        return SUSPENDED
    return NO_CONTENT if mail.mime is None else None


def _deliver(
    marks: Marks,
    connection: Connection,
    mail: Claimed,
    refusal: str | None,
    following: Claimed | None,
    now: datetime,
    rng: random.Random,
) -> str:
    """Send one mail and mark it: ``sent``, ``postponed``, ``away`` (the server is) or ``failed``."""
    try:
        if refusal or mail.mime is None:
            raise PermanentFailure(refusal or NO_CONTENT)
        connection.send(mail.envelope_from, mail.recipient, mail.mime, _envelope(following))
    except DeliveryFailure as failure:
        return _mark_failure(marks, mail, failure, now, rng)
    _mark_sent(marks, mail, now)
    log.info("mail_sent", mail=mail.public_id, attempt=mail.attempts)
    return "sent"


def _envelope(mail: Claimed | None) -> Envelope | None:
    return Envelope(mail.envelope_from, mail.recipient, len(mail.mime)) if mail and mail.mime is not None else None


def _mark_sent(marks: Marks, mail: Claimed, now: datetime) -> None:
    """One short transaction, whoever holds the mail now: it has left."""
    with marks.begin():
        marks.execute(_SENT, {"mail": mail.id, "now": now})


def _mark_failure(marks: Marks, mail: Claimed, failure: DeliveryFailure, now: datetime, rng: random.Random) -> str:
    """Only while the mail is ours: another worker may have sent it since."""
    outcome, values = _after_failure(mail, failure, now, rng)
    ours = MAILS.c.id == mail.id, MAILS.c.state == MailState.PENDING, MAILS.c.lease_until == mail.lease_until
    with Session(marks) as session, session.begin():
        session.execute(update(MAILS).where(*ours).values(last_error=failure.reason, **values))
        if isinstance(failure, PermanentFailure) and is_about_recipient(failure.code):
            suspend_address(session, mail.recipient, failure.code, now=now)
    log.warning("mail_not_sent", mail=mail.public_id, outcome=outcome, attempt=mail.attempts, why=failure.reason)
    return outcome


def _after_failure(
    mail: Claimed, failure: DeliveryFailure, now: datetime, rng: random.Random
) -> tuple[str, dict[str, object]]:
    wait = _wait(mail.attempts, rng)
    if isinstance(failure, ServerUnavailable):
        # Still due, and later and later: that is what /readyz tells the operator. Never given up.
        return "away", {"lease_until": now + wait}
    too_long = now - mail.created_at > GIVE_UP_AFTER and mail.attempts >= FEWEST_TRIES
    if isinstance(failure, PermanentFailure) or too_long:
        return "failed", {"state": MailState.FAILED, "lease_until": None}
    return "postponed", {"not_before": now + wait, "lease_until": None}


def _wait(attempts: int, rng: random.Random) -> timedelta:
    """30 s, 1 min, 2 min… 4 h, give or take a fifth so that mails postponed together do not come back together."""
    doubled = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT) * rng.uniform(0.8, 1.2)


def _give_back(marks: Marks, mails: Sequence[Claimed]) -> None:
    lease = mails[0].lease_until
    held = MAILS.c.id.in_([mail.id for mail in mails]), MAILS.c.state == MailState.PENDING
    free = {"lease_until": None, "attempts": MAILS.c.attempts - 1}
    with marks.begin():
        marks.execute(update(MAILS).where(*held, MAILS.c.lease_until == lease).values(free))
