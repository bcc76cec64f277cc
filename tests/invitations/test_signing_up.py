from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Role
from meetups.database import db
from meetups.directory.models import Professional
from meetups.invitations import services
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.second_person import reasons_for_you
from meetups.invitations.signing_up import NotOpen, sign_up
from meetups.invitations.wording import sentence
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.errors import MeetupCancelled, MeetupOver
from meetups.planning.models import Meetup, MeetupStatus, Openness
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW


@pytest.fixture
def lunch(cast: Cast) -> Meetup:
    """Published, open to everyone."""
    cast.lunch.status, cast.lunch.openness = MeetupStatus.PUBLISHED, Openness.EVERYONE
    return cast.lunch


def mails(session: Session) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)))


def calendar_of(mail: OutgoingEmail) -> str:
    assert mail.mime is not None
    calendar = describe(mail.mime).calendar
    assert calendar is not None
    return str(calendar).replace("\r\n ", "")


def test_signing_up_keeps_a_seat_and_confirms_it_with_a_calendar(session: Session, cast: Cast, lunch: Meetup) -> None:
    invitation = sign_up(session, lunch, cast.ines, now=NOW)
    assert (lunch.seats_taken, invitation.invited_at, invitation.sequence) == (1, NOW, 0)
    registration = invitation.registration
    assert registration is not None
    assert (registration.status, registration.source) == (RegistrationStatus.GOING, AnswerSource.SITE)
    (mail,) = mails(session)
    assert (mail.kind, mail.recipient) == (MailKind.CONFIRMATION, "ines@sante.example")
    calendar = calendar_of(mail)
    assert "METHOD:REQUEST" in calendar
    assert "PARTSTAT=ACCEPTED" in calendar
    assert "SEQUENCE:0" in calendar


def test_a_seat_taken_again_after_being_taken_back_is_confirmed_again(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    services.remove_guest(session, sign_up(session, lunch, cast.ines, now=NOW), now=NOW)
    sign_up(session, lunch, cast.ines, now=NOW)
    first, withdrawal, again = mails(session)
    assert (withdrawal.kind, again.kind) == (MailKind.WITHDRAWAL, MailKind.CONFIRMATION)
    assert first.message_id != again.message_id
    assert "SEQUENCE:1" in calendar_of(withdrawal)
    assert "METHOD:REQUEST" in calendar_of(again)
    assert "SEQUENCE:2" in calendar_of(again), "above the cancellation that their calendar holds"


def test_a_later_change_has_a_higher_sequence(session: Session, cast: Cast, lunch: Meetup) -> None:
    invitation = sign_up(session, lunch, cast.ines, now=NOW)
    services.reschedule(
        session,
        lunch,
        starts_at=LUNCH + timedelta(days=7),
        ends_at=LUNCH + timedelta(days=7, hours=1),
        venue_id=lunch.venue_id,
        now=NOW,
    )
    assert invitation.sequence == 1
    assert "SEQUENCE:1" in calendar_of(mails(session)[-1])


def test_who_signs_up_after_a_change_begins_at_its_sequence(session: Session, cast: Cast, lunch: Meetup) -> None:
    lunch.sequence = 3
    sign_up(session, lunch, cast.ines, now=NOW)
    assert "SEQUENCE:3" in calendar_of(mails(session)[-1])


def test_said_twice_it_is_one_seat_and_one_mail(session: Session, cast: Cast, lunch: Meetup) -> None:
    first = sign_up(session, lunch, cast.ines, now=NOW)
    assert sign_up(session, lunch, cast.ines, now=NOW) is first
    assert lunch.seats_taken == 1
    assert len(mails(session)) == 1


def test_fifty_clicks_at_once_are_one_seat_and_one_mail(
    app: Flask, session: Session, cast: Cast, lunch: Meetup
) -> None:
    session.commit()
    lunch_id, ines_id = lunch.id, cast.ines.id

    def click(_number: int) -> str:
        with app.app_context():
            own = db.session()
            meetup, person = own.get_one(Meetup, lunch_id), own.get_one(Professional, ines_id)
            invitation = sign_up(own, meetup, person, now=NOW)
            own.commit()
            return invitation.public_id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(click, range(50)))) == 1
    session.expire_all()
    assert lunch.seats_taken == 1
    assert len(mails(session)) == 1


