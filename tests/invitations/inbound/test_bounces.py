"""Mails that come back: whose address is stopped, what is shown, who is called."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations.answers import answer
from meetups.invitations.inbound import receive
from meetups.invitations.models import Call, Invitation
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.outbox.models import InboundMessage, InboundState, MailKind, MailState, OutgoingEmail
from meetups.outbox.suspensions import is_suspended
from tests import factories
from tests.conftest import Cast
from tests.invitations.inbound.letters import LATER, mail, report

INES = "ines@sante.example"


def sent_to(session: Session, person: str, kind: MailKind = MailKind.INVITATION) -> OutgoingEmail:
    wanted = select(OutgoingEmail).where(OutgoingEmail.kind == kind, OutgoingEmail.recipient == person)
    return session.scalars(wanted).one()


def calls(session: Session) -> list[tuple[str, CallReason]]:
    """Whom the bounce made us call: Odile is called anyway."""
    rows = session.scalars(select(Call).order_by(Call.id)).all()
    return [(call.name.split()[0], call.reason) for call in rows if not call.name.startswith("Odile")]


def test_a_dead_address_is_stopped_shown_and_called(session: Session, ines: Invitation) -> None:
    row = sent_to(session, INES)
    message = receive(session, report(row), now=LATER)
    assert (message.state, message.reason) == (InboundState.TO_READ, "suspended:5.1.1")
    assert (message.about, message.concerns) == (ines.meetup.public_id, ines.public_id)
    assert row.state is MailState.FAILED
    assert "n’existe plus (5.1.1)" in (row.last_error or "")
    assert is_suspended(session, INES)
    assert calls(session) == [("Inès", CallReason.INVITED)]


def test_someone_for_whom_a_place_is_kept_has_said_nothing_yet_and_is_called(
    session: Session, ines: Invitation
) -> None:
    note_status(session, ines, RegistrationStatus.OFFERED, AnswerSource.STRUCTURE, None, LATER)
    receive(session, report(sent_to(session, INES)), now=LATER)
    assert calls(session) == [("Inès", CallReason.INVITED)]


def test_the_same_report_again_changes_nothing(session: Session, ines: Invitation) -> None:
    row = sent_to(session, INES)
    receive(session, report(row), now=LATER)
    again = receive(session, report(row), now=LATER)
    assert (again.state, again.reason) == (InboundState.IGNORED, "known:5.1.1")
    assert len(calls(session)) == 1


def test_without_an_address_of_its_own_a_report_is_matched_by_message_id(session: Session, ines: Invitation) -> None:
    row = sent_to(session, INES)
    message = receive(session, report(row, to="reseau@parenthese.example"), now=LATER)
    assert message.concerns == ines.public_id
    assert is_suspended(session, INES)


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "delayed"), ("4.2.2", "failed"), ("2.0.0", "delivered")])
def test_what_is_only_late_stops_nothing(session: Session, ines: Invitation, status: str, action: str) -> None:
    row = sent_to(session, INES)
    message = receive(session, report(row, status=status, action=action), now=LATER)
    assert message.state is InboundState.IGNORED
    assert row.state is MailState.SENT
    assert not is_suspended(session, INES)
    assert calls(session) == []


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", ""])
def test_a_refusal_that_does_not_say_that_the_address_is_dead_stops_only_this_mail(
    session: Session, ines: Invitation, status: str
) -> None:
    row = sent_to(session, INES)
    message = receive(session, report(row, status=status), now=LATER)
    assert message.reason.partition(":")[0] == "returned"
    assert row.state is MailState.FAILED
    assert not is_suspended(session, INES)
    assert calls(session) == [("Inès", CallReason.INVITED)]


def test_a_report_about_the_address_where_a_mail_was_passed_on_stops_not_theirs(
    session: Session, ines: Invitation
) -> None:
    row = sent_to(session, INES)
    receive(session, report(row, about="ines@ancien.example"), now=LATER)
    assert row.state is MailState.FAILED
    assert not is_suspended(session, INES)


def test_a_report_about_a_mail_that_is_not_ours_is_kept_and_let_be(session: Session, ines: Invitation) -> None:
    row = sent_to(session, INES)
    raw = report(row, to="reseau@parenthese.example").replace(row.message_id.encode(), b"<autre@parenthese.example>")
    message = receive(session, raw, now=LATER)
    assert (message.state, message.reason) == (InboundState.IGNORED, "unknown_mail")
    assert not is_suspended(session, INES)


def test_a_server_s_own_words_without_a_code_are_for_a_person(session: Session, ines: Invitation) -> None:
    row = sent_to(session, INES)
    raw = mail("MAILER-DAEMON@sante.example", "\nQuelque chose s'est mal passé.\n", to=row.envelope_from)
    message = receive(session, raw, now=LATER)
    assert (message.state, message.reason) == (InboundState.TO_READ, "unclear")
    assert row.state is MailState.SENT


def test_a_place_offered_by_a_mail_that_came_back_waits_for_the_call(
    session: Session, cast: Cast, ines: Invitation
) -> None:
    karim = session.scalars(select(Invitation).where(Invitation.professional == cast.karim)).one()
    cast.lunch.capacity = 2
    session.flush()
    for guest in (karim, factories.invitation(session, cast.lunch, factories.professional(session), LATER), ines):
        answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=LATER)
    answer(session, karim, RegistrationStatus.DECLINED, source=AnswerSource.EMAIL_LINK, now=LATER)
    assert ines.registration is not None
    assert ines.registration.offered_until is not None
    factories.mails_leave(session)
    receive(session, report(sent_to(session, INES, MailKind.PROMOTION)), now=LATER)
    assert ines.registration.status is RegistrationStatus.OFFERED
    assert ines.registration.offered_until is None
    assert calls(session) == [("Inès", CallReason.OFFERED)]


def test_somebody_who_answered_since_is_not_called_to_be_invited(session: Session, ines: Invitation) -> None:
    answer(session, ines, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=LATER, actor="maud")
    receive(session, report(sent_to(session, INES)), now=LATER)
    assert calls(session) == []
    assert session.scalars(select(InboundMessage.state)).all() == [InboundState.TO_READ]
