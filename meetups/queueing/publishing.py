"""After a transaction that wrote mails: ring, so that a worker takes them at once.

Nothing depends on it. A broker that is away, or a process killed before it rings, delays a mail until the sweep.
"""

import time
from collections.abc import Sequence
from typing import Any

import structlog
from celery import Celery
from flask import Flask, current_app, has_app_context
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, SessionTransaction, object_session

from meetups.database import db
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.queueing.broker import DELIVER, PATIENCE, SWEEP, SWEEP_EVERY, make_broker

AWAY_SECONDS = 15.0
"""A broker that did not answer is left alone for so long: requests do not wait for it one after the other."""
AT_ONCE = 50
"""Mails in one message: they share a connection to the mail server."""
_WRITTEN, _CHANGED = "mails_written", "mails_changed"

log = structlog.get_logger()


class Bell:
    """Wakes workers. Never raises, never waits longer than ``PATIENCE`` to connect and as long to be heard."""

    def __init__(self, broker: Celery) -> None:
        self._broker = broker
        self._quiet_until = 0.0

    def ring(self, public_ids: Sequence[str]) -> bool:
        """Ask that these mails leave; ``False`` when the broker is away."""
        parts = [list(public_ids[at : at + AT_ONCE]) for at in range(0, len(public_ids), AT_ONCE)]
        return all(self._send(DELIVER, [part]) for part in parts)

    def ring_for_all(self) -> bool:
        """Ask that all that is due leaves. Forgotten when nobody heard it by the next time."""
        return self._send(SWEEP, [], expires=SWEEP_EVERY.total_seconds())

    def _send(self, task: str, arguments: list[object], **options: Any) -> bool:
        if time.monotonic() < self._quiet_until:
            return False
        try:
            self._broker.send_task(task, arguments, **options)
        except (OperationalError, RedisError, OSError) as error:
            self._quiet_until = time.monotonic() + AWAY_SECONDS
            log.warning("broker_away", cause=type(error.__cause__ or error).__name__)
            return False
        return True


def register(app: Flask, url: str) -> None:
    """Ring for what this application writes."""
    app.extensions["mail_bell"] = Bell(make_broker(url, patience=PATIENCE))
    if not event.contains(db.session, "after_commit", _ring):
        event.listen(OutgoingEmail, "after_insert", _note_row)
        event.listen(db.session, "do_orm_execute", _note_statement)
        event.listen(db.session, "after_commit", _ring)
        event.listen(db.session, "after_soft_rollback", _forget)


def _note_row(_mapper: Mapper[OutgoingEmail], _connection: Connection, row: OutgoingEmail) -> None:
    """Mails that are only written for show ring too: a known and an unknown address cost the same."""
    session = object_session(row)
    if session is not None and row.state is not MailState.FAILED and row.not_before <= row.created_at:
        session.info.setdefault(_WRITTEN, []).append(row.public_id)


def _note_statement(state: ORMExecuteState) -> None:
    """Many rows written at once, or some made due: which ones the statement alone knows."""
    if getattr(getattr(state.statement, "table", None), "name", "") != OutgoingEmail.__tablename__:
        return
    if state.is_insert and isinstance(state.parameters, list):
        due = [
            row["public_id"]
            for row in state.parameters
            if row["state"] is not MailState.FAILED and row["not_before"] <= row["created_at"]
        ]
        state.session.info.setdefault(_WRITTEN, []).extend(due)
    elif state.is_update:
        state.session.info[_CHANGED] = True


def _ring(session: Session) -> None:
    if session.in_nested_transaction():
        return
    written, changed = session.info.pop(_WRITTEN, []), session.info.pop(_CHANGED, False)
    bell: Bell | None = current_app.extensions.get("mail_bell") if has_app_context() else None
    if bell is None:
        return
    if written:
        bell.ring(written)
    elif changed:
        bell.ring_for_all()


def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_WRITTEN, None)
        session.info.pop(_CHANGED, None)
