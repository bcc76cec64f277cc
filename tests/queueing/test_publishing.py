"""What rings after a commit, and that nothing of it can fail or delay a request."""

import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meetups.outbox.models import MailState
from meetups.outbox.services import enqueue, enqueue_all, send_again, send_now
from meetups.queueing import publishing
from meetups.queueing.publishing import Bell
from tests.factories import NOW
from tests.outbox.mails import a_mail
from tests.processes import ROOT
from tests.queueing.redis_server import RedisServer

LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def rung(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> list[list[str] | None]:
    """What was asked for, ``None`` for all that is due, without sending it."""
    heard: list[list[str] | None] = []

    def ring(public_ids: Sequence[str]) -> bool:
        heard.append(list(public_ids))
        return True

    def ring_for_all() -> bool:
        heard.append(None)
        return True

    monkeypatch.setattr(bell, "ring", ring)
    monkeypatch.setattr(bell, "ring_for_all", ring_for_all)
    return heard


def test_a_mail_rings_once_it_is_committed_and_not_before(session: Session, rung: list[list[str] | None]) -> None:
    row = enqueue(session, a_mail(), now=NOW)
    assert rung == []
    session.commit()
    assert rung == [[row.public_id]]
    session.commit()
    assert len(rung) == 1


def test_what_is_rolled_back_does_not_ring(session: Session, rung: list[list[str] | None]) -> None:
    enqueue(session, a_mail(), now=NOW)
    session.rollback()
    session.commit()
    assert rung == []


def test_the_same_mail_twice_rings_once(session: Session, rung: list[list[str] | None]) -> None:
    row = enqueue(session, a_mail(), now=NOW)
    enqueue(session, a_mail(), now=NOW)
    session.commit()
    assert rung == [[row.public_id]]


def test_many_mails_written_at_once_ring_together(session: Session, rung: list[list[str] | None]) -> None:
    enqueue_all(session, (a_mail(f"code:{n}", f"p{n}@sante.example") for n in range(450)), now=NOW)
    session.commit()
    assert [len(ids or ()) for ids in rung] == [450]


def test_mails_for_later_do_not_ring(session: Session, rung: list[list[str] | None]) -> None:
    enqueue(session, a_mail(), now=NOW, not_before=LATER)
    enqueue_all(session, [a_mail("later")], now=NOW, not_before=LATER)
    session.commit()
    assert rung == []


def test_a_mail_for_show_rings_like_another_since_nobody_may_time_the_difference(
    session: Session, rung: list[list[str] | None]
) -> None:
    row = enqueue(session, a_mail("show"), now=NOW, suppressed=True)
    session.commit()
    assert rung == [[row.public_id]]


def test_a_mail_sent_now_or_again_rings_for_all_that_is_due(session: Session, rung: list[list[str] | None]) -> None:
    enqueue(session, a_mail(about="rencontre"), now=NOW, not_before=LATER)
    row = enqueue(session, a_mail("failed"), now=NOW, not_before=LATER)
    row.state = MailState.FAILED
    session.commit()
    send_now(session, "rencontre", now=NOW)
    session.commit()
    send_again(session, row, now=NOW)
    session.commit()
    assert rung == [None, None]


def test_an_application_without_a_broker_rings_nothing(
    app: Flask, session: Session, rung: list[list[str] | None]
) -> None:
    bell = app.extensions.pop("mail_bell")
    enqueue(session, a_mail(), now=NOW)
    session.commit()
    app.extensions["mail_bell"] = bell
    assert rung == []


def test_messages_reach_the_broker_fifty_mails_at_a_time(bell: Bell, redis: RedisServer) -> None:
    assert bell.ring([f"mail{n}" for n in range(120)])
    assert bell.ring_for_all()
    assert redis.waiting() == 4


@pytest.mark.parametrize("fault", ["kill", "freeze"])
def test_a_broker_that_is_away_neither_fails_nor_holds_up_who_commits(
    session: Session, bell: Bell, redis: RedisServer, fault: str
) -> None:
    getattr(redis, fault)()
    waits = []
    for number in range(3):
        enqueue(session, a_mail(f"code:{number}"), now=NOW)
        started = time.monotonic()
        session.commit()
        waits.append(time.monotonic() - started)
    assert waits[0] < 2.5 * publishing.PATIENCE
    assert max(waits[1:]) < 0.2, "it is left alone for a while"


def test_a_broker_that_comes_back_is_rung_again(
    bell: Bell, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "AWAY_SECONDS", 0.0)
    redis.kill()
    assert not bell.ring(["mail"])
    redis.start()
    assert bell.ring(["mail"])


def test_without_a_broker_celery_is_not_even_imported() -> None:
    code = "import sys, app; assert not {'celery', 'kombu', 'redis'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, env={"SECRET_KEY": "x" * 40, "PATH": ""})
