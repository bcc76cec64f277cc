"""Workers killed outright while a batch leaves: nothing is lost, and what is doubled is the same mail.

A mail server of our own takes every mail for good and chooses the instant of each kill: before it hears of the
first mail (between the commit that claimed it and its sending; the next ones are announced with the content before
them), after it took one (between sending and marking), a little later.
"""

import os
import random
import signal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from threading import Timer

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import select, update

from meetups.database import db
from meetups.directory.models import Professional
from meetups.invitations import emails
from meetups.invitations.models import Invitation
from meetups.invitations.rules import CallReason
from meetups.invitations.telling import tell
from meetups.outbox.models import MailState, OutgoingEmail
from tests.adapters.servers import Recorder, smtp_server
from tests.processes import running, soon
from tests.soak.races import crowd

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""Due for real processes, whose clock nobody stops."""
BEFORE, AFTER, LATER = "before it is heard", "after it is taken", "a little later"
Progress = Callable[[str], object]


@dataclass
class Sink(Recorder):
    """Takes every mail, and kills whom it is told to: ``(pid, how many mails to take first, at which instant)``."""

    victim: tuple[int, int, str] | None = None
    seconds_later: float = 0.0

    async def handle_RCPT(
        self, server: SMTP, session: SmtpSession, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._is_time(BEFORE):
            self._kill()
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None:
            pid, left, when = self.victim
            self.victim = pid, left - 1, when
        if self._is_time(AFTER):
            self._kill()
        elif self._is_time(LATER):
            Timer(self.seconds_later, self._kill).start()
        return answer

    def _is_time(self, when: str) -> bool:
        return self.victim is not None and self.victim[1:] == (0, when)

    def _kill(self) -> None:
        if self.victim is not None:
            pid, self.victim = self.victim[0], None
            os.kill(pid, signal.SIGKILL)


@dataclass(frozen=True)
class Outcome:
    """What arrived: copies by Message-ID, mails whose copies differ by a byte, mails never marked as sent."""

    written: set[str]
    copies: Counter[str]
    differing: list[str]
    unsent: int
    kills: dict[str, int] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        """Mails that never arrived."""
        return len(self.written - self.copies.keys())

    @property
    def extra(self) -> int:
        """Copies more than there are mails."""
        return sum(self.copies.values()) - len(self.copies)

    @property
    def invented(self) -> int:
        """Mails that nobody wrote."""
        return len(self.copies.keys() - self.written)


def killed(database_url: str, *, mails: int, kills: int, seed: int, progress: Progress = lambda line: None) -> Outcome:
    """Kill so many workers, one after the other, while invitations leave; then let one finish."""
    written, rng, done = write_invitations(mails), random.Random(seed), Counter[str]()
    with _mail_server(database_url) as (sink, environment):
        for number in range(kills):
            when = (BEFORE, AFTER, LATER)[number % 3]
            with running("worker", **environment) as run:
                sink.seconds_later = rng.uniform(0, 0.01)
                sink.victim = run.process.pid, 0 if when is BEFORE else rng.randint(1, 3), when
                _, said = run.process.communicate(timeout=120)
            assert run.process.returncode == -signal.SIGKILL, f"it ended by itself: {said[-500:]}"
            done[when] += 1
            _five_minutes_go_by()
            if (number + 1) % 20 == 0:
                progress(f"{number + 1} kills, {len(sink.received)} mails taken, {unsent()} to go")
        with running("worker", is_heard=False, **environment):
            assert soon(lambda: unsent() == 0, 400 + mails / 5)
    return _outcome(sink, written, dict(done))


def together(database_url: str, *, mails: int, workers: int) -> Outcome:
    """Several workers on one batch, and nobody killed."""
    written = write_invitations(mails)
    with _mail_server(database_url) as (sink, environment), ExitStack() as stack:
        for _ in range(workers):
            stack.enter_context(running("worker", is_heard=False, **environment))
        assert soon(lambda: unsent() == 0, 400 + mails / 5)
    return _outcome(sink, written, {})


def write_invitations(count: int) -> set[str]:
    """Invitations with their calendars, committed, each to a domain of its own; their Message-IDs."""
    session = db.session()
    meetup_id, _ = crowd(count, count, mailed=True)
    for number, person in enumerate(session.scalars(select(Professional).order_by(Professional.id))):
        person.email = f"camille@cabinet{number}.example"
    guests = session.scalars(select(Invitation).where(Invitation.meetup_id == meetup_id)).all()
    tell(session, guests, emails.invitation_mail, call=CallReason.INVITED, now=LONG_AGO)
    session.commit()
    written = set(session.scalars(select(OutgoingEmail.message_id)))
    session.rollback()
    return written


def unsent() -> int:
    """Mails that are not marked as sent."""
    session = db.session()
    left = len(session.scalars(select(OutgoingEmail.id).where(OutgoingEmail.state != MailState.SENT)).all())
    session.rollback()
    return left


@contextmanager
def _mail_server(database_url: str) -> Iterator[tuple[Sink, dict[str, str]]]:
    sink = Sink(extensions=("PIPELINING",))
    with smtp_server(sink) as port:
        url = database_url.replace("postgresql+psycopg://", "postgresql://")
        yield sink, {"DATABASE_URL": url, "SMTP_URL": f"smtp://127.0.0.1:{port}", "BASE_URL": "", "QUEUE_URL": ""}


def _five_minutes_go_by() -> None:
    session = db.session()
    session.execute(update(OutgoingEmail).values(lease_until=None))
    session.commit()


def _outcome(sink: Sink, written: set[str], kills: dict[str, int]) -> Outcome:
    contents: dict[str, list[bytes]] = defaultdict(list)
    for mail in sink.received:
        contents[str(message_from_bytes(mail.content)["Message-ID"])].append(mail.content)
    differing = [name for name, copies in contents.items() if len(set(copies)) > 1]
    copies = Counter({name: len(found) for name, found in contents.items()})
    return Outcome(written, copies, differing, unsent(), kills)
