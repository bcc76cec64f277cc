"""The worker's clockwork."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from meetups.database import db
from meetups.outbox import ticks
from tests.factories import NOW

HOUR = timedelta(hours=1)


def test_a_tick_that_never_ran_is_due_and_then_waits_for_its_turn(session: Session) -> None:
    assert ticks.due_names(session, ["proposals"], now=NOW) == {"proposals"}
    assert ticks.claim(session, "proposals", every=HOUR, now=NOW)
    assert ticks.due_names(session, ["proposals"], now=NOW + HOUR - timedelta(seconds=1)) == set()
    assert not ticks.claim(session, "proposals", every=HOUR, now=NOW + HOUR - timedelta(seconds=1))
    assert ticks.claim(session, "proposals", every=HOUR, now=NOW + HOUR)


def test_a_tick_can_be_asked_to_run_soon(session: Session) -> None:
    ticks.run_soon(session, "proposals", now=NOW)
    assert ticks.claim(session, "proposals", every=HOUR, now=NOW)
    ticks.run_soon(session, "proposals", now=NOW + timedelta(minutes=5))
    assert ticks.due_names(session, ["proposals"], now=NOW + timedelta(minutes=5)) == {"proposals"}


def test_asking_does_not_push_back_a_tick_that_is_late(session: Session) -> None:
    ticks.run_soon(session, "proposals", now=NOW)
    ticks.run_soon(session, "proposals", now=NOW + HOUR)
    assert ticks.due_names(session, ["proposals"], now=NOW) == {"proposals"}


def test_one_worker_takes_the_turn(session: Session) -> None:
    session.commit()
    sessions = sessionmaker(db.engine)

    def take(_worker: int) -> bool:
        with sessions.begin() as own:
            return ticks.claim(own, "proposals", every=HOUR, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [False, False, False, True]
