"""What people write: to whom and what it is attached, who reads it, and who is not answered for ever."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.installation import find_installation
from meetups.invitations.guests import add_guest
from meetups.invitations.inbound import receive
from meetups.invitations.inbound.words import MOST_A_DAY
from meetups.invitations.models import Invitation
from meetups.invitations.services import invite
from meetups.outbox.addresses import reply_address
from meetups.outbox.message import describe
from meetups.outbox.models import InboundMessage, InboundState, MailKind, OutgoingEmail
from meetups.web.links import settings
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.inbound.letters import LATER, words

INES, TEAM = "ines@sante.example", "equipe@parenthese.example"


def told(session: Session) -> list[OutgoingEmail]:
    """Mails to the team."""
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.WORDS)))


def invitation_mail(session: Session) -> OutgoingEmail:
    wanted = (OutgoingEmail.kind == MailKind.INVITATION, OutgoingEmail.recipient == INES)
    return session.scalars(select(OutgoingEmail).where(*wanted)).one()


def test_words_reach_the_team_who_answers_the_person_directly(session: Session, ines: Invitation) -> None:
    message = receive(session, words(INES, "Puis-je venir avec mon chien ?"), now=LATER)
    assert (message.state, message.reason) == (InboundState.TO_READ, "")
    (sent,) = told(session)
    assert sent.recipient == TEAM
    assert sent.mime is not None
    assert b"Reply-To: ines@sante.example" in sent.mime
    read = describe(sent.mime)
    assert "Puis-je venir avec mon chien ?" in read.text
    assert "Inès" in read.subject
    assert f"/organisation/messages/{message.public_id}" in read.text


def by_secret_address(session: Session) -> dict[str, str]:
    row = invitation_mail(session)
    return {"to": reply_address(settings().secret_key.encode(), settings().mail_from, row.public_id)}


def by_reference(session: Session) -> dict[str, str]:
    return {"In_Reply_To": invitation_mail(session).message_id}


@pytest.mark.parametrize("which", [by_secret_address, by_reference])
def test_a_mail_that_answers_one_of_ours_is_about_its_guest_whoever_writes(
    session: Session, ines: Invitation, which
) -> None:
    message = receive(session, words("jo@ailleurs.example", "Inès est en congé.", **which(session)), now=LATER)
    assert (message.about, message.concerns) == (ines.meetup.public_id, ines.public_id)
    (sent,) = told(session)
    assert "Inès" not in sent.subject, "somebody else wrote"
    assert "jo@ailleurs.example" in sent.subject


def test_somebody_invited_to_two_meetups_is_attached_to_neither(
    session: Session, cast: Cast, ines: Invitation
) -> None:
    assert receive(session, words(INES, "Je viens !"), now=LATER).concerns == ines.public_id
    other = factories.meetup(session, cast.room, title="Un autre")
    add_guest(session, other, cast.ines, reasons=[], now=NOW)
    invite(session, other, now=NOW)
    assert receive(session, words(INES, "Je viens ?"), now=LATER).concerns is None


def test_a_lunch_that_is_over_is_not_what_somebody_writes_about(session: Session, ines: Invitation) -> None:
    assert receive(session, words(INES, "Merci !"), now=LUNCH.replace(month=2)).concerns is None


def test_a_stranger_s_words_are_read_too(session: Session, ines: Invitation) -> None:
    message = receive(session, words("sacha@ailleurs.example", "Comment venir ?"), now=LATER)
    assert (message.state, message.about) == (InboundState.TO_READ, None)
    assert len(told(session)) == 1


def test_the_team_s_own_words_are_kept_and_not_sent_to_it(session: Session, ines: Invitation) -> None:
    message = receive(session, words(TEAM.title(), "Un essai."), now=LATER)
    assert message.state is InboundState.TO_READ
    assert told(session) == []


@pytest.mark.parametrize(("address", "is_demo"), [("", False), ("equipe@parenthese.example", False)])
def test_a_team_without_a_real_address_reads_the_page(
    session: Session, ines: Invitation, address: str, is_demo: bool
) -> None:
    team = find_installation(session)
    assert team is not None
    team.team_email, team.is_demo = address, is_demo
    session.flush()
    assert receive(session, words(INES, "Bonjour"), now=LATER).state is InboundState.TO_READ
    assert told(session) == []


def test_our_own_mails_are_nobody_s_words(session: Session, ines: Invitation) -> None:
    for sender in ("reseau@parenthese.example", "Reseau+r.abc@parenthese.example"):
        message = receive(session, words(sender, "Essai"), now=LATER)
        assert (message.state, message.reason) == (InboundState.IGNORED, "ourselves")
    assert told(session) == []


def test_two_programs_that_answer_each_other_are_stopped(session: Session, ines: Invitation) -> None:
    for number in range(MOST_A_DAY + 5):
        last = receive(session, words(INES, f"Bien reçu {number}"), now=LATER)
    assert (last.state, last.reason) == (InboundState.IGNORED, "too_many")
    assert len(told(session)) == MOST_A_DAY
    assert session.scalar(select(func.count()).select_from(InboundMessage)) == MOST_A_DAY + 5


def test_one_mail_by_two_ways_is_told_once(session: Session, ines: Invitation) -> None:
    raw = words(INES, "Je viens.")
    receive(session, raw, now=LATER)
    copy = receive(session, b"Received: by un.autre.example\r\n" + raw, now=LATER)
    assert (copy.state, copy.reason) == (InboundState.IGNORED, "twice")
    assert len(told(session)) == 1


def test_a_vacation_message_is_kept_and_let_be(session: Session, ines: Invitation) -> None:
    message = receive(session, words(INES, "Je suis absente.", Auto_Submitted="auto-replied"), now=LATER)
    assert (message.state, message.reason) == (InboundState.IGNORED, "automatic")
    assert message.concerns == ines.public_id
    assert told(session) == []


def test_an_address_that_no_mail_can_carry_is_not_written_back(session: Session, ines: Invitation) -> None:
    message = receive(session, words("jo\u00e9@ailleurs.example", "Bonjour"), now=LATER)
    assert message.state is InboundState.TO_READ
    (sent,) = told(session)
    assert sent.mime is not None
    assert "joé" not in sent.mime.decode()
