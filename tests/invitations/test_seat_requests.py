from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.invitations import services
from meetups.invitations.answers import answer
from meetups.invitations.colleagues import Colleague
from meetups.invitations.errors import MeetupFull
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation, SeatRequest
from meetups.invitations.rules import LEFT_A_NUMBER, AnswerSource, RegistrationStatus, SeatRequestStatus
from meetups.invitations.seat_queries import open_seat_requests, seat_request_counts, seat_request_of
from meetups.invitations.seat_requests import (
    AlreadyDeclined,
    AlreadyInvited,
    OnTheList,
    RequestClosed,
    TableFull,
    ask_for_seat,
    decline,
    grant,
    withdraw_request,
)
from meetups.invitations.services import Sent
from meetups.invitations.signing_up import NotOpen, sign_up
from meetups.outbox.message import ReadableMail, describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.errors import MeetupCancelled
from meetups.planning.models import Meetup, MeetupStatus, Openness
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast
from tests.factories import LUNCH, NOW


@pytest.fixture
def lunch(cast: Cast) -> Meetup:
    """Published, for the people invited."""
    cast.lunch.status = MeetupStatus.PUBLISHED
    return cast.lunch


@pytest.fixture
def asked(session: Session, cast: Cast, lunch: Meetup) -> SeatRequest:
    return ask_for_seat(session, lunch, cast.ines, message=" Je suis voisine. ", now=NOW)


def kinds(session: Session) -> list[MailKind]:
    return list(session.scalars(select(OutgoingEmail.kind).order_by(OutgoingEmail.id)))


def last_to(session: Session, address: str) -> ReadableMail:
    """What the last mail to this address says."""
    to_them = select(OutgoingEmail).where(OutgoingEmail.recipient == address)
    mail = session.scalars(to_them.order_by(OutgoingEmail.id.desc()).limit(1)).one()
    return describe(mail.mime or b"")


def test_a_request_waits_for_the_organiser_and_its_author_is_told(
    session: Session, cast: Cast, asked: SeatRequest
) -> None:
    assert (asked.status, asked.message) == (SeatRequestStatus.ASKED, "Je suis voisine.")
    assert cast.lunch.seats_taken == 0
    (mail,) = session.scalars(select(OutgoingEmail)).all()
    assert (mail.kind, mail.recipient, mail.about) == (
        MailKind.SEAT_ASKED,
        "ines@sante.example",
        cast.lunch.public_id,
    )
    assert mail.mime is not None
    read = describe(mail.mime)
    for words in (read.text, read.html):
        assert "Aucune place n’est gardée pour l’instant" in words
        assert f"/connexion?next=/rencontres/{cast.lunch.public_id}/place" in words


def test_asked_twice_it_is_one_request_and_one_mail(session: Session, cast: Cast, asked: SeatRequest) -> None:
    assert ask_for_seat(session, cast.lunch, cast.ines, message="Encore", now=NOW) is asked
    assert asked.message == "Je suis voisine."
    assert kinds(session) == [MailKind.SEAT_ASKED]


def test_granted_it_is_a_seat_and_a_confirmation_with_the_calendar(
    session: Session, cast: Cast, asked: SeatRequest
) -> None:
    invitation = grant(session, asked, actor=cast.maud, now=NOW)
    assert invitation.registration is not None
    assert invitation.registration.status is RegistrationStatus.GOING
    assert cast.lunch.seats_taken == 1
    assert (asked.status, asked.decided_at, asked.decided_by) == (SeatRequestStatus.GRANTED, NOW, cast.maud.public_id)
    assert kinds(session) == [MailKind.SEAT_ASKED, MailKind.CONFIRMATION]
    assert invitation.sequence == 0


def test_granted_twice_it_is_one_seat_and_one_mail(session: Session, cast: Cast, asked: SeatRequest) -> None:
    first = grant(session, asked, actor=cast.maud, now=NOW)
    assert grant(session, asked, actor=cast.maud, now=NOW) is first
    assert cast.lunch.seats_taken == 1
    assert kinds(session).count(MailKind.CONFIRMATION) == 1


def test_a_full_table_grants_nothing(session: Session, cast: Cast, asked: SeatRequest) -> None:
    cast.lunch.capacity = cast.lunch.seats_taken = 2
    session.commit()
    with pytest.raises(TableFull, match="ajoutez des places"):
        grant(session, asked, actor=cast.maud, now=NOW)
    session.rollback()
    assert asked.status is SeatRequestStatus.ASKED
    assert session.scalars(select(Invitation)).all() == []


