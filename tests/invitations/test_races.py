"""Seats, answers and promotions under concurrency, in short; each rule with the control that shows the race is real.

SQLite admits one writer at a time: there, a control shows that the wait works. The long form is ``make soak``.
"""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meetups.database import db
from meetups.invitations import answers, waiting
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup
from tests.soak.races import at_once, crowd, last_seats, promotions, same_answer, saying, seated, withdrawals

GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED


def unlocked(session: Session, meetup_id: int) -> Meetup:
    """The meetup as this transaction sees it, held by nobody."""
    return session.get_one(Meetup, meetup_id, populate_existing=True)


def everyone_here(count: int) -> Callable[..., None]:
    """Wait until so many threads have read; on SQLite they cannot all be here, so nobody waits."""
    barrier = threading.Barrier(count)

    def wait(*_anything: object, **_more: object) -> None:
        if db.engine.dialect.name == "postgresql":
            barrier.wait(timeout=30)

    return wait


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def test_the_last_seats_are_sold_once_and_the_others_wait(app: Flask, session: Session) -> None:
    left = last_seats(app, capacity=5, people=60, attempts=120, workers=16, seed=1)
    assert left.by_status == {GOING: 5, RegistrationStatus.WAITING: 55}
    assert left.seats_taken == 5
    assert left.changes == 60, "whoever clicks again changes nothing"


def test_the_same_form_fifty_times_at_once_is_one_answer_and_one_mail(app: Flask, session: Session) -> None:
    left, mails = same_answer(app, times=50, workers=50)
    assert left.by_status == {GOING: 1}
    assert (left.seats_taken, left.changes, mails) == (1, 1, 1)


def test_twenty_withdrawals_at_once_are_twenty_promotions_in_order_with_one_mail_each(
    app: Flask, session: Session
) -> None:
    made, line = withdrawals(app, count=20, workers=20, seed=1)
    assert made.in_order == line
    assert sorted(made.mails.values()) == [1] * 20
    assert made.seats_taken == 20


def test_control_without_the_lock_the_same_form_counts_twice(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetup_id, (guest,) = crowd(10, 1)
    at_once(app, [saying(guest, MAYBE)], workers=1)
    monkeypatch.setattr(answers, "lock_meetup", unlocked)
    monkeypatch.setattr(answers, "check_can_change", everyone_here(2))
    at_once(app, [saying(guest, GOING)] * 2, workers=2)
    assert session.get_one(Meetup, meetup_id).seats_taken == (2 if is_postgresql() else 1)
    session.commit()


def test_control_without_the_lock_one_person_is_offered_two_places(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting seats takes the same row: without that either, two withdrawals read the same line."""
    meetup_id, guests = crowd(2, 4, mailed=True)
    seated(meetup_id, guests[:2], guests[2:])
    everyone_has_read = everyone_here(2)

    def read_together(own: Session, meetup: Meetup) -> object:
        line = waiting_line(own, meetup)
        everyone_has_read()
        return line

    waiting_line = waiting.waiting_line
    monkeypatch.setattr(answers, "lock_meetup", unlocked)
    monkeypatch.setattr(answers, "give_seat_back", lambda _session, meetup: None)
    monkeypatch.setattr(waiting, "take_seat", lambda _session, meetup: None)
    monkeypatch.setattr(waiting, "waiting_line", read_together)
    session.get_one(Meetup, meetup_id).seats_taken = 1
    at_once(app, [saying(guest, DECLINED) for guest in guests[:2]], workers=2)
    offered = promotions(meetup_id).in_order
    assert offered == ([guests[2]] * 2 if is_postgresql() else guests[2:])
