"""Asking people on the list; the first time, the draft becomes a published meetup."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.invitations import emails
from meetups.invitations.errors import NobodyToInvite, PlaceNeeded
from meetups.invitations.models import Invitation
from meetups.invitations.queries import guest_list
from meetups.invitations.rules import CallReason
from meetups.invitations.seat_closing import settle_by_invitation
from meetups.invitations.seats import lock_meetup
from meetups.invitations.telling import Sent, tell
from meetups.planning import hosting
from meetups.planning import services as planning
from meetups.planning.models import Meetup


def invite(session: Session, meetup: Meetup, *, now: datetime) -> Sent:
    """Ask everyone on the list who was not asked yet; the draft becomes a published meetup.

    Raises ``PlaceNeeded`` or ``NobodyToInvite``. Said twice, it asks nobody twice.
    """
    meetup = lock_meetup(session, meetup.id)
    planning.check_can_change(meetup, now)
    if meetup.venue_id is None:
        raise PlaceNeeded
    waiting = to_be_asked(guest_list(session, meetup), now)
    if not waiting:
        if meetup.is_draft:
            raise NobodyToInvite
        return Sent(0, 0)
    for request in meetup.requests:
        if request.status.is_open:  # a room was found elsewhere: whoever still thinks about it is told
            hosting.release_host(session, request, now=now)
    planning.publish(session, meetup, now=now)
    for invitation in waiting:
        invitation.invited_at = now
    settle_by_invitation(session, meetup.id, [guest.professional_id for guest in waiting], now)
    return tell(session, waiting, emails.invitation_mail, call=CallReason.INVITED, now=now)


def to_be_asked(guests: Sequence[Invitation], now: datetime) -> list[Invitation]:
    """Those of a guest list whom ``invite`` would ask now."""
    return [guest for guest in guests if guest.invited_at is None and guest.professional.can_be_invited(now)]
