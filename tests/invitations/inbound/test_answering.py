"""Calendar answers: each rule about who is believed, which answer is the latest, and what it changes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.invitations.answers import answer
from meetups.invitations.inbound import receive
from meetups.invitations.models import Invitation, RegistrationChange
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import cancel, remove_guest, reschedule
from meetups.outbox.addresses import reply_address
from meetups.outbox.message import describe
from meetups.outbox.models import InboundMessage, InboundState, MailKind, OutgoingEmail
from meetups.web.links import settings
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH
from tests.invitations.inbound.letters import LATER, passed, reply, reply_object, words

APPLIED, ASKED, IGNORED, TO_DECIDE, TO_READ = (
    InboundState.APPLIED,
    InboundState.ASKED,
    InboundState.IGNORED,
    InboundState.TO_DECIDE,
    InboundState.TO_READ,
)
MUCH_LATER = LATER + timedelta(hours=5)


def take(session: Session, raw: bytes) -> tuple[InboundState, str]:
    """Its state and the word of its reason, read from the database."""
    receive(session, raw, now=MUCH_LATER)
    session.commit()
    session.expire_all()
    message = session.scalars(select(InboundMessage).order_by(InboundMessage.id.desc())).first()
    assert message is not None
    return message.state, message.reason.partition(":")[0]


def status(invitation: Invitation) -> str | None:
    return invitation.registration.status.value if invitation.registration else None


def mails(session: Session, kind: MailKind) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind).order_by(OutgoingEmail.id)))


@pytest.mark.parametrize(
    ("partstat", "noted"), [("ACCEPTED", "going"), ("TENTATIVE", "maybe"), ("DECLINED", "declined")]
)
def test_an_answer_is_noted_from_the_calendar_and_confirmed(
    session: Session, ines: Invitation, partstat: str, noted: str
) -> None:
    assert take(session, reply(ines, partstat)) == (APPLIED, "noted")
    assert status(ines) == noted
    assert ines.registration is not None
    assert ines.registration.source is AnswerSource.CALENDAR
    assert [mail.recipient for mail in mails(session, MailKind.CONFIRMATION)] == ["ines@sante.example"]


def test_the_same_mail_twice_is_one_message_and_the_same_answer_twice_changes_nothing(
    session: Session, ines: Invitation
) -> None:
    raw = reply(ines, "ACCEPTED")
    take(session, raw)
    take(session, raw)
    assert session.scalar(select(func.count()).select_from(InboundMessage)) == 1
    assert take(session, reply(ines, "ACCEPTED", stamp=LATER + timedelta(minutes=1))) == (APPLIED, "same")
    assert len(mails(session, MailKind.CONFIRMATION)) == 1
    assert session.scalar(select(func.count()).select_from(RegistrationChange)) == 1


def test_answers_that_arrive_out_of_order_leave_the_latest(session: Session, ines: Invitation) -> None:
    take(session, reply(ines, "ACCEPTED", stamp=LATER))
    assert take(session, reply(ines, "DECLINED", stamp=LATER - timedelta(minutes=1))) == (IGNORED, "not_newer")
    assert take(session, reply(ines, "DECLINED", stamp=LATER)) == (IGNORED, "not_newer")
    assert status(ines) == "going"
    assert take(session, reply(ines, "DECLINED", stamp=LATER + timedelta(minutes=1))) == (APPLIED, "noted")
    assert status(ines) == "withdrawn"


def test_a_clock_ahead_by_a_year_is_not_believed_for_a_year(session: Session, ines: Invitation) -> None:
    take(session, reply(ines, "ACCEPTED", stamp=LATER + timedelta(days=365), sequence=999_999))
    receive(
        session, reply(ines, "DECLINED", stamp=MUCH_LATER + timedelta(hours=1)), now=MUCH_LATER + timedelta(days=1)
    )
    assert status(ines) == "withdrawn"


def test_a_version_that_was_never_sent_is_not_the_last_word(session: Session, ines: Invitation) -> None:
    take(session, reply(ines, "ACCEPTED", sequence=999_999))
    assert take(session, reply(ines, "TENTATIVE", stamp=LATER + timedelta(minutes=1))) == (APPLIED, "noted")


def test_what_nothing_proves_and_changes_nothing_asks_nobody(session: Session, cast: Cast, ines: Invitation) -> None:
    take(session, reply(ines, "ACCEPTED"))
    stamp = LATER + timedelta(minutes=1)
    assert take(session, reply(ines, "ACCEPTED", top="", stamp=stamp)) == (IGNORED, "same")
    cancel(session, cast.lunch, reason="La neige.", now=LATER)
    stamp += timedelta(minutes=1)
    assert take(session, reply(ines, "DECLINED", top="", stamp=stamp)) == (IGNORED, "cancelled")
    assert mails(session, MailKind.ANSWER_CHECK) == []


def test_what_was_said_on_the_telephone_since_is_kept(session: Session, ines: Invitation) -> None:
    answer(session, ines, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=LATER, actor="maud")
    assert take(session, reply(ines, "DECLINED", stamp=LATER - timedelta(minutes=5))) == (IGNORED, "said_since")
    assert status(ines) == "going"
    assert take(session, reply(ines, "DECLINED", stamp=LATER + timedelta(minutes=5))) == (APPLIED, "noted")


def moved(session: Session, ines: Invitation) -> None:
    """Another date was told to her, as SEQUENCE 1."""
    ines.sequence = ines.moved_sequence = 1
    session.commit()


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_a_yes_to_a_former_date_is_asked_again(session: Session, ines: Invitation, partstat: str) -> None:
    moved(session, ines)
    assert take(session, reply(ines, partstat, sequence=0)) == (ASKED, "moved")
    assert status(ines) is None
    (check,) = mails(session, MailKind.ANSWER_CHECK)
    assert check.mime is not None
    assert "ont changé" in describe(check.mime).text
    assert take(session, reply(ines, partstat, sequence=1)) == (APPLIED, "noted")


def test_a_no_to_a_former_date_is_a_no(session: Session, ines: Invitation) -> None:
    take(session, reply(ines, "ACCEPTED"))
    moved(session, ines)
    assert take(session, reply(ines, "ACCEPTED", sequence=1, stamp=LATER + timedelta(minutes=1))) == (APPLIED, "same")
    later = LATER + timedelta(minutes=2)
    assert take(session, reply(ines, "DECLINED", sequence=0, stamp=later)) == (APPLIED, "noted")
    assert status(ines) == "withdrawn"
    assert take(session, reply(ines, "ACCEPTED", sequence=0, stamp=later + timedelta(minutes=1))) == (ASKED, "moved")


@pytest.mark.parametrize(
    ("sender", "top"),
    [
        ("ines@sante.example", ""),
        ("ines@sante.example", "Authentication-Results: mx.ailleurs.example; dmarc=pass header.from=sante.example\n"),
        ("ines@sante.example", passed("ines@sante.example", "fail") + passed("ines@sante.example")),
        ("jo@voleur.example", passed("jo@voleur.example")),
    ],
    ids=["not vouched for", "by another server", "under ours", "somebody else"],
)
def test_what_nothing_proves_changes_nothing_and_asks_for_a_click(
    session: Session, ines: Invitation, sender: str, top: str
) -> None:
    assert take(session, reply(ines, "DECLINED", sender=sender, top=top)) == (ASKED, "unproven")
    assert status(ines) is None
    assert ines.reply_stamp is None
    (check,) = mails(session, MailKind.ANSWER_CHECK)
    assert check.recipient == "ines@sante.example"
    assert check.mime is not None
    text = describe(check.mime).text
    assert "reponse=non" in text
    assert describe(check.mime).calendar is None


def test_a_flood_of_forged_answers_makes_one_mail_a_day(session: Session, ines: Invitation) -> None:
    for minute in range(5):
        stamp = LATER + timedelta(minutes=minute)
        assert take(session, reply(ines, "DECLINED", top="", stamp=stamp)) == (ASKED, "unproven")
    assert len(mails(session, MailKind.ANSWER_CHECK)) == 1
    receive(session, reply(ines, "DECLINED", top=""), now=MUCH_LATER + timedelta(days=1))
    assert len(mails(session, MailKind.ANSWER_CHECK)) == 2


def test_whoever_changes_their_mind_is_asked_about_the_new_answer(session: Session, ines: Invitation) -> None:
    assert take(session, reply(ines, "ACCEPTED", top="")) == (ASKED, "unproven")
    assert take(session, reply(ines, "DECLINED", top="", stamp=LATER + timedelta(hours=1))) == (ASKED, "unproven")
    asked = [describe(mail.mime).text for mail in mails(session, MailKind.ANSWER_CHECK) if mail.mime]
    assert ["reponse=oui" in asked[0], "reponse=non" in asked[1]] == [True, True]


def test_words_beside_an_answer_that_changes_nothing_are_read_too(session: Session, ines: Invitation) -> None:
    take(session, reply(ines, "ACCEPTED"))
    again = reply(ines, "ACCEPTED", comment="Je serai en retard.", stamp=LATER + timedelta(hours=1))
    assert take(session, again)[0] is TO_READ
    (sent,) = mails(session, MailKind.WORDS)
    assert sent.concerns is None, "a mail to the team is no mail to the guest, which later news would replace"


def test_what_reached_the_secret_address_of_her_own_mail_is_believed(
    session: Session, cast: Cast, ines: Invitation
) -> None:
    def sent_to(person: str) -> str:
        row = next(mail for mail in mails(session, MailKind.INVITATION) if mail.recipient == person)
        return f"X-Original-To: {reply_address(settings().secret_key.encode(), settings().mail_from, row.public_id)}\n"

    karims = sent_to("karim@sante.example")
    assert take(session, reply(ines, "ACCEPTED", top=karims)) == (ASKED, "unproven")
    assert take(session, reply(ines, "ACCEPTED", top=sent_to("ines@sante.example"))) == (APPLIED, "noted")


def test_another_address_of_the_same_person_is_hers(session: Session, cast: Cast, ines: Invitation) -> None:
    cast.ines.account = factories.account(session, "ines.perrier@maison.example", "Inès")
    raw = reply(ines, "ACCEPTED", sender="Ines.Perrier@Maison.example", attendee="INES@sante.example")
    assert take(session, raw) == (APPLIED, "noted")


def test_a_secretary_answers_for_somebody_and_the_history_says_so(
    session: Session, cast: Cast, ines: Invitation
) -> None:
    cast.ines.secretary_email = "Secretariat@sante.example"
    assert take(session, reply(ines, "TENTATIVE", sender="secretariat@sante.example")) == (APPLIED, "noted")
    assert ines.registration is not None
    assert ines.registration.source is AnswerSource.SECRETARY


def test_an_answer_signed_by_an_unknown_address_is_for_the_organiser(session: Session, ines: Invitation) -> None:
    raw = reply(ines, "ACCEPTED", sender="jo@sante.example", attendee="jo@sante.example")
    assert take(session, raw) == (TO_DECIDE, "not_theirs")
    assert mails(session, MailKind.ANSWER_CHECK) == []


def test_without_an_organizer_an_answer_is_read_as_exchange_writes_it(session: Session, ines: Invitation) -> None:
    assert take(session, reply(ines, "ACCEPTED", with_organizer=False)) == (APPLIED, "noted")


def test_another_time_that_is_proposed_is_never_applied(session: Session, ines: Invitation) -> None:
    assert take(session, reply(ines, "ACCEPTED", method="COUNTER", comment="Plutôt le 26 ?")) == (TO_DECIDE, "counter")
    message = session.scalars(select(InboundMessage)).one()
    assert (message.words, message.reason) == ("Plutôt le 26 ?", "counter:2027-01-26T11:15Z")
    assert message.concerns == ines.public_id
    assert status(ines) is None
    (sent,) = mails(session, MailKind.WORDS)
    assert sent.mime is not None
    text = describe(sent.mime).text
    assert "Plutôt le 26" in text
    assert "mardi 26" in text


def test_a_seat_held_after_a_new_date_is_confirmed_from_the_calendar(session: Session, ines: Invitation) -> None:
    take(session, reply(ines, "ACCEPTED"))
    start = LUNCH + timedelta(days=7)
    venue_id = ines.meetup.venue_id
    ends = start + timedelta(hours=2)
    reschedule(session, ines.meetup, starts_at=start, ends_at=ends, venue_id=venue_id, now=MUCH_LATER)
    factories.mails_leave(session)
    assert status(ines) == "offered"
    receive(session, reply(ines, "ACCEPTED", stamp=MUCH_LATER), now=MUCH_LATER)
    assert status(ines) == "going"
    assert ines.meetup.seats_taken == 1


def test_an_answer_that_cannot_be_read_still_says_about_whom(session: Session, ines: Invitation) -> None:
    assert take(session, reply(ines, "DELEGATED")) == (TO_DECIDE, "unreadable")
    assert session.scalars(select(InboundMessage.concerns)).one() == ines.public_id


@pytest.mark.parametrize("uid", ["", "1b4e28ba-2fa1-41d2-883f-0016d3cca427@reseau.example"])
def test_an_answer_to_no_invitation_of_ours_waits_for_somebody(session: Session, ines: Invitation, uid: str) -> None:
    content = reply_object(ines, "ACCEPTED").replace(f"UID:{ines.uid}", f"UID:{uid}")
    raw = (
        words("ines@sante.example", "x")
        .replace(b"text/plain", b"text/calendar")
        .replace(b"\r\n\r\nx\r\n", b"\r\n\r\n" + content.encode())
    )
    assert take(session, raw) == (TO_DECIDE, "unknown_invitation" if uid else "unreadable")


def test_words_beside_a_yes_are_to_be_read_by_the_team(session: Session, ines: Invitation) -> None:
    assert take(session, reply(ines, "ACCEPTED", comment="Avec ma stagiaire ?")) == (TO_READ, "noted")
    assert status(ines) == "going"
    (sent,) = mails(session, MailKind.WORDS)
    assert sent.recipient == "equipe@parenthese.example"
    assert sent.mime is not None
    assert "Avec ma stagiaire ?" in describe(sent.mime).text


def test_a_full_table_makes_a_calendar_yes_wait(session: Session, cast: Cast, ines: Invitation) -> None:
    cast.lunch.capacity = cast.lunch.seats_taken = 2
    assert take(session, reply(ines, "ACCEPTED")) == (APPLIED, "in_line")
    assert status(ines) == "waiting"
    assert len(mails(session, MailKind.WAITING)) == 1


def test_once_the_meals_are_ordered_a_yes_is_refused_and_said(session: Session, cast: Cast, ines: Invitation) -> None:
    cast.lunch.answer_by = LATER
    assert take(session, reply(ines, "ACCEPTED")) == (TO_DECIDE, "meals_ordered")
    assert status(ines) is None
    (sent,) = mails(session, MailKind.ANSWER_CHECK)
    assert "repas" in sent.subject
    assert take(session, reply(ines, "DECLINED")) == (APPLIED, "noted")


def test_a_meetup_called_off_or_an_invitation_taken_back_is_answered_in_vain(
    session: Session, cast: Cast, ines: Invitation
) -> None:
    raw = reply(ines, "ACCEPTED")
    remove_guest(session, ines, now=LATER)
    assert take(session, raw) == (IGNORED, "withdrawn")
    ines.withdrawn_at = None
    cancel(session, cast.lunch, reason="La neige.", now=LATER)
    assert take(session, raw + b"\r\n") == (IGNORED, "cancelled")
    assert status(ines) is None


def test_a_meetup_that_is_over_is_answered_in_vain(session: Session, ines: Invitation) -> None:
    message = receive(session, reply(ines, "ACCEPTED"), now=LUNCH + timedelta(days=1))
    assert (message.state, message.reason) == (IGNORED, "over:oui")


def test_an_event_merely_put_in_a_calendar_says_nothing(session: Session, ines: Invitation) -> None:
    assert take(session, reply(ines, "NEEDS-ACTION")) == (IGNORED, "no_answer")


def test_somebody_whom_no_mail_reaches_is_asked_by_the_team(session: Session, cast: Cast, ines: Invitation) -> None:
    cast.ines.secretary_email = "secretariat@sante.example"
    cast.ines.contact_channel = cast.odile.contact_channel
    session.flush()
    raw = reply(ines, "ACCEPTED", sender="secretariat@sante.example", top="")
    cast.ines.email = None
    raw = raw.replace(b"mailto:ines@", b"mailto:secretariat@")
    assert take(session, raw) == (TO_DECIDE, "no_address")
