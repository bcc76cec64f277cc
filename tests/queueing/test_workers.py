"""Real worker processes woken by a real Redis: at once, each mail once, and nothing lost with the broker."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meetups.adapters.stopping import Stop
from meetups.outbox.models import ScheduledTask
from meetups.outbox.services import enqueue, enqueue_all
from meetups.queueing.consuming import sweep
from meetups.queueing.publishing import Bell
from meetups.worker import Worker
from tests.adapters.servers import Recorder, smtp_server
from tests.conftest import make_settings
from tests.outbox.mails import a_mail
from tests.processes import running, soon
from tests.queueing.redis_server import RedisServer
from tests.test_worker import LONG_AGO, ids, not_sent

WAKING = 20.0
"""Seconds for a worker to start on a busy machine; the sweep would take sixty."""


@pytest.fixture
def recorder(app: Flask) -> Iterator[tuple[Recorder, str]]:
    """A mail server, and its SMTP_URL."""
    made = Recorder()
    with smtp_server(made) as port:
        yield made, f"smtp://127.0.0.1:{port}"


@pytest.fixture
def environment(database_url: str, redis: RedisServer, recorder: tuple[Recorder, str]) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "SMTP_URL": recorder[1], "QUEUE_URL": redis.url, "BASE_URL": ""}


def listening(redis: RedisServer, bell: Bell) -> bool:
    """Whether a worker takes what is asked for."""
    bell.ring(["nobody"])
    return soon(lambda: redis.waiting() == 0, WAKING)


def test_a_mail_is_delivered_by_another_process_as_soon_as_it_is_committed(
    session: Session, bell: Bell, redis: RedisServer, recorder: tuple[Recorder, str], environment: dict[str, str]
) -> None:
    with running("worker", **environment):
        assert listening(redis, bell)
        row = enqueue(session, a_mail(), now=LONG_AGO)
        session.commit()
        assert soon(lambda: len(recorder[0].received) == 1, 5)
        assert soon(lambda: not_sent(session) == 0)
    assert ids(recorder[0]) == {row.message_id: 1}


def test_two_workers_asked_twice_send_each_mail_once(
    session: Session, bell: Bell, redis: RedisServer, recorder: tuple[Recorder, str], environment: dict[str, str]
) -> None:
    with ExitStack() as stack:
        workers = [stack.enter_context(running("worker", **environment)) for _ in range(2)]
        assert listening(redis, bell)
        mails = [a_mail(f"code:{n}", f"p{n}@d{n}.example") for n in range(120)]
        enqueue_all(session, mails, now=LONG_AGO)
        session.commit()
        for _ in range(5):
            bell.ring_for_all()
        assert soon(lambda: not_sent(session) == 0, WAKING)
        assert soon(lambda: redis.waiting() == 0)
        assert [worker.process.poll() for worker in workers] == [None, None]
    assert len(ids(recorder[0])) == 120
    assert set(ids(recorder[0]).values()) == {1}


def test_what_the_broker_lost_is_delivered_by_the_sweep_once_it_is_back(
    app: Flask,
    session: Session,
    bell: Bell,
    redis: RedisServer,
    recorder: tuple[Recorder, str],
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("meetups.queueing.publishing.AWAY_SECONDS", 0.0)
    with running("worker", **environment) as run:
        assert listening(redis, bell)
        redis.kill()  # after the commit, before anyone is rung
        row = enqueue(session, a_mail(), now=LONG_AGO)
        session.commit()
        assert not recorder[0].received
        redis.start()
        app.extensions["settings"] = make_settings("sqlite://", smtp_url=recorder[1])
        assert soon(lambda: swept(app, bell) and len(recorder[0].received) == 1, 40)
        assert soon(lambda: not_sent(session) == 0)
        assert run.process.poll() is None
    assert ids(recorder[0]) == {row.message_id: 1}


def swept(app: Flask, bell: Bell) -> bool:
    """What each worker does every minute, here without the wait; it only rings, since the broker is back."""
    asked: list[bool] = []
    worker = Worker(app)
    worker.deliver = lambda only=None: asked.append(False)  # type: ignore[method-assign,assignment,return-value]
    sweep(bell, worker)
    return not asked


def test_a_worker_without_its_broker_delivers_by_its_sweep(
    session: Session, redis: RedisServer, recorder: tuple[Recorder, str], environment: dict[str, str]
) -> None:
    redis.kill()
    row = enqueue(session, a_mail(), now=LONG_AGO)
    session.commit()
    with running("worker", **environment):
        assert soon(lambda: len(recorder[0].received) == 1, WAKING)
        assert soon(lambda: not_sent(session) == 0)
    assert ids(recorder[0]) == {row.message_id: 1}


@pytest.mark.parametrize("broker", ["there", "away"])
def test_a_worker_stops_when_asked(bell: Bell, redis: RedisServer, environment: dict[str, str], broker: str) -> None:
    with running("worker", **environment) as run:
        assert listening(redis, bell)
        if broker == "away":
            redis.kill()
        run.process.send_signal(signal.SIGTERM)
        assert run.process.wait(10) == 0


def test_ticks_run_too(session: Session, bell: Bell, redis: RedisServer, environment: dict[str, str]) -> None:
    with running("worker", **environment):
        assert listening(redis, bell)
        assert soon(lambda: has_ticked(session), WAKING)


def has_ticked(session: Session) -> bool:
    session.rollback()
    return session.get(ScheduledTask, "reminders") is not None


def test_a_sweep_that_cannot_ring_delivers_itself(
    app: Flask, session: Session, bell: Bell, redis: RedisServer
) -> None:
    redis.kill()
    enqueue(session, a_mail(), now=LONG_AGO)
    session.commit()
    sweep(bell, Worker(app, (), Stop()))
    assert not_sent(session) == 0
