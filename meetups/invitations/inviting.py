"""Asking people on the list; the first time, the draft becomes a published meetup."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from meetups.invitations import emails
from meetups.invitations.errors import NobodyToInvite, PlaceNeeded
from meetups.invitations.models import Invitation
from meetups.invitations.provider_news import release_undecided
from meetups.invitations.queries import guest_list
from meetups.invitations.rhythm import keep_defaults
from meetups.invitations.rules import CallReason
from meetups.invitations.seat_closing import settle_by_invitation
from meetups.invitations.seats import lock_meetup
from meetups.invitations.telling import Sent, tell
from meetups.invitations.waves import next_wave
from meetups.planning import services as planning
from meetups.planning.models import Meetup


def invite(session: Session, meetup: Meetup, *, now: datetime) -> Sent:
    """Ask the next wave of the list, or everyone who was not asked yet; the draft becomes a published meetup.

    Raises ``PlaceNeeded`` or ``NobodyToInvite``. Said twice, it asks nobody twice.
    """
    meetup = lock_meetup(session, meetup.id)
    planning.check_can_change(meetup, now)
    if meetup.venue_id is None:
        raise PlaceNeeded
    wave = next_wave(session, meetup, guest_list(session, meetup), now=now)
    if not wave.asked:
        if meetup.is_draft:
            raise NobodyToInvite
        return Sent(0, 0)
    release_undecided(session, meetup, now=now)
    if meetup.is_draft:
        planning.publish(session, meetup, now=now)
        keep_defaults(session, meetup)
    asked = _mark_asked(session, wave.asked, now)
    settle_by_invitation(session, meetup.id, [guest.professional_id for guest in asked], now)
    return tell(session, asked, emails.invitation_mail, call=CallReason.INVITED, now=now)


def to_be_asked(guests: Sequence[Invitation], now: datetime) -> list[Invitation]:
    """Those of a guest list who were not asked yet, and may be."""
    return [guest for guest in guests if guest.invited_at is None and guest.professional.can_be_invited(now)]


def _mark_asked(session: Session, guests: Sequence[Invitation], now: datetime) -> list[Invitation]:
    """Those of them whom nobody else asked meanwhile: the condition is in the update, whatever was read before."""
    unasked = Invitation.invited_at.is_(None), Invitation.withdrawn_at.is_(None)
    marked = set(
        session.scalars(
            update(Invitation)
            .where(Invitation.id.in_([guest.id for guest in guests]), *unasked)
            .values(invited_at=now)
            .returning(Invitation.id)
            .execution_options(synchronize_session=False)
        )
    )
    asked = [guest for guest in guests if guest.id in marked]
    for guest in asked:
        set_committed_value(guest, "invited_at", now)
    return asked
