"""What people write to us in words: attached to whom and what it is about, shown, and sent on to the team."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.installation import Installation, find_installation
from meetups.invitations.inbound.emails import words_mail
from meetups.invitations.inbound.marks import attach, settle
from meetups.invitations.inbound.matching import answered_mail, invitation_named, only_invitation
from meetups.invitations.inbound.reasons import Reason
from meetups.invitations.models import Invitation
from meetups.outbox import services as outbox
from meetups.outbox.incoming import Incoming
from meetups.outbox.models import InboundMessage, InboundState
from meetups.outbox.readiness import RESERVED

MOST_A_DAY = 30
"""Mails of one address that the team is told of in a day: beyond, two programs are answering each other."""


def take_words(session: Session, message: InboundMessage, mail: Incoming, *, now: datetime) -> None:
    """For the team to read, and theirs by mail at once."""
    invitation = attach_words(session, message, mail, now=now)
    if _came_already(session, message):
        settle(message, InboundState.IGNORED, Reason.TWICE)
    elif is_too_much(session, message, now=now):
        settle(message, InboundState.IGNORED, Reason.TOO_MANY)
    else:
        settle(message, InboundState.TO_READ)
        tell_team(session, message, invitation, now=now)


def attach_words(session: Session, message: InboundMessage, mail: Incoming, *, now: datetime) -> Invitation | None:
    """The guest whom it is about: by the mail that it answers, else by who writes."""
    answered = answered_mail(session, mail)
    if answered is not None and answered.about:
        message.about = answered.about
    invitation = invitation_named(session, answered.concerns) if answered else None
    if invitation is None and message.about is None:
        invitation = only_invitation(session, mail.from_address, now=now)
    attach(message, invitation)
    return invitation


def tell_team(session: Session, message: InboundMessage, invitation: Invitation | None, *, now: datetime) -> None:
    """A mail to the team's own address, unless there is none that works, or the team itself wrote."""
    team = find_installation(session)
    if team is not None and _is_read(team) and team.team_email.lower() != message.from_address:
        session.flush()
        outbox.enqueue(session, words_mail(message, invitation, team), now=now)


def is_too_much(session: Session, message: InboundMessage, *, now: datetime) -> bool:
    """Whether this address wrote more in a day than any person does."""
    since = InboundMessage.from_address == message.from_address, InboundMessage.received_at > now - timedelta(days=1)
    count = session.scalar(select(func.count()).select_from(InboundMessage).where(*since)) or 0
    return count > MOST_A_DAY


def _is_read(team: Installation) -> bool:
    """In a demo every address is invented, and no mail leaves for real."""
    return bool(team.team_email) and (team.is_demo or not team.team_email.lower().endswith(RESERVED))


def _came_already(session: Session, message: InboundMessage) -> bool:
    """The same mail by two ways: to our address and to its copy."""
    if not message.message_id:
        return False
    same = select(InboundMessage.id).where(
        InboundMessage.message_id == message.message_id,
        InboundMessage.from_address == message.from_address,
        InboundMessage.words == message.words,
        InboundMessage.id != message.id,
    )
    return session.scalar(same.limit(1)) is not None