def test_someone_to_call_is_confirmed_by_being_granted_a_seat(session: Session, cast: Cast, lunch: Meetup) -> None:
    cast.odile.confirmed_at = None
    asked = ask_for_seat(session, lunch, cast.odile, message="", now=NOW)
    grant(session, asked, actor=cast.maud, now=NOW)
    assert cast.odile.confirmed_at == NOW
    assert lunch.seats_taken == 1
    assert kinds(session) == []
    assert "professional_confirmed" in session.scalars(select(AuditEntry.action)).all()


def test_declined_it_is_told_kindly_once_and_not_asked_again(session: Session, cast: Cast, asked: SeatRequest) -> None:
    decline(session, asked, actor=cast.maud, now=NOW)
    decline(session, asked, actor=cast.maud, now=NOW)
    assert (asked.status, asked.decided_by) == (SeatRequestStatus.DECLINED, cast.maud.public_id)
    assert kinds(session) == [MailKind.SEAT_ASKED, MailKind.SEAT_REFUSED]
    with pytest.raises(AlreadyDeclined):
        ask_for_seat(session, cast.lunch, cast.ines, message="", now=NOW)
    with pytest.raises(RequestClosed):
        grant(session, asked, actor=cast.maud, now=NOW)


def test_withdrawn_it_waits_no_more_and_may_be_asked_again(session: Session, cast: Cast, asked: SeatRequest) -> None:
    assert withdraw_request(session, asked, now=NOW)
    assert open_seat_requests(session, cast.lunch.id) == []
    with pytest.raises(RequestClosed):
        grant(session, asked, actor=cast.maud, now=NOW)
    with pytest.raises(RequestClosed):
        decline(session, asked, actor=cast.maud, now=NOW)
    again = ask_for_seat(session, cast.lunch, cast.ines, message="Finalement si", now=NOW)
    assert again is asked
    assert (again.status, again.decided_at) == (SeatRequestStatus.ASKED, None)
    assert kinds(session) == [MailKind.SEAT_ASKED], "one mail a day, however often one hesitates"
    withdraw_request(session, asked, now=NOW)
    ask_for_seat(session, cast.lunch, cast.ines, message="", now=NOW + timedelta(days=1))
    assert kinds(session) == [MailKind.SEAT_ASKED] * 2


def test_a_decision_is_not_withdrawn(session: Session, cast: Cast, asked: SeatRequest) -> None:
    grant(session, asked, actor=cast.maud, now=NOW)
    assert not withdraw_request(session, asked, now=NOW)
    assert asked.status is SeatRequestStatus.GRANTED


def test_a_seat_is_asked_for_only_where_it_may_be(session: Session, cast: Cast, lunch: Meetup) -> None:
    factories.invitation(session, lunch, cast.ines, invited_at=NOW)
    with pytest.raises(AlreadyInvited):
        ask_for_seat(session, lunch, cast.ines, message="", now=NOW)
    cast.karim.left_at = NOW
    with pytest.raises(NotOpen):
        ask_for_seat(session, lunch, cast.karim, message="", now=NOW)
    lunch.capacity = lunch.seats_taken = 2
    session.flush()
    with pytest.raises(MeetupFull):
        ask_for_seat(session, lunch, cast.odile, message="", now=NOW)
    lunch.status = MeetupStatus.CANCELLED
    with pytest.raises(MeetupCancelled):
        ask_for_seat(session, lunch, cast.odile, message="", now=NOW)
    lunch.status = MeetupStatus.DRAFT
    with pytest.raises(NotOpen):
        ask_for_seat(session, lunch, cast.odile, message="", now=NOW)


def test_what_waits_is_read_in_two_queries_whatever_the_number(session: Session, cast: Cast, lunch: Meetup) -> None:
    for person in (cast.ines, cast.karim, cast.odile):
        ask_for_seat(session, lunch, person, message="", now=NOW)
    session.commit()
    session.expire_all()
    lunch_id = lunch.id
    with recorded_statements() as statements:
        rows = open_seat_requests(session, lunch_id)
        assert [row.professional.places[0].commune.name for row in rows] == ["La Motte-Servolex"] * 3
    assert len(statements) == 2
    assert seat_request_counts(session, [lunch_id]) == {lunch_id: 3}
    assert seat_request_of(session, lunch, cast.ines) is rows[0]


