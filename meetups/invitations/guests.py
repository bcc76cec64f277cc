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
    if not professional.can_be_invited(now):
        raise CannotBeInvited(professional.first_name)
    return add_guests(session, meetup, [(professional, reasons)], now=now)[0]


def add_guests(
    session: Session, meetup: Meetup, people: Sequence[tuple[Professional, Reasons]], *, now: datetime
) -> list[Invitation]:
    """Put several people on the list at once, those who may be invited; nobody is there twice."""
    check_can_change(lock_meetup(session, meetup.id), now)
    on_list = select(Invitation).where(
        Invitation.meetup_id == meetup.id, Invitation.professional_id.in_([person.id for person, _ in people])
    )
    as_it_is = session.scalars(on_list.execution_options(populate_existing=True))
    known = {invitation.professional_id: invitation for invitation in as_it_is}
    guests = []
    for person, reasons in people:
        if not person.can_be_invited(now):
            continue
        invitation = known.get(person.id) or _new_invitation(meetup, person, reasons, now)
        _put_back(session, invitation, reasons)
        guests.append(invitation)
    session.add_all(guests)
    session.flush()
    return guests


def list_oneself(
    session: Session, meetup: Meetup, professional: Professional, *, reasons: Reasons, now: datetime
) -> Invitation:
    """Put on the list someone who comes of their own accord: a pause only stops us from asking them.

    The caller holds the meetup's lock, and has checked that it can change.
    """
    invitation = find_invitation(session, meetup, professional)
    if invitation is None:
        invitation = _new_invitation(meetup, professional, reasons, now)
        session.add(invitation)
    elif not invitation.is_active:
        _put_back(session, invitation, reasons)
    session.flush()
    return invitation


def _put_back(session: Session, invitation: Invitation, reasons: Reasons) -> None:
    """Nothing for someone who is still on the list. Why they were there before, and by whom, is over."""
    if invitation.withdrawn_at is None:
        return
    invitation.withdrawn_at = invitation.invited_at = invitation.block_id = None
    invitation.reasons = list(reasons)
    invitation.renew_link()
    invitation.forget_calendar()
    if invitation.registration is not None:  # what they had answered was to another invitation
        session.delete(invitation.registration)
        invitation.registration = None


def _new_invitation(meetup: Meetup, person: Professional, reasons: Reasons, now: datetime) -> Invitation:
    return Invitation(
        meetup=meetup,
        professional=person,
        channel=person.contact_channel,
        uid=new_uid(settings().secret_key.encode(), settings().host, uuid.uuid4()),
        reasons=list(reasons),
        created_at=now,
    )


def find_invitation(session: Session, meetup: Meetup, professional: Professional) -> Invitation | None:
    """This person's line on this list, taken back or not, as it is now."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.meetup_id == meetup.id, Invitation.professional_id == professional.id)
        .execution_options(populate_existing=True)
    )
