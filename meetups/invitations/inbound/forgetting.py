"""Forget what somebody wrote, once they have left."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from meetups.invitations.inbound.emails import words_key
from meetups.invitations.inbound.marks import forget_returned_to
from meetups.invitations.inbound.queries import WAITING
from meetups.outbox.models import InboundMessage, InboundState
from meetups.outbox.services import FORGOTTEN, NO_SUBJECT


def forget_received(
    session: Session, concerned: Collection[str], addresses: Collection[str], *, now: datetime
) -> list[str]:
    """Forget who wrote what, in mails about these invitations (public ids), from these addresses, or that name them.

    What each mail was, about which meetup and when, stays. Gives back the dedupe keys of the mails by which the team
    was told, for the outbox to forget as well. Nobody has to look at them any more.
    """
    said = (InboundMessage.words, InboundMessage.reason)
    named = [where.icontains(address, autoescape=True) for address in addresses for where in said]
    theirs = or_(
        InboundMessage.concerns.in_(concerned), func.lower(InboundMessage.from_address).in_(addresses), *named
    )
    found = session.scalars(select(InboundMessage).where(theirs)).all()
    for message in found:
        forget_returned_to(message)
    session.flush()
    nothing = {"from_address": FORGOTTEN, "from_name": "", "subject": NO_SUBJECT, "words": "", "message_id": ""}
    ids = [message.id for message in found]
    session.execute(
        update(InboundMessage).where(InboundMessage.id.in_(ids)).values(raw=None, concerns=None, **nothing)
    )
    waiting = InboundMessage.id.in_(ids), InboundMessage.state.in_(WAITING)
    session.execute(update(InboundMessage).where(*waiting).values(state=InboundState.DONE, handled_at=now))
    return [words_key(message) for message in found]
