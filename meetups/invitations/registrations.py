"""The one way to write an answer down: its row, and the line of its history that says who, when and how."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.invitations.models import Invitation, Registration, RegistrationChange
from meetups.invitations.offers import take_back_offer
from meetups.invitations.rules import COMES_OR_MAY, AnswerSource, RegistrationStatus
from meetups.invitations.waiting_queries import is_offer

_IN_LINE = {RegistrationStatus.WAITING, RegistrationStatus.OFFERED}


def note_status(
    session: Session,
    invitation: Invitation,
    status: RegistrationStatus,
    source: AnswerSource,
    actor: str | None,
    now: datetime,
) -> RegistrationChange:
    """Write the registration and its history, seats aside: callers hold the meetup's lock and move the seats.

    Someone who joins the waiting list is there since ``now``; an offer keeps that instant, and has no end until
    ``waiting`` gives it one; any other answer leaves the line. What somebody needs is
    forgotten once they do not come; a mail that would still offer a place never leaves. Flushes.
    """
    registration = invitation.registration
    if registration is None:
        registration = Registration(
            meetup_id=invitation.meetup_id,
            professional_id=invitation.professional_id,
            invitation=invitation,
            status=status,
            source=source,
            answered_at=now,
        )
        session.add(registration)
    elif is_offer(registration):
        take_back_offer(session, invitation, now=now)
    registration.status, registration.source, registration.answered_at = status, source, now
    registration.offered_until = None
    if status is RegistrationStatus.WAITING and registration.waiting_since is None:
        registration.waiting_since = now
    if status not in _IN_LINE:
        registration.waiting_since = registration.waiting_rank = None
    if status not in COMES_OR_MAY:
        registration.needs = ""
    session.flush()
    change = RegistrationChange(registration_id=registration.id, status=status, source=source, actor=actor, at=now)
    session.add(change)
    session.flush()
    return change
