"""Who is on a guest list."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.calendars.uids import new_uid
from meetups.directory.models import Professional
from meetups.invitations.errors import CannotBeInvited
from meetups.invitations.models import Invitation
from meetups.invitations.seats import lock_meetup
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change
from meetups.web.links import settings

Reasons = Sequence[dict[str, object]]


def add_guest(
    session: Session, meetup: Meetup, professional: Professional, *, reasons: Reasons, now: datetime
) -> Invitation:
    """Put someone on the list, or back on it. Nothing leaves yet. Raises ``CannotBeInvited``."""
    check_can_change(lock_meetup(session, meetup.id), now)
    if not professional.can_be_invited(now):
        raise CannotBeInvited(professional.first_name)
    existing = find_invitation(session, meetup, professional)
    if existing is not None:
        if existing.withdrawn_at is not None:
            existing.withdrawn_at = existing.invited_at = None
            existing.link_version += 1
            session.flush()
        return existing
    invitation = Invitation(
        meetup=meetup,
        professional=professional,
        channel=professional.contact_channel,
        uid=new_uid(settings().secret_key.encode(), settings().host, uuid.uuid4()),
        reasons=list(reasons),
        created_at=now,
    )
    session.add(invitation)
    session.flush()
    return invitation


def find_invitation(session: Session, meetup: Meetup, professional: Professional) -> Invitation | None:
    """This person's line on this list, taken back or not."""
    return session.scalar(
        select(Invitation).where(Invitation.meetup_id == meetup.id, Invitation.professional_id == professional.id)
    )
