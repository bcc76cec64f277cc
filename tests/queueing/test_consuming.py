"""What the threads of a worker with a broker do with what fails."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from meetups.adapters.stopping import Stop
from meetups.queueing import consuming
from meetups.queueing.broker import DELIVER, SWEEP, make_broker
from meetups.queueing.consuming import add_tasks
from meetups.queueing.publishing import Bell
from meetups.worker import Worker


class Broker:
    """Keeps the tasks that it is given."""

    def __init__(self) -> None:
        self.tasks: dict[str, Callable[..., None]] = {}

    def task(self, name: str) -> Callable[[Callable[..., None]], None]:
        return lambda work: self.tasks.update({name: work})


FAILURES = [RuntimeError("ines@sante.example"), KeyError("ines@sante.example")]
AWAY = OperationalError("SELECT 'ines@sante.example'", {}, Exception("gone"))


@pytest.mark.parametrize("failure", [*FAILURES, AWAY])
def test_the_sweeper_says_what_failed_without_a_name_and_sweeps_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: Exception
) -> None:
    stop, sweeps = Stop(), []

    def sweep(bell: Bell, worker: Worker) -> None:
        sweeps.append(1)
        if len(sweeps) == 1:
            raise failure
        stop.request()

    monkeypatch.setattr(consuming, "sweep", sweep)
    monkeypatch.setattr(stop, "wait", lambda seconds: None)
    consuming._sweep_for_ever(Bell(make_broker("redis://127.0.0.1:1")), Worker(app), stop)
    logged = capsys.readouterr().err
    assert len(sweeps) == 2
    assert "database_unavailable" in logged if failure is AWAY else "sweep_failed" in logged
    assert "ines@" not in logged


@pytest.mark.parametrize("failure", FAILURES)
def test_what_was_asked_for_and_fails_is_said_in_the_same_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: Exception
) -> None:
    def fail(only: object = None) -> None:
        raise failure

    worker, broker = Worker(app), Broker()
    monkeypatch.setattr(worker, "deliver", fail)
    add_tasks(broker, worker)
    broker.tasks[DELIVER](["nobody"])
    broker.tasks[SWEEP]()
    logged = capsys.readouterr().err
    assert logged.count("sweep_failed") == 2
    assert "ines@" not in logged
