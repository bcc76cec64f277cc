"""What an organiser makes of a message: put away, attached to a guest, an answer noted."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.accounts.records import record_audit
from meetups.invitations.answers import answer
from meetups.invitations.inbound.marks import attach
from meetups.invitations.inbound.queries import WAITING
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerChoice, AnswerSource
from meetups.outbox.models import InboundMessage, InboundState
from meetups.outbox.suspensions import reactivate_address


def put_away(session: Session, message: InboundMessage, *, by: Account, now: datetime) -> None:
    """Nobody has to look at it any more; said twice, the first time stands. Flushes."""
    if message.state in WAITING:
        message.state, message.handled_at, message.handled_by = InboundState.DONE, now, by.public_id
        record_audit(session, actor=by, action="message_handled", object=message, now=now)
    session.flush()


def take_out(session: Session, message: InboundMessage) -> None:
    """To be read again. Flushes."""
    if message.state is InboundState.DONE:
        message.state, message.handled_at, message.handled_by = InboundState.TO_READ, None, None
    session.flush()


def attach_to(
    session: Session, message: InboundMessage, invitation: Invitation, *, by: Account, now: datetime
) -> None:
    """It is about this guest. Flushes."""
    attach(message, invitation)
    record_audit(session, actor=by, action="message_attached", object=message, now=now)


def note_answer(
    session: Session,
    message: InboundMessage,
    invitation: Invitation,
    choice: AnswerChoice,
    *,
    by: Account,
    now: datetime,
) -> None:
    """What the message says is this guest's answer: an organiser read it. Raises as ``answers.answer``."""
    answer(session, invitation, choice.status, source=AnswerSource.TEAM, now=now, actor=by.public_id)
    record_audit(session, actor=by, action="answer_recorded", object=invitation, now=now)
    attach_to(session, message, invitation, by=by, now=now)
    put_away(session, message, by=by, now=now)


def write_again(session: Session, message: InboundMessage, address: str, *, by: Account, now: datetime) -> None:
    """The address that sent our mail back works again, somebody checked. Flushes."""
    if reactivate_address(session, address):
        record_audit(session, actor=by, action="address_reactivated", object=message, now=now)
    put_away(session, message, by=by, now=now)
