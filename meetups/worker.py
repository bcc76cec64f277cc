"""The worker: delivers the mails that are due, then runs the ticks whose time has come, then waits a second.

Several may run on one database: mails are claimed with a lease, ticks by a conditional update.
"""

import random
import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from meetups import clock
from meetups.adapters.smtp import SmtpTransport, is_loopback
from meetups.adapters.stopping import Stop
from meetups.config import Settings
from meetups.database import db, read_only
from meetups.installation import is_demo
from meetups.outbox import delivery, ticks
from meetups.outbox.models import OutgoingEmail
from meetups.outbox.pace import Pace

IDLE_SECONDS = 1.0
DATABASE_AWAY_SECONDS = 5.0
SERVER_AWAY = timedelta(seconds=15)
RETRY_TICK = timedelta(minutes=5)

log = structlog.get_logger()


@dataclass(frozen=True)
class Tick:
    """Something to do every so often. ``run`` is called in an application context of its own, and commits."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


class Worker:
    """One process's share of the work. Needs an application context for its settings and engine.

    ``pace`` is kept with the other workers towards a mail server elsewhere; one on this machine, or a demo's
    mailbox, takes everything at once.
    """

    def __init__(
        self, app: Flask, clockwork: Sequence[Tick] = (), stop: Stop | None = None, pace: Pace | None = None
    ) -> None:
        self.app = app
        self.ticks = {tick.name: tick for tick in clockwork}
        self.stop = stop or Stop()
        self.sessions = sessionmaker(db.engine, expire_on_commit=False)
        self._settings: Settings = app.extensions["settings"]
        self._smtp = SmtpTransport(self._settings.smtp_url) if self._settings.smtp_url else None
        # A relay on this machine has a queue and a pace of its own.
        self.pace = pace if self._smtp and not is_loopback(self._smtp.host) else None
        self._rng = random.SystemRandom()
        self._server_away_until: datetime | None = None
        self._said_no_server = False

    def run(self) -> None:
        """Until asked to stop."""
        while not self.stop.requested:
            try:
                self.run_once()
            except OperationalError as error:
                log.error("database_unavailable", cause=type(error.orig).__name__)
                self.stop.wait(DATABASE_AWAY_SECONDS)
            self.stop.wait(IDLE_SECONDS)

    def run_once(self) -> delivery.Delivered:
        """One pass: every mail that is due, the ticks, and the mails that they wrote."""
        done = self.deliver()
        if self.run_ticks():
            done = done + self.deliver()
        return done

    def deliver(self, only: Collection[str] | None = None) -> delivery.Delivered:
        """Every mail that is due and that the pace lets leave; ``only``: no others than these public ids."""
        done = delivery.Delivered()
        while not self.stop.requested:
            now = clock.utc_now()
            transport = self._transport(now)
            if transport is None:
                break
            batch = delivery.deliver_due(
                self.sessions,
                transport,
                now=now,
                rng=self._rng,
                pace=self.pace,
                only=only,
                should_stop=lambda: self.stop.requested,
            )
            done = done + batch
            self._server_away_until = now + SERVER_AWAY if batch.server_away else None
            if not batch.total:
                break
        return done

    def can_deliver(self) -> bool:
        """Whether something is due and may leave now, the pace aside."""
        return self._transport(clock.utc_now()) is not None

    def _transport(self, now: datetime) -> delivery.Transport | None:
        """The way out, or ``None`` when nothing is due or nothing can leave now. Looks without locking anything."""
        if self._server_away_until and now < self._server_away_until:
            return None
        with read_only(), self.sessions.begin() as session:
            if not _something_is_due(session, now):
                return None
            demo = is_demo(session)
        if self._smtp or demo:
            return self._smtp or delivery.DemoMailbox()
        if not self._said_no_server:
            self._said_no_server = True
            log.warning("mails_are_waiting", why="SMTP_URL is not set")
        return None

    def run_ticks(self) -> bool:
        """Run what is due, in the order given; whether anything ran."""
        with read_only(), self.sessions.begin() as session:
            due = ticks.due_names(session, self.ticks, now=clock.utc_now())
        ran = [self._run_tick(tick) for name, tick in self.ticks.items() if name in due and not self.stop.requested]
        return any(ran)

    def _run_tick(self, tick: Tick) -> bool:
        now = clock.utc_now()
        with self.sessions.begin() as session:
            if not ticks.claim(session, tick.name, every=tick.every, now=now):
                return False
        try:
            with self.app.app_context():
                tick.run(now)
        except OperationalError:
            self._try_again(tick, now)
            raise
        except Exception as error:
            # Mails must go on leaving. The message is not logged: it may hold what people wrote.
            last = traceback.extract_tb(error.__traceback__)[-1]
            log.error("tick_failed", tick=tick.name, cause=type(error).__name__, where=f"{last.name}:{last.lineno}")
            self._try_again(tick, now)
        return True

    def _try_again(self, tick: Tick, now: datetime) -> None:
        with self.sessions.begin() as session:
            ticks.postpone(session, tick.name, until=now + min(tick.every, RETRY_TICK))


def _something_is_due(session: Session, now: datetime) -> bool:
    return session.scalar(select(OutgoingEmail.id).where(delivery.due(now)).limit(1)) is not None