def test_the_last_seat_goes_to_one_person_and_the_others_wait(
    app: Flask, session: Session, cast: Cast, lunch: Meetup
) -> None:
    lunch.capacity = 1
    people = [cast.ines.id, cast.karim.id, *(factories.professional(session).id for _ in range(6))]
    session.commit()
    lunch_id = lunch.id

    def try_it(person_id: int) -> RegistrationStatus:
        with app.app_context():
            own = db.session()
            invitation = sign_up(own, own.get_one(Meetup, lunch_id), own.get_one(Professional, person_id), now=NOW)
            own.commit()
            assert invitation.registration is not None
            return invitation.registration.status

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(try_it, people))
    assert answers == {RegistrationStatus.GOING: 1, RegistrationStatus.WAITING: 7}
    session.expire_all()
    assert lunch.seats_taken == 1
    assert len(mails(session)) == 8


def test_a_table_open_to_members_takes_those_listed_or_with_an_account(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    lunch.openness = Openness.MEMBERS
    with pytest.raises(NotOpen):
        sign_up(session, lunch, cast.ines, now=NOW)
    cast.ines.is_listed = True
    sign_up(session, lunch, cast.ines, now=NOW)
    cast.karim.account = factories.account(session, "karim@sante.example", "Karim", Role.PROFESSIONAL)
    session.flush()
    sign_up(session, lunch, cast.karim, now=NOW)
    assert lunch.seats_taken == 2


def test_a_table_that_the_organiser_composes_is_not_joined_by_oneself(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    lunch.openness, cast.ines.is_listed = Openness.INVITED, True
    with pytest.raises(NotOpen):
        sign_up(session, lunch, cast.ines, now=NOW)


def test_someone_invited_simply_says_yes(session: Session, cast: Cast, lunch: Meetup) -> None:
    lunch.openness = Openness.INVITED
    held = factories.invitation(session, lunch, cast.ines, invited_at=NOW)
    assert sign_up(session, lunch, cast.ines, now=NOW) is held
    assert lunch.seats_taken == 1


def test_someone_on_the_list_whom_nobody_asked_yet_is_asked_no_more(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    held = factories.invitation(session, lunch, cast.ines)
    assert sign_up(session, lunch, cast.ines, now=NOW) is held
    assert (held.invited_at, held.sequence) == (NOW, 0)


def test_someone_who_was_taken_off_the_list_starts_afresh(session: Session, cast: Cast, lunch: Meetup) -> None:
    held = sign_up(session, lunch, cast.ines, now=NOW)
    services.remove_guest(session, held, now=NOW)
    again = sign_up(session, lunch, cast.ines, now=NOW)
    assert again is held
    assert (again.withdrawn_at, again.link_version, lunch.seats_taken) == (None, 2, 1)
    assert again.sequence == 2, "above the cancellation that their calendar holds"


def test_a_person_on_pause_may_come_by_herself(session: Session, cast: Cast, lunch: Meetup) -> None:
    cast.ines.paused_until = NOW + timedelta(days=300)
    sign_up(session, lunch, cast.ines, now=NOW)
    assert lunch.seats_taken == 1


@pytest.mark.parametrize("column", ["confirmed_at", "left_at"])
def test_nobody_comes_before_being_confirmed_nor_after_leaving(
    session: Session, cast: Cast, lunch: Meetup, column: str
) -> None:
    setattr(cast.ines, column, None if column == "confirmed_at" else NOW)
    with pytest.raises(NotOpen):
        sign_up(session, lunch, cast.ines, now=NOW)


def test_a_draft_a_cancelled_and_a_past_meetup_take_nobody(session: Session, cast: Cast, lunch: Meetup) -> None:
    lunch.status = MeetupStatus.DRAFT
    with pytest.raises(NotOpen):
        sign_up(session, lunch, cast.ines, now=NOW)
    lunch.status = MeetupStatus.CANCELLED
    with pytest.raises(MeetupCancelled):
        sign_up(session, lunch, cast.ines, now=NOW)
    lunch.status = MeetupStatus.PUBLISHED
    with pytest.raises(MeetupOver):
        sign_up(session, lunch, cast.ines, now=LUNCH)
    assert session.scalars(select(Invitation)).all() == []


def test_someone_without_an_address_has_a_seat_and_no_mail(session: Session, cast: Cast, lunch: Meetup) -> None:
    invitation = sign_up(session, lunch, cast.odile, now=NOW)
    assert (lunch.seats_taken, invitation.sequence) == (1, -1)
    assert mails(session) == []


def test_the_reasons_are_said_to_both_sides() -> None:
    for code in ("signed_up", "asked_for_seat"):
        assert sentence({"code": code})
        assert reasons_for_you([{"code": code}])[0].startswith("vous ")
