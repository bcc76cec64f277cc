"""How fast mails leave."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from meetups.database import db
from meetups.outbox import pace as pacing
from meetups.outbox.delivery import Delivered, deliver_due
from meetups.outbox.models import SendingBucket
from meetups.outbox.pace import EVERYTHING, Pace, Rate, exhausted, take
from meetups.outbox.services import enqueue
from tests.factories import NOW
from tests.outbox.mails import Recorder, a_mail

SLOW = Pace(overall=Rate(100, burst=100), by_domain=Rate(0.5, burst=3))


def second(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def write(session: Session, domain: str, count: int) -> None:
    for number in range(count):
        enqueue(session, a_mail(f"{domain}:{number}", f"p{number}@{domain}"), now=NOW)
    session.commit()


def deliver(recorder: Recorder, now: datetime, pace: Pace = SLOW, limit: int = 100) -> Delivered:
    db.session.commit()
    return deliver_due(sessionmaker(db.engine), recorder, now=now, rng=random.Random(1), pace=pace, limit=limit)


def test_a_domain_receives_a_burst_then_its_rate(session: Session) -> None:
    write(session, "lent.example", 8)
    sent = [deliver(Recorder(), second(at)).sent for at in (0, 0, 1.9, 2, 3, 6, 6, 100)]
    assert sent == [3, 0, 0, 1, 0, 2, 0, 2]


def test_a_bucket_never_holds_more_than_its_burst(session: Session) -> None:
    write(session, "lent.example", 12)
    assert [deliver(Recorder(), second(at)).sent for at in (0, 10_000, 20_000)] == [3, 3, 3]


def test_a_domain_out_of_tokens_holds_no_other_back(session: Session) -> None:
    write(session, "lent.example", 20)
    write(session, "autre.example", 2)
    recorder = Recorder()
    assert [deliver(recorder, NOW, limit=5).sent for _ in range(3)] == [3, 2, 0]


def test_without_a_pace_mails_leave_as_fast_as_they_are_taken(session: Session) -> None:
    write(session, "lent.example", 20)
    assert deliver_due(sessionmaker(db.engine), Recorder(), now=NOW, rng=random.Random(1)).sent == 20
    assert session.scalars(select(SendingBucket)).all() == []


def test_all_domains_together_have_a_pace_too(session: Session) -> None:
    pace = Pace(overall=Rate(1, burst=4), by_domain=Rate(100, burst=100))
    for number in range(7):
        write(session, f"d{number}.example", 1)
    assert [deliver(Recorder(), second(at), pace).sent for at in (0, 0, 1, 3)] == [4, 0, 1, 2]


def test_what_was_not_granted_stays_due_and_is_no_attempt(session: Session) -> None:
    write(session, "lent.example", 4)
    row = enqueue(session, a_mail("lent.example:3"), now=NOW)
    deliver(Recorder(), NOW)
    session.refresh(row)
    assert (row.attempts, row.lease_until, row.not_before) == (0, None, NOW)


def test_a_clock_that_goes_back_gives_no_token(session: Session) -> None:
    write(session, "lent.example", 5)
    assert [deliver(Recorder(), second(at)).sent for at in (0, -3600, 1, 2)] == [3, 0, 0, 1]


def test_workers_together_keep_the_pace(session: Session) -> None:
    write(session, "lent.example", 40)
    pace, sessions, recorder = Pace(by_domain=Rate(0.001, burst=25)), sessionmaker(db.engine), Recorder()

    def work(seed: int) -> int:
        rng = random.Random(seed)
        return sum(deliver_due(sessions, recorder, now=NOW, limit=3, rng=rng, pace=pace).sent for _ in range(12))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 25
    assert set(recorder.copies.values()) == {1}


def test_control_without_the_lock_workers_go_faster_than_their_pace(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers read the same tokens when nothing makes the second wait."""
    take(session, {"lent.example": 1}, SLOW, now=NOW)
    session.commit()
    if db.engine.name == "sqlite":
        return  # one writer at a time

    def unlocked(session: Session, *_rest: object) -> list[SendingBucket]:
        return list(session.scalars(select(SendingBucket)))

    monkeypatch.setattr(pacing, "_locked", unlocked)
    sessions = sessionmaker(db.engine)
    with sessions() as one, sessions() as other:
        monkeypatch.setattr(Session, "flush", lambda self: None)
        granted = [take(each, {"lent.example": 9}, SLOW, now=NOW)["lent.example"] for each in (one, other)]
    assert granted == [2, 2]


def test_an_exhausted_bucket_is_one_without_a_whole_token(session: Session) -> None:
    take(session, {"lent.example": 3, "autre.example": 2}, SLOW, now=NOW)
    assert exhausted(session, SLOW, now=second(1.9)) == {"lent.example"}
    assert exhausted(session, SLOW, now=second(2)) == set()
    take(session, {"x.example": 95}, Pace(SLOW.overall, by_domain=Rate(1, burst=95)), now=NOW)
    assert EVERYTHING in exhausted(session, SLOW, now=NOW)
