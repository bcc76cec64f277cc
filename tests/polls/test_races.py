"""Posts that arrive together take turns: one date, one answer a person, one poll."""

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations.models import Invitation
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import Meetup
from meetups.polls import closing, services
from meetups.polls.models import DatePoll, PollVote, PollVoter
from tests.conftest import Cast
from tests.factories import NOW
from tests.polls.polls import DEADLINE, NO, SLOTS, YES, ask, question, say

AT_ONCE = 8


def together(app: Flask, tasks: list[Callable[[Session], None]]) -> list[str]:
    """Run each in a thread and a transaction of its own; the names of the refusals."""
    ready, refused, failures = threading.Barrier(len(tasks)), [], []

    def run(task: Callable[[Session], None]) -> None:
        with app.app_context():
            try:
                ready.wait(timeout=30)
                task(db.session())
                db.session.commit()
            except DomainError as refusal:
                db.session.rollback()
                refused.append(type(refusal).__name__)
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
    return refused


def count(session: Session, what: type) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def test_organisers_who_fix_different_dates_at_once_fix_one(app: Flask, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    say(session, asked, "Inès", YES, YES, NO)
    ids = [slot.public_id for slot in asked.poll.slots]
    lunch_id = cast.lunch.id
    session.commit()

    def fix(number: int) -> Callable[[Session], None]:
        def task(own: Session) -> None:
            closing.close_poll(own, own.get_one(Meetup, lunch_id), ids[number % 2], now=NOW)

        return task

    refused = together(app, [fix(number) for number in range(AT_ONCE)])
    assert refused == ["PollOver"] * (AT_ONCE - 1)
    session.expire_all()
    assert cast.lunch.starts_at in {SLOTS[0][0], SLOTS[1][0]}
    assert cast.lunch.seats_taken == 1
    sent = session.scalar(select(func.count()).where(OutgoingEmail.kind == MailKind.INVITATION))
    assert sent == 2


def test_one_person_who_answers_many_times_at_once_has_one_answer(app: Flask, session: Session, cast: Cast) -> None:
    asked = ask(session, cast)
    ids, voter_id = [slot.public_id for slot in asked.poll.slots], asked.voter("Inès").id
    session.commit()

    def answer(own: Session) -> None:
        services.vote(own, own.get_one(PollVoter, voter_id), dict.fromkeys(ids, YES), now=NOW)

    assert together(app, [answer] * AT_ONCE) == []
    assert count(session, PollVote) == len(ids)
    session.commit()


def test_a_question_sent_many_times_at_once_is_asked_once(app: Flask, session: Session, cast: Cast) -> None:
    guest_ids = [guest.id for guest in question(session, cast).guests]
    lunch_id = cast.lunch.id
    session.commit()

    def open_it(own: Session) -> None:
        guests = [own.get_one(Invitation, number) for number in guest_ids]
        services.open_poll(own, own.get_one(Meetup, lunch_id), services.Question(SLOTS, guests, DEADLINE), now=NOW)

    assert together(app, [open_it] * AT_ONCE) == ["PollStillOpen"] * (AT_ONCE - 1)
    assert count(session, DatePoll) == 1
    assert session.scalar(select(func.count()).where(OutgoingEmail.kind == MailKind.POLL)) == 2
    session.commit()
