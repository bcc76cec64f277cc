"""Leaving is at once and entire: a mark left everywhere is found nowhere afterwards, and the figures hold."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session

from meetups.accounts import services as accounts
from meetups.accounts.models import Account, AuditEntry, ConsentEntry, OneTimeCode, Role, UserSession
from meetups.accounts.sessions import open_session
from meetups.database import Base
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional, RoleProfile, Structure
from meetups.installation import Installation
from meetups.invitations import reminders, seat_closing
from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.calls import add_call, close_calls
from meetups.invitations.colleagues import Colleague
from meetups.invitations.guests import add_guest
from meetups.invitations.leaving import leave_network
from meetups.invitations.models import Call, Invitation, Registration, SeatRequest
from meetups.invitations.needs import note_needs
from meetups.invitations.queries import answer_counts
from meetups.invitations.rules import LEFT_A_NUMBER, AnswerSource, CallReason, RegistrationStatus, SeatRequestStatus
from meetups.invitations.seats import lock_meetup
from meetups.invitations.waiting_queries import waiting_line
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import Meetup, MeetupStatus, Reminder
from tests import factories
from tests.factories import NOW
from tests.soak.races import at_once, crowd, seated

MARK = "zyxmarque"
EMAIL, PHONE = f"{MARK}@sante.example", "0639989999"
REMINDERS = select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REMINDER)


@pytest.fixture
def marked(session: Session, app: object) -> Professional:
    """Someone whose every word can be found again."""
    person = factories.professional(
        session, f"Prénom{MARK}", email=EMAIL, last_name=f"Nom{MARK}", profession_text=f"métier {MARK}", phone=PHONE
    )
    person.account = factories.account(session, EMAIL, f"Prénom{MARK}", Role.PROFESSIONAL)
    person.structure = Structure(name="Maison commune", commune_insee="73179")
    person.places[0].address = f"1 rue {MARK}"
    person.secretary_email = f"secretariat-{EMAIL}"
    person.meals, person.is_listed, person.is_seen_by_guests = ["0-midi"], True, True
    texts = ("mission", "call_me_for", "not_for", "methods", "constraints", "limits", "channels")
    person.role_profile = RoleProfile(**{name: f"{name} {MARK}" for name in texts}, updated_at=NOW)
    session.flush()
    return person


@pytest.fixture
def lunch(session: Session) -> Meetup:
    return factories.meetup(session, factories.venue(session, factories.town_hall(session)))


def invite(session: Session, meetup: Meetup, person: Professional) -> Invitation:
    invitation = add_guest(session, meetup, person, reasons=[{"code": "never_invited"}], now=NOW)
    invitations.invite(session, meetup, now=NOW)
    return invitation


def say(session: Session, invitation: Invitation, status: RegistrationStatus, **given: Any) -> Registration:
    return answer(session, invitation, status, source=AnswerSource.EMAIL_LINK, **({"now": NOW} | given))


def yesterday(session: Session) -> Meetup:
    """A lunch that has taken place when the person leaves; they were asked before."""
    past = factories.meetup(session, factories.venue(session, factories.town_hall(session)))
    past.status = MeetupStatus.PUBLISHED
    past.starts_at, past.ends_at = NOW - timedelta(hours=26), NOW - timedelta(hours=24)
    return past


def mails_to(session: Session, address: str) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.recipient == address)))


def everything(session: Session) -> str:
    """Every column of every table, bytes read as text."""
    session.flush()
    found = []
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            for column, value in zip(table.columns, row, strict=True):
                text = value.decode("utf-8", "replace") if isinstance(column.type, LargeBinary) and value else value
                found.append(str(text))
    return "\n".join(found).lower()


def test_a_mark_left_everywhere_is_found_nowhere(session: Session, marked: Professional, lunch: Meetup) -> None:
    guest = invite(session, lunch, marked)
    past = factories.invitation(session, yesterday(session), marked, invited_at=NOW - timedelta(days=9))
    say(session, guest, RegistrationStatus.GOING)
    for one, when in ((guest, NOW), (past, NOW - timedelta(days=2))):
        say(session, one, RegistrationStatus.MAYBE, now=when)
        note_needs(session, one, f"sans {MARK}", source=AnswerSource.TELEPHONE, now=when)
        add_call(session, one, CallReason.MOVED, now=NOW)
    close_calls(session, past, by=None, now=NOW)
    accounts.request_code(session, EMAIL, browser="b", now=NOW)
    open_session(session, marked.account, now=NOW)  # type: ignore[arg-type]
    asked = SeatRequest(meetup=factories.meetup(session), professional=marked, message=LEFT_A_NUMBER, asked_at=NOW)
    session.add(asked)
    session.flush()
    seat_closing.tell_move(session, asked.meetup, leaves=NOW, now=NOW)
    assert len(session.scalars(select(Call)).all()) == 3
    assert [each.needs for each in session.scalars(select(Registration))] == [f"sans {MARK}"] * 2
    assert MARK in everything(session)
    leave_network(session, marked, now=NOW)
    left = everything(session)
    assert MARK not in left
    assert PHONE not in left
    assert session.scalars(select(Account)).all() == []
    assert session.scalars(select(UserSession)).all() == []
    assert session.scalars(select(OneTimeCode)).all() == []


def test_whoever_waited_leaves_the_line_and_it_goes_on(session: Session, marked: Professional, lunch: Meetup) -> None:
    lunch.capacity = 1
    for person in (factories.professional(session, "Karim"), marked, factories.professional(session, "Léa")):
        say(session, invite(session, lunch, person), RegistrationStatus.GOING)
    leave_network(session, marked, now=NOW)
    session.expire_all()
    answers = {each.professional.first_name: each.status for each in session.scalars(select(Registration))}
    assert answers == {
        "Karim": RegistrationStatus.GOING,
        "Une personne": RegistrationStatus.WITHDRAWN,
        "Léa": RegistrationStatus.WAITING,
    }
    assert [each.guest.professional.first_name for each in waiting_line(session, lunch)] == ["Léa"]


def test_leaving_while_being_taken_off_a_list_waits_for_it(app: Flask, session: Session) -> None:
    meetup_id, (gone, next_one) = crowd(1, 2)
    seated(meetup_id, [gone], [next_one])
    held = threading.Event()

    def removing(own: Session) -> None:
        lock_meetup(own, meetup_id)
        held.set()
        time.sleep(0.5)  # so that whoever leaves waits for this meetup
        invitations.remove_guest(own, own.get_one(Invitation, gone), now=NOW)

    def leaving(own: Session) -> None:
        held.wait(timeout=30)
        leave_network(own, own.get_one(Invitation, gone).professional, now=NOW)

    at_once(app, [removing, leaving], workers=2)
    lunch = session.get_one(Meetup, meetup_id)
    statuses = [each.status for each in session.scalars(select(Registration).order_by(Registration.invitation_id))]
    assert statuses == [RegistrationStatus.WITHDRAWN, RegistrationStatus.OFFERED]
    assert lunch.seats_taken == 1
    session.commit()


def test_what_stays_is_a_line_without_a_name(session: Session, marked: Professional) -> None:
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert marked.full_name == "Une personne qui a quitté le réseau"
    assert marked.family is ProfessionFamily.NURSING
    assert marked.left_at == NOW
    assert (marked.places, marked.pathways, marked.role_profile, marked.structure) == ([], [], None, None)
    assert not any([marked.is_listed, marked.is_seen_by_guests, marked.can_be_invited(NOW)])
    assert [entry.action for entry in session.scalars(select(AuditEntry))] == ["network_left"]
    consent = session.scalars(select(ConsentEntry)).one()
    assert (consent.purpose, consent.given, consent.subject) == ("membership", False, marked.public_id)


def test_seats_to_come_are_given_back(session: Session, marked: Professional, lunch: Meetup) -> None:
    invitation = invite(session, lunch, marked)
    say(session, invitation, RegistrationStatus.GOING)
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert lunch.seats_taken == 0
    assert invitation.withdrawn_at == NOW
    assert invitation.registration
    assert invitation.registration.status is RegistrationStatus.WITHDRAWN
    assert invitation.reasons == []


def test_an_answer_that_held_no_seat_gives_none_back(session: Session, marked: Professional, lunch: Meetup) -> None:
    other = factories.professional(session, "Karim")
    say(session, invite(session, lunch, other), RegistrationStatus.GOING)
    invitation = invite(session, lunch, marked)
    say(session, invitation, RegistrationStatus.MAYBE)
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert lunch.seats_taken == 1


def test_past_meetups_count_as_before(session: Session, marked: Professional, lunch: Meetup) -> None:
    invitation = invite(session, lunch, marked)
    say(session, invitation, RegistrationStatus.GOING)
    version = invitation.link_version
    before, later = answer_counts(session, [lunch.id]), lunch.ends_at + timedelta(days=1)
    leave_network(session, marked, now=later)
    session.expire_all()
    assert answer_counts(session, [lunch.id]) == before
    assert lunch.seats_taken == 1
    assert invitation.link_version == version + 1, "a mail kept somewhere opens nothing any more"


def test_a_draft_forgets_the_name_that_nobody_had_asked(session: Session, marked: Professional, lunch: Meetup) -> None:
    add_guest(session, lunch, marked, reasons=[], now=NOW)
    leave_network(session, marked, now=NOW)
    assert session.scalars(select(Invitation)).all() == []


def test_mails_that_waited_never_leave_and_those_that_left_are_forgotten(
    session: Session, marked: Professional, lunch: Meetup
) -> None:
    invitation = invite(session, lunch, marked)
    session.scalars(select(OutgoingEmail)).one().state = MailState.SENT
    say(session, invitation, RegistrationStatus.GOING)
    leave_network(session, marked, now=NOW)
    session.expire_all()
    mails = {mail.kind: mail for mail in session.scalars(select(OutgoingEmail))}
    assert mails[MailKind.INVITATION].state is MailState.SENT
    assert mails[MailKind.CONFIRMATION].state is MailState.SUPPRESSED
    assert {(mail.recipient, mail.mime) for mail in mails.values()} == {("adresse effacée", None)}
    assert all(mail.about == lunch.public_id for mail in mails.values()), "figures by meetup hold"


def test_someone_who_shares_the_address_keeps_their_mails(
    session: Session, marked: Professional, lunch: Meetup
) -> None:
    spouse = factories.professional(session, "Sacha", email=EMAIL)
    invite(session, lunch, spouse)
    invite(session, lunch, marked)
    leave_network(session, marked, now=NOW)
    session.expire_all()
    states = {mail.recipient: mail.state for mail in session.scalars(select(OutgoingEmail))}
    assert states == {EMAIL: MailState.PENDING, "adresse effacée": MailState.SUPPRESSED}


def remind(session: Session, lunch: Meetup) -> None:
    """The invitations have left long ago; the reminder of the eve leaves to everyone who comes."""
    factories.mails_leave(session)
    eve = session.scalars(select(Reminder).where(Reminder.days_before == 1)).one()
    reminders.send(session, eve, now=lunch.starts_at - timedelta(days=1))


def test_reminders_are_forgotten_too_and_the_spouse_keeps_theirs(
    session: Session, marked: Professional, lunch: Meetup
) -> None:
    spouse = factories.professional(session, "Sacha", email=EMAIL)
    for person in (spouse, marked):
        say(session, invite(session, lunch, person), RegistrationStatus.GOING)
    remind(session, lunch)
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert sorted(mail.recipient for mail in session.scalars(REMINDERS)) == ["adresse effacée", EMAIL]


@pytest.mark.parametrize("state", [MailState.SENT, MailState.PENDING])
def test_a_reminder_to_a_colleague_no_longer_says_who_sent_them(
    session: Session, marked: Professional, lunch: Meetup, state: MailState
) -> None:
    invitation = invite(session, lunch, marked)
    colleague = Colleague(first_name="Léo", email="leo@sante.example")
    say(session, invitation, RegistrationStatus.SUBSTITUTED, colleague=colleague)
    remind(session, lunch)
    for mail in session.scalars(select(OutgoingEmail)):
        mail.state = state
    leave_network(session, marked, now=NOW)
    session.expire_all()
    (mail,) = session.scalars(REMINDERS).all()
    assert mail.mime is None
    assert mail.state is not MailState.PENDING


def test_a_colleague_sent_instead_stays_and_no_longer_says_by_whom(
    session: Session, marked: Professional, lunch: Meetup
) -> None:
    invitation = invite(session, lunch, marked)
    colleague = Colleague(first_name="Léo", email="leo@sante.example")
    say(session, invitation, RegistrationStatus.SUBSTITUTED, colleague=colleague)
    for mail in session.scalars(select(OutgoingEmail)):
        mail.state = MailState.SENT
    leave_network(session, marked, now=NOW)
    session.expire_all()
    guest = session.scalars(select(Invitation).where(Invitation.instead_of_id == invitation.id)).one()
    assert guest.withdrawn_at is None
    assert guest.reasons == []
    assert lunch.seats_taken == 1
    assert MARK not in everything(session)


def test_mails_that_wait_for_a_colleague_leave_without_the_name(
    session: Session, marked: Professional, lunch: Meetup
) -> None:
    colleague = Colleague(first_name="Léo", email="leo@sante.example")
    sender = invite(session, lunch, marked)
    say(session, sender, RegistrationStatus.SUBSTITUTED, colleague=colleague)
    guest = session.scalars(select(Invitation).where(Invitation.instead_of_id == sender.id)).one()
    say(session, guest, RegistrationStatus.GOING)
    before = {mail.kind: mail.message_id for mail in mails_to(session, "leo@sante.example")}
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert MARK not in everything(session)
    after = mails_to(session, "leo@sante.example")
    assert {mail.kind: mail.message_id for mail in after} == before
    assert set(before) == {MailKind.INVITATION, MailKind.CONFIRMATION}
    for mail in after:
        assert mail.state is MailState.PENDING
        assert mail.mime
        read = describe(mail.mime)
        assert "Léo" in read.text
        assert read.calendar is not None
        assert MARK not in f"{read.text}{read.html}{read.calendar}"


def test_what_a_household_was_told_of_this_person_s_answers_goes_with_them(
    session: Session, marked: Professional, lunch: Meetup
) -> None:
    factories.professional(session, "Sacha", email=EMAIL)
    say(session, invite(session, lunch, marked), RegistrationStatus.GOING)
    assert len(mails_to(session, EMAIL)) == 2
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert mails_to(session, EMAIL) == []


def test_seats_asked_for_are_asked_for_no_more(session: Session, marked: Professional, lunch: Meetup) -> None:
    asked = SeatRequest(meetup=lunch, professional=marked, message="moi", asked_at=NOW)
    session.add(asked)
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert (asked.status, asked.message, asked.decided_at) == (SeatRequestStatus.WITHDRAWN, "", NOW)


def test_an_organiser_leaves_as_a_person_and_keeps_the_account(session: Session, marked: Professional) -> None:
    account = marked.account
    assert account
    account.role = Role.ORGANISER
    leave_network(session, marked, now=NOW)
    session.expire_all()
    assert session.scalars(select(Account)).one() is account
    assert marked.account is None
    assert marked.email is None


def test_leaving_twice_is_leaving_once(session: Session, marked: Professional, lunch: Meetup) -> None:
    say(session, invite(session, lunch, marked), RegistrationStatus.GOING)
    leave_network(session, marked, now=NOW)
    leave_network(session, marked, now=NOW + timedelta(days=1))
    assert marked.left_at == NOW
    assert lunch.seats_taken == 0
    assert len(session.scalars(select(ConsentEntry)).all()) == 1


def test_someone_without_an_account_or_an_address_can_leave(session: Session, app: object) -> None:
    person = factories.professional(session, "Odile", email=None, phone=PHONE)
    assert session.scalar(select(Installation))
    leave_network(session, person, now=NOW)
    assert PHONE not in everything(session)
