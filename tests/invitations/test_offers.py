"""An offer ends only once it was heard: its mail waits, comes back, or is taken back when it is true no more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.calendars.reminders import offer_expiry
from meetups.invitations.answers import answer
from meetups.invitations.models import Call, Invitation, Registration
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.services import reschedule
from meetups.invitations.waiting import expire_offers, start_delay
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.suspensions import suspend_address
from meetups.planning.models import Meetup, MeetupStatus
from meetups.web.filters import day_date, hour
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

GOING, DECLINED = RegistrationStatus.GOING, RegistrationStatus.DECLINED
OFFERED, WAITING = RegistrationStatus.OFFERED, RegistrationStatus.WAITING
WITHDRAWN = RegistrationStatus.WITHDRAWN
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def lila(session: Session, cast: Cast) -> Invitation:
    """A place is free, and offered to her by a mail that has not left."""
    cast.lunch.status, cast.lunch.capacity = MeetupStatus.PUBLISHED, 1
    guests = []
    for minutes, name in enumerate(("Ana", "Lila", "Omar")):
        person = factories.professional(session, name)
        guests.append(factories.invitation(session, cast.lunch, person, invited_at=NOW))
        say(session, guests[-1], GOING, NOW + minutes * MINUTE - DAY)
    factories.mails_leave(session)
    say(session, guests[0], DECLINED, NOW)
    session.commit()
    return guests[1]


def say(session: Session, guest: Invitation, status: RegistrationStatus, now: datetime) -> Registration:
    return answer(session, guest, status, source=AnswerSource.EMAIL_LINK, now=now)


def tick(session: Session, now: datetime) -> None:
    """What the worker does every minute."""
    while expire_offers(session, now=now):
        session.commit()
    session.rollback()


def held(session: Session, guest: Invitation) -> Registration:
    session.expire_all()
    assert guest.registration is not None
    return guest.registration


def statuses(session: Session, meetup: Meetup) -> list[RegistrationStatus]:
    rows = select(Registration.status).where(Registration.meetup_id == meetup.id).order_by(Registration.invitation_id)
    return list(session.scalars(rows))


def promotion(session: Session, guest: Invitation) -> OutgoingEmail:
    of_guest = OutgoingEmail.kind == MailKind.PROMOTION, OutgoingEmail.concerns == guest.public_id
    return session.scalars(select(OutgoingEmail).where(*of_guest)).one()


def refused_for_now(mail: OutgoingEmail, now: datetime) -> None:
    """The server is away, as the worker notes it."""
    mail.attempts, mail.last_error, mail.lease_until = 3, "le serveur ne répond pas", now + timedelta(hours=4)


def offered_calls(session: Session) -> list[str]:
    return [call.name for call in session.scalars(select(Call).where(Call.reason == CallReason.OFFERED))]


@pytest.mark.parametrize("was_tried", [False, True])
def test_while_its_mail_waits_an_offer_is_held_and_the_mail_says_until_when(
    session: Session, cast: Cast, lila: Invitation, *, was_tried: bool
) -> None:
    now = NOW
    for _ in range(3):
        now += timedelta(hours=20)
        if was_tried:
            refused_for_now(promotion(session, lila), now)
            session.commit()
        tick(session, now)
    assert statuses(session, cast.lunch) == [WITHDRAWN, OFFERED, WAITING]
    until = held(session, lila).offered_until
    assert until == offer_expiry(now, LUNCH, cast.lunch.zone)
    mail = promotion(session, lila)
    assert mail.mime
    said = f"gardée jusqu’au {day_date(until)}, {hour(until)}"
    assert said in describe(mail.mime).text.replace("\n", " ")
    assert mail.state is MailState.PENDING
    message_id = mail.message_id
    factories.mails_leave(session)
    tick(session, until - MINUTE)
    assert statuses(session, cast.lunch) == [WITHDRAWN, OFFERED, WAITING]
    tick(session, until)
    assert statuses(session, cast.lunch) == [WITHDRAWN, DECLINED, OFFERED]
    assert promotion(session, lila).message_id == message_id


def test_a_mail_that_a_worker_hands_over_is_left_alone_and_the_place_waits(
    session: Session, cast: Cast, lila: Invitation
) -> None:
    until = held(session, lila).offered_until
    assert until is not None
    mail = promotion(session, lila)
    mail.attempts, mail.lease_until, before = 1, until + MINUTE, mail.mime
    session.commit()
    tick(session, until)
    assert held(session, lila).offered_until == until
    assert held(session, lila).status is OFFERED
    assert promotion(session, lila).mime == before


def test_a_mail_that_leaves_soon_is_written_once(session: Session, lila: Invitation) -> None:
    until, before = held(session, lila).offered_until, promotion(session, lila).mime
    tick(session, NOW + 10 * MINUTE)
    assert held(session, lila).offered_until == until
    assert promotion(session, lila).mime == before


def test_a_place_offered_at_an_address_that_is_dead_waits_for_a_call(
    session: Session, cast: Cast, lila: Invitation
) -> None:
    factories.mails_leave(session)
    assert lila.professional.email
    suspend_address(session, lila.professional.email.upper(), "5.1.1", now=NOW)
    for minutes in (1, 2, 10000):
        tick(session, NOW + minutes * MINUTE)
    assert (held(session, lila).status, held(session, lila).offered_until) == (OFFERED, None)
    assert offered_calls(session) == [lila.professional.full_name]
    called = NOW + 2 * DAY
    start_delay(session, lila, now=called)
    session.scalars(select(Call)).one().reached_at = called
    session.commit()
    tick(session, called + MINUTE)
    until = held(session, lila).offered_until
    assert until == offer_expiry(called, LUNCH, cast.lunch.zone), "told by voice: the delay runs"
    tick(session, until)
    assert statuses(session, cast.lunch) == [WITHDRAWN, DECLINED, OFFERED]


def test_a_mail_refused_for_good_for_another_reason_waits_for_a_call_too(session: Session, lila: Invitation) -> None:
    promotion(session, lila).state = MailState.FAILED
    session.commit()
    tick(session, NOW + MINUTE)
    assert held(session, lila).offered_until is None
    assert offered_calls(session) == [lila.professional.full_name]


@pytest.mark.parametrize("status", [GOING, DECLINED])
def test_a_mail_that_waits_no_longer_offers_a_place_to_whoever_answered(
    session: Session, lila: Invitation, status: RegistrationStatus
) -> None:
    refused_for_now(promotion(session, lila), NOW)
    say(session, lila, status, NOW + MINUTE)
    session.commit()
    session.expire_all()
    assert promotion(session, lila).state is MailState.SUPPRESSED


def test_a_mail_being_handed_over_for_the_first_time_leaves(session: Session, lila: Invitation) -> None:
    mail = promotion(session, lila)
    mail.attempts, mail.lease_until = 1, NOW + DAY
    say(session, lila, GOING, NOW + MINUTE)
    session.commit()
    session.expire_all()
    assert promotion(session, lila).state is MailState.PENDING


def test_another_date_gives_another_end_by_day_before_the_start_and_the_mail_says_it(
    session: Session, cast: Cast, lila: Invitation
) -> None:
    factories.mails_leave(session)
    now, starts_at = NOW + timedelta(hours=1), NOW + timedelta(hours=22)
    reschedule(session, cast.lunch, starts_at=starts_at, ends_at=starts_at + DAY / 12, venue_id=cast.room.id, now=now)
    until = held(session, lila).offered_until
    assert until == offer_expiry(now, starts_at, cast.lunch.zone)
    assert now < until <= starts_at
    rows = select(OutgoingEmail).where(
        OutgoingEmail.concerns == lila.public_id, OutgoingEmail.state == MailState.PENDING
    )
    assert f"gardée jusqu’au {day_date(until)}, {hour(until)}" in describe(
        session.scalars(rows).one().mime or b""
    ).text.replace("\n", " ")
