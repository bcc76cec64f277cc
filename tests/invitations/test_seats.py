"""The last seat is sold once, with the control that shows that the race is real."""

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.database import db
from meetups.invitations.answers import answer
from meetups.invitations.errors import MeetupFull
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import invite
from meetups.planning.models import Meetup
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

SEATS, PEOPLE = 5, 40


def all_at_once(app: Flask, tasks: list[Callable[[Session], None]]) -> None:
    """Run each task in a thread and a transaction of its own, started together."""
    ready = threading.Barrier(len(tasks))
    failures: list[BaseException] = []

    def run(task: Callable[[Session], None]) -> None:
        with app.app_context():
            try:
                ready.wait(timeout=30)
                task(db.session())
                db.session.commit()
            except MeetupFull:
                db.session.rollback()
            except BaseException as error:  # told to the test, in its own thread
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failures, failures[0]


def crowd(session: Session, lunch: Meetup) -> list[int]:
    """Forty people really invited to five seats."""
    lunch.capacity = SEATS
    people = [factories.professional(session, f"Personne {n}", email=f"p{n}@sante.example") for n in range(PEOPLE)]
    guests = [add_guest(session, lunch, person, reasons=[], now=NOW) for person in people]
    invite(session, lunch, now=NOW)
    session.commit()
    return [guest.id for guest in guests]


def test_forty_people_at_once_take_exactly_five_seats(app: Flask, session: Session, cast: Cast) -> None:
    ids = crowd(session, cast.lunch)

    def come(invitation_id: int) -> Callable[[Session], None]:
        def task(own: Session) -> None:
            guest = own.get_one(Invitation, invitation_id)
            answer(own, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)

        return task

    all_at_once(app, [come(invitation_id) for invitation_id in ids])
    session.expire_all()
    going = session.scalars(select(Registration).where(Registration.status == RegistrationStatus.GOING)).all()
    assert len(going) == SEATS
    waiting = session.scalars(select(Registration).where(Registration.status == RegistrationStatus.WAITING)).all()
    assert len(waiting) == PEOPLE - SEATS, "nobody is sent away: the others wait"
    assert cast.lunch.seats_taken == SEATS
    session.commit()


def test_the_same_answer_fifty_times_at_once_is_one_answer(app: Flask, session: Session, cast: Cast) -> None:
    guest = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    session.commit()
    guest_id = guest.id

    def task(own: Session) -> None:
        again = own.get_one(Invitation, guest_id)
        answer(own, again, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)

    all_at_once(app, [task] * 50)
    session.expire_all()
    assert len(session.scalars(select(Registration)).all()) == 1
    assert cast.lunch.seats_taken == 1
    session.commit()


def test_control_without_the_condition_seats_are_sold_over(app: Flask, session: Session, cast: Cast) -> None:
    """Read, wait for everyone, write: what the conditional update replaces loses count on PostgreSQL.

    SQLite admits one writer at a time, so there the same code waits in line: what it shows is that the wait works.
    """
    cast.lunch.capacity = SEATS
    session.commit()
    lunch_id = cast.lunch.id
    is_postgresql = db.engine.dialect.name == "postgresql"
    everyone_has_read = threading.Barrier(10) if is_postgresql else None
    sold: list[int] = []

    def careless(own: Session) -> None:
        taken = own.scalar(select(Meetup.seats_taken).where(Meetup.id == lunch_id))
        assert taken is not None
        if everyone_has_read is not None:
            everyone_has_read.wait(timeout=30)
        if taken < SEATS:
            own.execute(update(Meetup).where(Meetup.id == lunch_id).values(seats_taken=taken + 1))
            sold.append(1)

    all_at_once(app, [careless] * 10)
    assert len(sold) == (10 if is_postgresql else SEATS)
