"""Leaving the network also forgets what somebody wrote to us."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from meetups.invitations.inbound import receive
from meetups.invitations.leaving import leave_network
from meetups.invitations.models import Invitation
from meetups.outbox.models import InboundMessage, InboundState, MailKind, OutgoingEmail
from meetups.outbox.services import enqueue
from tests import factories
from tests.conftest import Cast
from tests.invitations.inbound.letters import LATER, mail, reply, report, words
from tests.outbox.mails import a_mail

INES = "ines@sante.example"


def messages(session: Session) -> list[InboundMessage]:
    session.flush()
    session.expire_all()
    wanted = select(InboundMessage).options(undefer(InboundMessage.raw)).order_by(InboundMessage.id)
    return list(session.scalars(wanted))


def test_what_somebody_wrote_goes_with_them_and_what_others_wrote_stays(
    session: Session, cast: Cast, ines: Invitation
) -> None:
    receive(session, words("INES@sante.example", "Je suis Inès, au 06."), now=LATER)
    receive(session, reply(ines, "ACCEPTED"), now=LATER)
    receive(session, mail("MAILER-DAEMON@sante.example", f"\nUser {INES} unknown\n"), now=LATER)
    receive(session, words("karim@sante.example", "Bonjour"), now=LATER)
    leave_network(session, cast.ines, now=LATER)
    *hers, karims = messages(session)
    for message in hers:
        said = (message.from_name, message.words, message.message_id, message.concerns, message.raw)
        assert said == ("", "", "", None, None)
        assert "ines" not in message.from_address + message.subject
        assert message.state in {InboundState.DONE, InboundState.APPLIED, InboundState.IGNORED}
    assert karims.words == "Bonjour"
    assert karims.state is InboundState.TO_READ
    told = session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.WORDS).order_by(OutgoingEmail.id)
    ).all()
    assert [sent.mime is None for sent in told] == [True, False]
    assert "Inès" not in told[0].subject


def test_an_address_that_sent_a_mail_back_is_said_no_more(session: Session, cast: Cast) -> None:
    row = enqueue(session, a_mail("code:1", INES), now=LATER)
    factories.mails_leave(session)
    receive(session, report(row), now=LATER)
    assert messages(session)[0].reason == f"suspended:5.1.1 {INES}"
    leave_network(session, cast.ines, now=LATER)
    assert messages(session)[0].reason == "suspended:5.1.1"


def test_an_address_that_somebody_else_still_uses_keeps_its_mails(
    session: Session, cast: Cast, ines: Invitation
) -> None:
    factories.professional(session, "Lila", email=INES)
    ines.withdrawn_at = LATER
    receive(session, words(INES, "C'est Lila."), now=LATER)
    leave_network(session, cast.ines, now=LATER)
    assert messages(session)[0].words == "C'est Lila."
