"""A move corrected before its news left: nobody hears anything, and every answer stands."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import services
from meetups.invitations.answers import answer
from meetups.invitations.models import Call, Invitation, RegistrationChange
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.services import Sent
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.test_changing import MINUTE, WEEK, mails_to, move, retitle

GOING, MAYBE, OFFERED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.OFFERED
PENDING, SENT, SUPPRESSED = MailState.PENDING, MailState.SENT, MailState.SUPPRESSED
SOON = NOW + MINUTE / 2


@pytest.fixture
def guests(session: Session, cast: Cast) -> list[Invitation]:
    """Inès, Karim and Odile without e-mail come; what was written to them left."""
    made = [factories.invitation(session, cast.lunch, person) for person in (cast.ines, cast.karim, cast.odile)]
    services.invite(session, cast.lunch, now=NOW - WEEK)
    for guest in made:
        answer(session, guest, GOING, source=AnswerSource.TELEPHONE, actor=cast.maud.public_id, now=NOW - WEEK)
    factories.mails_leave(session)
    return made


def back(session: Session, cast: Cast, now: datetime = SOON) -> Sent:
    sent = move(session, cast, LUNCH, now)
    session.expire_all()
    return sent


def statuses(guests: list[Invitation]) -> list[RegistrationStatus]:
    return [guest.registration.status for guest in guests if guest.registration]


def pending(session: Session) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.state == PENDING)))


def test_moved_and_moved_back_before_anything_left_nobody_hears_and_answers_stand(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    assert move(session, cast, LUNCH + WEEK) == Sent(2, 1)
    assert statuses(guests) == [OFFERED] * 3
    assert back(session, cast) == Sent(0, 0)
    assert statuses(guests) == [GOING] * 3
    answers = [guest.registration for guest in guests if guest.registration]
    assert {(each.source, each.answered_at) for each in answers} == {(AnswerSource.TELEPHONE, NOW - WEEK)}
    assert AnswerSource.RESCHEDULE not in set(session.scalars(select(RegistrationChange.source)))
    assert pending(session) == []
    assert session.scalars(select(Call).where(Call.reason == CallReason.MOVED)).all() == []
    assert cast.lunch.seats_taken == 3
    assert [guest.moved_sequence for guest in guests] == [0, 0, 0], "a yes to what left is a yes"


def test_a_later_change_has_a_sequence_that_never_left(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    move(session, cast, LUNCH + WEEK)
    back(session, cast)
    retitle(session, cast, "Un titre", SOON)
    assert mails_to(session, guests[0])[-1] == (MailKind.UPDATE, PENDING, 3)
    move(session, cast, LUNCH + WEEK, SOON)
    assert statuses(guests) == [OFFERED] * 3, "another move is a move"
    assert guests[0].moved_sequence == 3


def test_several_moves_in_a_row_end_where_they_began(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    move(session, cast, LUNCH + WEEK)
    move(session, cast, LUNCH + 2 * WEEK, NOW + MINUTE / 4)
    assert back(session, cast) == Sent(0, 0)
    assert statuses(guests) == [GOING] * 3


def test_once_the_news_left_moving_back_is_news(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    move(session, cast, LUNCH + WEEK)
    factories.mails_leave(session)
    assert back(session, cast).mailed == 2
    assert statuses(guests) == [OFFERED] * 3
    move(session, cast, LUNCH + WEEK, SOON)
    session.expire_all()
    assert statuses(guests) == [OFFERED] * 3


def test_moved_back_to_the_date_that_left_last_nobody_hears(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    move(session, cast, LUNCH + WEEK)
    factories.mails_leave(session)
    answer(session, guests[0], GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    factories.mails_leave(session)
    move(session, cast, LUNCH + 2 * WEEK, NOW + MINUTE)
    assert move(session, cast, LUNCH + WEEK, NOW + 1.5 * MINUTE) == Sent(0, 0)
    session.expire_all()
    assert statuses(guests) == [GOING, OFFERED, OFFERED]
    assert guests[0].moved_sequence == 1


@pytest.mark.parametrize("heard", ["answered", "mail taken", "call ticked"])
def test_whoever_heard_of_it_is_told_again_and_the_others_are_not(
    session: Session, cast: Cast, guests: list[Invitation], heard: str
) -> None:
    move(session, cast, LUNCH + WEEK)
    told = guests[2] if heard == "call ticked" else guests[0]
    if heard == "answered":
        answer(session, told, MAYBE, source=AnswerSource.EMAIL_LINK, now=NOW)
    elif heard == "mail taken":
        row = session.scalars(select(OutgoingEmail).where(OutgoingEmail.state == PENDING)).first()
        assert row is not None
        assert row.concerns == told.public_id
        row.kind, row.lease_until = MailKind.REMINDER, NOW + 5 * MINUTE  # no update left, this one alone
    else:
        call = session.scalars(select(Call).where(Call.reason == CallReason.MOVED)).one()
        call.reached_at = NOW
    session.flush()
    assert back(session, cast) == (Sent(0, 1) if heard == "call ticked" else Sent(1, 0))
    assert [guest for guest in guests if guest.registration and guest.registration.status is not GOING] == [told]


def test_an_invitation_that_waits_says_the_date_again(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    late = factories.invitation(session, cast.lunch, factories.professional(session))
    services.invite(session, cast.lunch, now=NOW)
    move(session, cast, LUNCH + WEEK)
    assert back(session, cast) == Sent(1, 0)
    assert mails_to(session, late) == [(MailKind.INVITATION, PENDING, 0)]
    (mail,) = pending(session)
    assert mail.subject.split()[:3] == ["Mardi", "19", "janvier"]


def test_a_confirmation_that_the_move_had_stopped_leaves_after_all(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    answer(session, guests[0], MAYBE, source=AnswerSource.EMAIL_LINK, now=NOW - MINUTE)
    move(session, cast, LUNCH + WEEK)
    back(session, cast)
    assert [mail.kind for mail in pending(session)] == [MailKind.CONFIRMATION]
    assert statuses(guests) == [MAYBE, GOING, GOING]


def test_whoever_was_to_be_called_with_an_invitation_still_is(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    person = factories.professional(session, email=None)
    late = factories.invitation(session, cast.lunch, person)
    services.invite(session, cast.lunch, now=NOW)
    move(session, cast, LUNCH + WEEK)
    back(session, cast)
    calls = session.scalars(select(Call).where(Call.invitation_id == late.id)).all()
    assert [(call.reason, call.reached_at) for call in calls] == [(CallReason.INVITED, None)]


def test_the_host_and_the_caterer_hear_nothing_either(session: Session, cast: Cast) -> None:
    cast.lunch.venue, cast.lunch.caterer_email = None, "traiteur@table.example"
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    factories.invitation(session, cast.lunch, cast.ines)
    services.invite(session, cast.lunch, now=NOW - WEEK)
    factories.mails_leave(session)
    lent = request.starts_at
    move(session, cast, LUNCH + WEEK)
    assert len(pending(session)) == 3
    back(session, cast)
    assert [mail.dedupe_key for mail in pending(session)] == []
    assert request.starts_at == lent