def test_called_off_each_request_is_closed_and_told_why_once(session: Session, cast: Cast, asked: SeatRequest) -> None:
    called = ask_for_seat(session, cast.lunch, cast.odile, message="", now=NOW)
    factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    assert services.cancel(session, cast.lunch, reason="La salle est inondée.", now=NOW) == Sent(mailed=2, to_reach=1)
    services.cancel(session, cast.lunch, reason="La salle est inondée.", now=NOW)
    assert {asked.status, called.status} == {SeatRequestStatus.DECLINED}
    assert asked.decided_at == NOW
    assert kinds(session) == [MailKind.SEAT_ASKED, MailKind.CANCELLATION, MailKind.SEAT_REFUSED]
    read = last_to(session, "ines@sante.example")
    for words in (read.text, read.html):
        assert "La salle est inondée." in words
        assert "nous pensons à vous" in words
        assert "n’aura pas lieu" in words
    assert read.calendar is None


def test_moved_a_request_still_waits_and_its_author_knows_the_new_date(
    session: Session, cast: Cast, asked: SeatRequest
) -> None:
    week = timedelta(days=7)
    for times in (1, 2):
        sent = services.reschedule(
            session,
            cast.lunch,
            starts_at=LUNCH + week * times,
            ends_at=LUNCH + week * times + timedelta(hours=1),
            venue_id=cast.lunch.venue_id,
            now=NOW,
        )
        assert sent == Sent(mailed=1, to_reach=0)
    assert asked.status is SeatRequestStatus.ASKED
    assert kinds(session) == [MailKind.SEAT_ASKED, MailKind.UPDATE], (
        "the second move is told in the place of the first"
    )
    read = last_to(session, "ines@sante.example")
    for words in (read.text, read.html):
        assert "février" in words, "the date of the second move"
        assert "salle des Tilleuls, La Motte-Servolex" in words
        assert "Votre demande tient toujours" in words


def test_an_invitation_answers_a_request(session: Session, cast: Cast, asked: SeatRequest) -> None:
    add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    services.invite(session, cast.lunch, now=NOW)
    assert (asked.status, asked.decided_at) == (SeatRequestStatus.GRANTED, NOW)
    assert open_seat_requests(session, cast.lunch.id) == []
    with pytest.raises(RequestClosed):
        decline(session, asked, actor=cast.maud, now=NOW)


def test_a_seat_taken_or_a_yes_answers_a_request(session: Session, cast: Cast, asked: SeatRequest) -> None:
    cast.lunch.openness = Openness.EVERYONE
    sign_up(session, cast.lunch, cast.ines, now=NOW)
    assert asked.status is SeatRequestStatus.GRANTED
    other = ask_for_seat(session, cast.lunch, cast.karim, message="", now=NOW)
    held = factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    answer(session, held, RegistrationStatus.MAYBE, source=AnswerSource.EMAIL_LINK, now=NOW)
    assert other.status is SeatRequestStatus.GRANTED


def test_a_colleague_sent_instead_asks_for_nothing_any_more(session: Session, cast: Cast, asked: SeatRequest) -> None:
    held = factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    sent = Colleague("Inès", email="ines@sante.example")
    answer(session, held, RegistrationStatus.SUBSTITUTED, source=AnswerSource.SITE, now=NOW, colleague=sent)
    assert asked.status is SeatRequestStatus.GRANTED


def test_nobody_on_the_list_is_told_not_this_time(session: Session, cast: Cast, asked: SeatRequest) -> None:
    add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    with pytest.raises(OnTheList, match="sur la liste"):
        decline(session, asked, actor=cast.maud, now=NOW)
    assert kinds(session) == [MailKind.SEAT_ASKED]


def test_a_request_that_a_number_made_in_a_member_s_name_mails_nobody(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    asked = ask_for_seat(session, lunch, cast.ines, message="Moi aussi", now=NOW, proved=False)
    assert asked.message == f"{LEFT_A_NUMBER}\nMoi aussi"
    decline(session, asked, actor=cast.maud, now=NOW)
    other = ask_for_seat(session, lunch, cast.karim, message="", now=NOW, proved=False)
    assert not other.is_mailed
    assert services.cancel(session, lunch, reason="", now=NOW) == Sent(mailed=0, to_reach=1)
    assert kinds(session) == []
