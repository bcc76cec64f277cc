"""People who act at the same instant: the last seats, the same form again and again, a crowd that withdraws.

Each function fills an empty database, lets threads loose in transactions of their own, and says what they left.
Counts and seeds are arguments; ``app`` is an application whose context is pushed.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from meetups.database import db, new_public_id
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import ContactChannel, Professional
from meetups.invitations.answers import answer
from meetups.invitations.models import Invitation, Registration, RegistrationChange
from meetups.invitations.rules import AnswerSource, RegistrationStatus, new_short_code
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.factories import NOW

GOING, WAITING, OFFERED = RegistrationStatus.GOING, RegistrationStatus.WAITING, RegistrationStatus.OFFERED
Task = Callable[[Session], object]


@dataclass(frozen=True)
class Seats:
    """What a rush for the last seats left: people by answer, seats that the meetup counts, lines of history."""

    by_status: dict[RegistrationStatus, int]
    seats_taken: int
    changes: int


@dataclass(frozen=True)
class Promotions:
    """Who was offered a place, in the order of the offers; how many mails said so to each; seats counted."""

    in_order: list[int]
    mails: dict[str, int]
    seats_taken: int


def last_seats(app: Flask, *, capacity: int, people: int, attempts: int, workers: int, seed: int) -> Seats:
    """So many attempts, by people drawn at random who may click again, for so few seats."""
    meetup_id, guests = crowd(capacity, people)
    rng = random.Random(seed)
    drawn = [*guests, *rng.choices(guests, k=max(0, attempts - people))][:attempts]
    rng.shuffle(drawn)
    at_once(app, [saying(guest, GOING) for guest in drawn], workers=workers)
    return _seats(meetup_id)


def same_answer(app: Flask, *, times: int, workers: int) -> tuple[Seats, int]:
    """One person, one form, sent so many times; what it left, and how many mails."""
    meetup_id, (guest,) = crowd(10, 1, mailed=True)
    at_once(app, [saying(guest, GOING)] * times, workers=workers)
    return _seats(meetup_id), db.session().scalar(select(func.count()).select_from(OutgoingEmail)) or 0


def withdrawals(app: Flask, *, count: int, workers: int, seed: int) -> tuple[Promotions, list[int]]:
    """So many people who come withdraw together, and as many wait: the offers made, and the line as it stood."""
    meetup_id, guests = crowd(count, 2 * count, mailed=True)
    coming, line = guests[:count], guests[count:]
    seated(meetup_id, coming, line)
    random.Random(seed).shuffle(coming)
    at_once(app, [saying(guest, RegistrationStatus.DECLINED) for guest in coming], workers=workers)
    return promotions(meetup_id), line


def at_once(app: Flask, tasks: Iterable[Task], *, workers: int) -> None:
    """Run the tasks in so many threads, each in a transaction; the first failure is raised."""

    def run(task: Task) -> None:
        with app.app_context():
            session = db.session()
            try:
                task(session)
                session.commit()
            finally:
                session.rollback()
                db.session.remove()

    db.session.commit()
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(run, tasks):
            pass
    db.session.expire_all()


def saying(invitation_id: int, status: RegistrationStatus) -> Task:
    """The answer of one guest by their link."""

    def task(session: Session) -> None:
        guest = session.get_one(Invitation, invitation_id)
        answer(session, guest, status, source=AnswerSource.EMAIL_LINK, now=NOW)

    return task


def crowd(capacity: int, people: int, *, mailed: bool = False) -> tuple[int, list[int]]:
    """A published lunch and so many people asked to it, in few statements: its id, and theirs in order."""
    session = db.session()
    meetup = factories.meetup(session, factories.venue(session, factories.town_hall(session), capacity=capacity))
    meetup.status, meetup.capacity = MeetupStatus.PUBLISHED, capacity
    session.flush()
    persons = session.scalars(
        insert(Professional).returning(Professional.id, sort_by_parameter_order=True),
        [_person(number, mailed=mailed) for number in range(people)],
    ).all()
    asked = [_invitation(meetup, person, mailed=mailed) for person in persons]
    guests = session.scalars(insert(Invitation).returning(Invitation.id, sort_by_parameter_order=True), asked).all()
    session.commit()
    return meetup.id, list(guests)


def seated(meetup_id: int, coming: list[int], line: list[int]) -> None:
    """Those who come and those who wait, one second after the other, as if they had answered."""
    session = db.session()
    meetup = session.get_one(Meetup, meetup_id)
    by_id = {guest.id: guest for guest in session.scalars(select(Invitation).where(Invitation.meetup_id == meetup_id))}
    for second, guest_id in enumerate([*coming, *line]):
        waits = second >= len(coming)
        at = NOW - timedelta(days=1) + timedelta(seconds=second)
        session.add(
            Registration(
                meetup_id=meetup_id,
                professional_id=by_id[guest_id].professional_id,
                invitation=by_id[guest_id],
                status=WAITING if waits else GOING,
                source=AnswerSource.EMAIL_LINK,
                answered_at=at,
                waiting_since=at if waits else None,
            )
        )
    meetup.seats_taken = len(coming)
    session.commit()


def promotions(meetup_id: int) -> Promotions:
    """The offers that were made at a meetup, oldest first."""
    session = db.session()
    offered = session.scalars(
        select(Registration.invitation_id)
        .join(RegistrationChange, RegistrationChange.registration_id == Registration.id)
        .where(Registration.meetup_id == meetup_id, RegistrationChange.status == OFFERED)
        .order_by(RegistrationChange.id)
    ).all()
    sent = session.scalars(select(OutgoingEmail.recipient).where(OutgoingEmail.kind == MailKind.PROMOTION)).all()
    taken = session.get_one(Meetup, meetup_id).seats_taken
    session.commit()
    return Promotions([guest for guest in offered if guest is not None], dict(Counter(sent)), taken)


def _seats(meetup_id: int) -> Seats:
    session = db.session()
    by_status = Counter(session.scalars(select(Registration.status).where(Registration.meetup_id == meetup_id)))
    changes = session.scalar(select(func.count()).select_from(RegistrationChange)) or 0
    taken = session.get_one(Meetup, meetup_id).seats_taken
    session.commit()
    return Seats(dict(by_status), taken, changes)


def _person(number: int, *, mailed: bool) -> dict[str, object]:
    return {
        "public_id": new_public_id(),
        "first_name": "Camille",
        "last_name": "Perrier",
        "profession_text": "infirmière",
        "search_key": " camille perrier infirmiere",
        "family": ProfessionFamily.NURSING,
        "contact_channel": ContactChannel.EMAIL if mailed else ContactChannel.TELEPHONE,
        "email": f"camille{number}@sante.example" if mailed else None,
        "phone": "0639980001",
        "created_at": NOW,
        "confirmed_at": NOW,
    }


def _invitation(meetup: Meetup, professional_id: int, *, mailed: bool) -> dict[str, object]:
    return {
        "public_id": new_public_id(),
        "short_code": new_short_code(),
        "meetup_id": meetup.id,
        "professional_id": professional_id,
        "channel": ContactChannel.EMAIL if mailed else ContactChannel.TELEPHONE,
        "uid": f"{new_public_id()}@test",
        "reasons": [],
        "created_at": NOW,
        "invited_at": NOW,
    }
