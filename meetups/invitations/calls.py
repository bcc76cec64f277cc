"""People whom a person reaches: by telephone, by letter, in passing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations.models import Call, Invitation
from meetups.invitations.rules import CallReason


def add_call(session: Session, invitation: Invitation, reason: CallReason, *, now: datetime) -> Call:
    """Somebody to reach about this; the same event said twice is one call. Flushes."""
    meetup, person = invitation.meetup, invitation.professional
    key = f"call:{invitation.public_id}:{reason}:{invitation.link_version}.{meetup.sequence}"
    known = session.scalar(select(Call).where(Call.dedupe_key == key))
    if known is not None:
        return known
    call = Call(
        dedupe_key=key,
        meetup=meetup,
        invitation=invitation,
        name=person.full_name,
        phone=person.phone,
        reason=reason,
        created_at=now,
    )
    session.add(call)
    session.flush()
    return call
