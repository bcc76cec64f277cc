"""The worker: passes, ticks, and real processes against a real SMTP server."""

import os
import re
import signal
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meetups.adapters.stopping import Stop
from meetups.database import db
from meetups.installation import find_installation
from meetups.outbox.models import MailState, OutgoingEmail, ScheduledTask
from meetups.outbox.pace import Pace, Rate
from meetups.outbox.services import enqueue
from meetups.worker import RETRY_TICK, Tick, Worker
from tests.adapters.servers import Recorder, smtp_server
from tests.conftest import FrozenClock, make_settings
from tests.factories import NOW
from tests.outbox.mails import a_mail, queue
from tests.processes import running, soon

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # due for a real process, whose clock is not frozen
HOUR = timedelta(hours=1)


def ids(recorder: Recorder) -> Counter[str]:
    return Counter(str(message_from_bytes(mail.content)["Message-ID"]) for mail in recorder.received)


def not_sent(session: Session) -> int:
    session.expire_all()
    left = session.query(OutgoingEmail).filter(OutgoingEmail.state != MailState.SENT).count()
    session.commit()
    return left


def test_a_demo_without_a_mail_server_delivers_into_its_mailbox(app: Flask, session: Session) -> None:
    queue(session, 25)
    assert Worker(app).run_once().sent == 25
    assert not_sent(session) == 0


def test_without_a_mail_server_a_real_association_keeps_its_mails_and_is_told_once(
    app: Flask, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    queue(session, 1)
    installation = find_installation(session)
    assert installation
    installation.is_demo = False
    session.commit()
    worker = Worker(app)
    assert worker.run_once().total == worker.run_once().total == 0
    assert not_sent(session) == 1
    assert capsys.readouterr().err.count("mails_are_waiting") == 1


def test_a_mail_server_that_is_away_is_left_alone_for_a_while(
    app: Flask, session: Session, frozen_clock: FrozenClock
) -> None:
    queue(session, 3)
    app.extensions["settings"] = make_settings("sqlite://", smtp_url="smtp://127.0.0.1:1")
    worker = Worker(app)
    assert worker.run_once().postponed == 1
    assert worker.run_once().total == 0
    frozen_clock.now += timedelta(minutes=1)
    assert worker.run_once().postponed == 1


def test_only_a_server_elsewhere_is_written_to_at_a_pace(app: Flask) -> None:
    paces = {}
    for host in ("127.0.0.1", "localhost", "smtp.fournisseur.example"):
        app.extensions["settings"] = make_settings("sqlite://", smtp_url=f"smtp://{host}:25")
        paces[host] = Worker(app, pace=Pace()).pace
    assert paces == {"127.0.0.1": None, "localhost": None, "smtp.fournisseur.example": Pace()}


def test_the_worker_keeps_its_pace(app: Flask, session: Session) -> None:
    queue(session, 5)
    worker = Worker(app)
    worker.pace = Pace(by_domain=Rate(0.001, burst=3))
    assert worker.run_once().sent == 3
    assert not_sent(session) == 2


def test_a_tick_runs_at_its_turn_and_its_mails_leave_in_the_same_pass(
    app: Flask, session: Session, frozen_clock: FrozenClock
) -> None:
    ran: list[datetime] = []

    def run(now: datetime) -> None:
        ran.append(now)
        enqueue(db.session(), a_mail(f"code:{len(ran)}"), now=now)
        db.session.commit()

    session.commit()
    worker = Worker(app, [Tick("remind", HOUR, run)])
    assert worker.run_once().sent == 1
    assert worker.run_once().sent == 0
    frozen_clock.now += HOUR
    assert worker.run_once().sent == 1
    assert ran == [NOW, NOW + HOUR]


def test_a_tick_that_fails_does_not_stop_the_mails_and_is_tried_again_soon(
    app: Flask, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(now: datetime) -> None:
        queue(db.session(), 1)
        raise RuntimeError("ines@sante.example")

    session.commit()
    assert Worker(app, [Tick("remind", HOUR, run)]).run_once().sent == 1
    task = session.get(ScheduledTask, "remind")
    assert task
    assert task.next_run_at == NOW + RETRY_TICK
    logged = capsys.readouterr().err
    assert "tick_failed" in logged
    assert "ines@" not in logged


def test_a_database_that_goes_away_does_not_end_the_worker(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Stop()
    worker = Worker(app, stop=stop)
    passes: list[int] = []

    def run_once() -> None:
        passes.append(1)
        if len(passes) == 1:
            raise OperationalError("SELECT 1", {}, Exception("gone"))
        stop.request()

    monkeypatch.setattr(worker, "run_once", run_once)
    monkeypatch.setattr("meetups.worker.DATABASE_AWAY_SECONDS", 0.01)
    monkeypatch.setattr("meetups.worker.IDLE_SECONDS", 0.01)
    worker.run()
    assert len(passes) == 2


def test_the_end_of_the_input_asks_to_stop_at_once() -> None:
    stop = Stop()
    reader, writer = os.pipe()
    stop.on_end_of_input(reader, grace=10**6)  # at its end, it would take the tests with it
    waiting = threading.Thread(target=stop.wait, args=(30,))
    waiting.start()
    os.close(writer)
    waiting.join(5)
    assert stop.requested
    assert not waiting.is_alive()


def test_every_mail_arrives_once_by_smtp(app: Flask, session: Session, database_url: str) -> None:
    rows = [enqueue(session, a_mail(f"code:{n}", f"p{n}@sante.example"), now=LONG_AGO) for n in range(12)]
    session.commit()
    recorder = Recorder()
    with smtp_server(recorder) as port:
        environment = {"DATABASE_URL": database_url, "SMTP_URL": f"smtp://127.0.0.1:{port}", "BASE_URL": ""}
        for _pass in range(2):
            with running("worker", "--once", **environment) as run:
                out, _ = run.process.communicate(timeout=30)
            assert (run.process.returncode, out) == (0, "")
    assert ids(recorder) == {row.message_id: 1 for row in rows}
    assert {mail.recipient for mail in recorder.received} == {row.recipient for row in rows}
    assert not_sent(session) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_stops_at_once_when_asked(sqlite_template: object, number: int) -> None:
    with running("worker", ignore_interrupts=True, DATABASE_URL=f"sqlite:///{sqlite_template}", BASE_URL="") as run:
        assert soon(lambda: listens_to(run.process.pid, number))
        run.process.send_signal(number)
        assert run.process.wait(5) == 0


def listens_to(pid: int, number: int) -> bool:
    """Whether a process has a handler for a signal, says the kernel."""
    caught = re.search(r"SigCgt:\t(\w+)", Path(f"/proc/{pid}/status").read_text())
    return bool(caught and int(caught[1], 16) >> (number - 1) & 1)


def test_a_wrong_smtp_url_is_said_in_one_line(sqlite_template: object) -> None:
    wrong = {"SMTP_URL": "smtp://moi@serveur.example", "DATABASE_URL": f"sqlite:///{sqlite_template}", "BASE_URL": ""}
    with running("worker", "--once", **wrong) as run:
        _, err = run.process.communicate(timeout=20)
    assert run.process.returncode == 1
    assert err.count("\n") == 1
    assert err.startswith("SMTP_URL")
