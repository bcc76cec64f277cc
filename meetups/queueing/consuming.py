"""``flask worker`` when ``QUEUE_URL`` is set: woken by Celery at once, and by itself each minute."""

import threading
import time
import traceback
from collections.abc import Callable, Sequence

import structlog
from celery import Celery
from celery.worker import WorkController, state
from flask import Flask
from sqlalchemy.exc import OperationalError

from meetups.adapters.stopping import Stop
from meetups.outbox.pace import Pace
from meetups.queueing.broker import DELIVER, SWEEP, SWEEP_EVERY, make_broker
from meetups.queueing.publishing import Bell
from meetups.worker import Tick, Worker

_LONG = 3600.0

log = structlog.get_logger()


def consume(app: Flask, url: str, clockwork: Sequence[Tick], stop: Stop, pace: Pace | None) -> None:
    """Until asked to stop. Needs an application context."""
    bell: Bell = app.extensions["mail_bell"]
    woken, sweeper = Worker(app, (), stop, pace), Worker(app, clockwork, stop, pace)
    broker = make_broker(url)
    add_tasks(broker, woken)
    for work in (lambda: _watch(stop), lambda: _sweep_for_ever(bell, sweeper, stop)):
        threading.Thread(target=work, daemon=True).start()
    # One task at a time, in this thread: several workers are several processes.
    WorkController(app=broker, pool="solo", without_gossip=True, without_mingle=True, without_heartbeat=True).start()


def add_tasks(broker: Celery, worker: Worker) -> None:
    """What can be asked for. Asked twice, or by two workers, it is done once: each mail has its lease."""

    def deliver(public_ids: list[str]) -> None:
        _guarded(lambda: worker.deliver(public_ids))

    def deliver_all() -> None:
        _guarded(lambda: _until_nothing_is_due(worker))

    broker.task(name=DELIVER)(deliver)
    broker.task(name=SWEEP)(deliver_all)


def sweep(bell: Bell, worker: Worker) -> None:
    """Ask again for all that is due, then run the ticks. With the broker away, the mails leave from here."""
    if worker.can_deliver() and not bell.ring_for_all():
        worker.deliver()
    worker.run_ticks()


def _until_nothing_is_due(worker: Worker) -> None:
    """At the pace that we keep, until the next sweep at the latest."""
    deadline = time.monotonic() + SWEEP_EVERY.total_seconds()
    while not worker.stop.requested and time.monotonic() < deadline:
        worker.deliver()
        if not worker.can_deliver():
            return
        worker.stop.wait(1.0)


def _sweep_for_ever(bell: Bell, worker: Worker, stop: Stop) -> None:
    while not stop.requested:
        _guarded(lambda: sweep(bell, worker))
        stop.wait(SWEEP_EVERY.total_seconds())


def _guarded(work: Callable[[], object]) -> None:
    """Whatever fails is no reason to end, least of all a thread, which nobody would miss: the next sweep finds what
    was not done.
    """
    try:
        work()
    except OperationalError as error:
        log.error("database_unavailable", cause=type(error.orig).__name__)
    except Exception as error:
        # The message is not logged: it may hold what people wrote.
        last = traceback.extract_tb(error.__traceback__)[-1]
        log.error("sweep_failed", cause=type(error).__name__, where=f"{last.name}:{last.lineno}")


def _watch(stop: Stop) -> None:
    while not stop.requested:
        stop.wait(_LONG)
    state.should_stop = 0
