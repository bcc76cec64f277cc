"""One answer per person, one seat per person, whatever happens."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import ConsentEntry
from meetups.database import db
from meetups.directory.models import ContactChannel, Professional
from meetups.invitations.answers import answer
from meetups.invitations.colleagues import Colleague
from meetups.invitations.errors import (
    ColleagueAlreadySent,
    ColleagueNotPossible,
    ColleagueUnreachable,
    MeetupFull,
    NotInvited,
)
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation, Registration, RegistrationChange
from meetups.invitations.queries import answer_counts
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import cancel, invite, remove_guest
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.errors import MeetupCancelled, MeetupOver
from meetups.web.tokens import ExpiredLink
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

LATER = NOW + timedelta(hours=2)
GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED
SUBSTITUTED, OFFERED = RegistrationStatus.SUBSTITUTED, RegistrationStatus.OFFERED


@pytest.fixture
def guests(session: Session, cast: Cast) -> dict[str, Invitation]:
    """Inès, Karim and Odile (who has no e-mail), really invited."""
    people = {"ines": cast.ines, "karim": cast.karim, "odile": cast.odile}
    made = {name: add_guest(session, cast.lunch, person, reasons=[], now=NOW) for name, person in people.items()}
    invite(session, cast.lunch, now=NOW)
    session.commit()
    return made


def say(
    session: Session, invitation: Invitation, status: RegistrationStatus, colleague: Colleague | None = None
) -> Registration:
    """An answer by the link of the mail."""
    return answer(session, invitation, status, source=AnswerSource.EMAIL_LINK, now=LATER, colleague=colleague)


def mails(session: Session, kind: MailKind) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind).order_by(OutgoingEmail.id)))


def test_coming_takes_a_seat_and_is_confirmed_by_mail(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    registration = say(session, guests["ines"], GOING)
    assert (registration.status, registration.source) == (GOING, AnswerSource.EMAIL_LINK)
    assert cast.lunch.seats_taken == 1
    (mail,) = mails(session, MailKind.CONFIRMATION)
    assert mail.recipient == "ines@sante.example"
    assert b"PARTSTAT=ACCEPTED" in (describe(mail.mime or b"").calendar or b"").replace(b"\r\n ", b"")


def test_the_same_answer_twice_takes_one_seat_and_sends_one_mail(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    for _ in range(3):
        say(session, guests["ines"], GOING)
    assert cast.lunch.seats_taken == 1
    assert len(mails(session, MailKind.CONFIRMATION)) == 1
    assert len(session.scalars(select(RegistrationChange)).all()) == 1


def test_changing_ones_mind_keeps_one_registration_and_its_history(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    for status in (GOING, MAYBE, GOING, DECLINED):
        say(session, guests["ines"], status)
    assert cast.lunch.seats_taken == 0
    registration = session.scalars(select(Registration)).one()
    assert registration.status is RegistrationStatus.WITHDRAWN
    assert [change.status for change in registration.changes] == [
        GOING,
        MAYBE,
        GOING,
        RegistrationStatus.WITHDRAWN,
    ]


def test_coming_to_a_full_table_joins_the_waiting_list_and_takes_no_seat(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    cast.lunch.capacity = 1
    say(session, guests["ines"], GOING)
    for _ in range(2):
        assert say(session, guests["karim"], GOING).status is RegistrationStatus.WAITING
    assert cast.lunch.seats_taken == 1
    (mail,) = mails(session, MailKind.WAITING)
    assert mail.recipient == "karim@sante.example"
    assert describe(mail.mime or b"").calendar is None


def test_a_colleague_is_not_sent_to_a_full_table(session: Session, cast: Cast, guests: dict[str, Invitation]) -> None:
    cast.lunch.capacity = 1
    say(session, guests["ines"], GOING)
    session.commit()
    with pytest.raises(MeetupFull):
        say(session, guests["karim"], SUBSTITUTED, Colleague("Rosa", "", "rosa@cabinet.example"))
    session.rollback()
    assert guests["karim"].registration is None
    say(session, guests["ines"], SUBSTITUTED, Colleague("Rosa", "", "rosa@cabinet.example"))
    assert cast.lunch.seats_taken == 1, "the seat passes from one to the other"


def test_a_person_without_email_answers_by_telephone(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    answer(
        session,
        guests["odile"],
        GOING,
        source=AnswerSource.TELEPHONE,
        actor=cast.maud.public_id,
        now=LATER,
    )
    assert cast.lunch.seats_taken == 1
    assert mails(session, MailKind.CONFIRMATION) == []
    change = session.scalars(select(RegistrationChange)).one()
    assert (change.source, change.actor) == (AnswerSource.TELEPHONE, cast.maud.public_id)


def test_a_colleague_is_asked_and_a_seat_is_held_for_them(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    say(session, guests["ines"], GOING)
    say(session, guests["ines"], SUBSTITUTED, Colleague("Rosa", "", "Rosa@Cabinet.example"))
    assert cast.lunch.seats_taken == 1, "the seat passes from one to the other"
    rosa = session.scalars(select(Professional).where(Professional.first_name == "Rosa")).one()
    assert rosa.email == "rosa@cabinet.example"
    hers = session.scalars(select(Invitation).where(Invitation.professional_id == rosa.id)).one()
    assert hers.registration is not None
    assert hers.registration.status is OFFERED
    assert hers.instead_of_id == guests["ines"].id
    assert [mail.recipient for mail in mails(session, MailKind.INVITATION)][-1] == "rosa@cabinet.example"
    say(session, hers, GOING)
    assert cast.lunch.seats_taken == 1


def test_a_colleague_given_by_someone_else_has_agreed_to_nothing(
    session: Session, guests: dict[str, Invitation]
) -> None:
    say(session, guests["ines"], SUBSTITUTED, Colleague("Rosa", "", "rosa@cabinet.example"))
    entry = session.scalars(select(ConsentEntry)).one()
    assert (entry.given, entry.source) == (False, "colleague")


def test_a_colleague_without_email_is_telephoned(session: Session, cast: Cast, guests: dict[str, Invitation]) -> None:
    say(session, guests["ines"], SUBSTITUTED, Colleague("Rosa", phone="06 39 98 12 34"))
    rosa = session.scalars(select(Professional).where(Professional.first_name == "Rosa")).one()
    assert (rosa.contact_channel, rosa.phone) == (ContactChannel.TELEPHONE, "06 39 98 12 34")
    assert cast.lunch.seats_taken == 1


@pytest.mark.parametrize(
    "colleague",
    [None, Colleague("Rosa"), Colleague("", email="rosa@cabinet.example"), Colleague("Rosa", email="rosa.cabinet")],
    ids=["nobody", "no way to reach", "no name", "not an address"],
)
def test_a_colleague_needs_a_name_and_a_way_to_be_reached(
    session: Session, cast: Cast, guests: dict[str, Invitation], colleague: Colleague | None
) -> None:
    say(session, guests["ines"], GOING)
    session.commit()
    with pytest.raises(ColleagueUnreachable):
        say(session, guests["ines"], SUBSTITUTED, colleague)
    session.rollback()
    session.expire_all()
    assert cast.lunch.seats_taken == 1
    assert guests["ines"].registration is not None
    assert guests["ines"].registration.status is GOING


def test_a_colleague_who_is_invited_answers_for_themselves(session: Session, guests: dict[str, Invitation]) -> None:
    with pytest.raises(ColleagueNotPossible):
        say(session, guests["ines"], SUBSTITUTED, Colleague("Karim", email="karim@sante.example"))


@pytest.mark.parametrize("first_name", ["Inès", "ines"])
def test_nobody_is_their_own_colleague(session: Session, guests: dict[str, Invitation], first_name: str) -> None:
    with pytest.raises(ColleagueNotPossible):
        say(session, guests["ines"], SUBSTITUTED, Colleague(first_name, email="INES@sante.example"))


def test_a_shared_address_may_be_another_persons(session: Session, cast: Cast, guests: dict[str, Invitation]) -> None:
    say(session, guests["ines"], SUBSTITUTED, Colleague("Rosa", email="ines@sante.example"))
    assert cast.lunch.seats_taken == 1


def sent_instead(session: Session, of: Invitation) -> dict[str, Invitation]:
    """Whoever was ever sent instead of this guest, by first name."""
    sent = session.scalars(select(Invitation).where(Invitation.instead_of_id == of.id))
    return {guest.professional.first_name: guest for guest in sent}


def test_one_colleague_at_a_time_and_the_one_before_is_told(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    rosa = Colleague("Rosa", email="rosa@cabinet.example")
    say(session, guests["ines"], SUBSTITUTED, rosa)
    say(session, guests["ines"], SUBSTITUTED, rosa)
    assert len(mails(session, MailKind.INVITATION)) == 3, "Inès, Karim, and Rosa once"
    factories.mails_leave(session)
    say(session, guests["ines"], SUBSTITUTED, Colleague("Paul", email="paul@cabinet.example"))
    sent = sent_instead(session, guests["ines"])
    assert (sent["Rosa"].is_active, sent["Paul"].is_active) == (False, True)
    assert cast.lunch.seats_taken == 1
    assert [mail.recipient for mail in mails(session, MailKind.WITHDRAWAL)] == ["rosa@cabinet.example"]
    assert [mail.recipient for mail in mails(session, MailKind.INVITATION)][-1] == "paul@cabinet.example"


def test_a_colleague_who_said_yes_keeps_their_seat(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    say(session, guests["ines"], SUBSTITUTED, Colleague("Rosa", email="rosa@cabinet.example"))
    say(session, sent_instead(session, guests["ines"])["Rosa"], GOING)
    session.commit()
    with pytest.raises(ColleagueAlreadySent):
        say(session, guests["ines"], SUBSTITUTED, Colleague("Paul", email="paul@cabinet.example"))
    session.rollback()
    assert cast.lunch.seats_taken == 1
    assert len(mails(session, MailKind.INVITATION)) == 3


def test_one_who_said_no_leaves_room_for_another(session: Session, cast: Cast, guests: dict[str, Invitation]) -> None:
    say(session, guests["ines"], SUBSTITUTED, Colleague("Rosa", email="rosa@cabinet.example"))
    say(session, sent_instead(session, guests["ines"])["Rosa"], DECLINED)
    assert cast.lunch.seats_taken == 0
    say(session, guests["ines"], SUBSTITUTED, Colleague("Paul", email="paul@cabinet.example"))
    assert cast.lunch.seats_taken == 1


def test_one_invitation_brings_few_mails_to_strangers(session: Session, guests: dict[str, Invitation]) -> None:
    for name in ("Rosa", "Paul", "Lila"):
        say(session, guests["ines"], SUBSTITUTED, Colleague(name, email=f"{name.lower()}@cabinet.example"))
    with pytest.raises(ColleagueAlreadySent):
        say(session, guests["ines"], SUBSTITUTED, Colleague("Omar", email="omar@cabinet.example"))


def test_an_answer_read_before_another_one_was_given_is_read_again(
    app: Flask, session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    """A page reads the invitation, waits for the lock, and must not take its old reading for the truth."""
    registration = say(session, guests["ines"], GOING)
    session.commit()
    ines_id = guests["ines"].id
    with app.app_context():
        other = db.session()
        say(other, other.get_one(Invitation, ines_id), DECLINED)
        other.commit()
    assert registration.status is GOING, "not read again yet"
    say(session, guests["ines"], GOING)
    assert cast.lunch.seats_taken == 1
    assert [change.status for change in registration.changes] == [GOING, RegistrationStatus.WITHDRAWN, GOING]


@pytest.mark.parametrize(
    "name",
    [
        "Rosa voir http://piege.example",
        "www.piege.fr",
        "piege.fr/a",
        "Madame Monsieur, voyez evil.example",
        "Gagnez 500 €",
        "Vous avez gagné appelez votre banque aujourd’hui",
    ],
)
def test_a_name_that_a_stranger_receives_holds_no_link_and_no_message(
    session: Session, guests: dict[str, Invitation], name: str
) -> None:
    for colleague in (
        Colleague(name, email="rosa@cabinet.example"),
        Colleague("Rosa", name, email="rosa@cabinet.example"),
    ):
        with pytest.raises(ColleagueUnreachable):
            say(session, guests["ines"], SUBSTITUTED, colleague)


def test_a_colleague_taken_off_the_list_or_gone_does_not_come_back_by_a_link(
    session: Session, cast: Cast, guests: dict[str, Invitation]
) -> None:
    remove_guest(session, guests["karim"], now=NOW)
    with pytest.raises(ColleagueNotPossible):
        say(session, guests["ines"], SUBSTITUTED, Colleague("Karim", email="karim@sante.example"))
    gone = factories.professional(session, "Rosa", email="rosa@cabinet.example", left_at=NOW)
    with pytest.raises(ColleagueNotPossible):
        say(session, guests["ines"], SUBSTITUTED, Colleague(gone.first_name, email="rosa@cabinet.example"))


def test_nobody_answers_before_being_asked(session: Session, cast: Cast) -> None:
    draft = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    with pytest.raises(NotInvited):
        say(session, draft, GOING)


def test_nobody_answers_once_it_began_or_is_off(session: Session, cast: Cast, guests: dict[str, Invitation]) -> None:
    with pytest.raises(MeetupOver):
        answer(session, guests["ines"], GOING, source=AnswerSource.EMAIL_LINK, now=LUNCH)
    cancel(session, cast.lunch, reason="", now=NOW)
    with pytest.raises(MeetupCancelled):
        say(session, guests["ines"], GOING)


def test_an_invitation_taken_back_answers_nothing(session: Session, guests: dict[str, Invitation]) -> None:
    remove_guest(session, guests["ines"], now=NOW)
    with pytest.raises(ExpiredLink):
        say(session, guests["ines"], GOING)


def test_counts_tell_answers_from_silence(session: Session, cast: Cast, guests: dict[str, Invitation]) -> None:
    say(session, guests["ines"], GOING)
    say(session, guests["karim"], SUBSTITUTED, Colleague("Rosa", "", "rosa@cabinet.example"))
    counts = answer_counts(session, [cast.lunch.id])[cast.lunch.id]
    assert (counts.asked, counts.answered, counts.silent) == (4, 2, 2)
    assert counts.of(GOING, OFFERED) == cast.lunch.seats_taken == 2


def test_a_person_met_twice_is_added_once(session: Session, cast: Cast) -> None:
    first = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    assert add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW) is first
