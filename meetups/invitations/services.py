"""Verbs about guests: who is on the list, who is asked, who is told that the meetup moved or is off."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from meetups.invitations import emails
from meetups.invitations.emails import Former
from meetups.invitations.errors import PlaceNeeded
from meetups.invitations.inviting import invite, to_be_asked
from meetups.invitations.models import Invitation
from meetups.invitations.queries import guest_list
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.seat_closing import call_off_requests, tell_move
from meetups.invitations.seats import give_seat_back, lock_meetup
from meetups.invitations.telling import Sent, tell
from meetups.planning import hosting
from meetups.planning import services as planning
from meetups.planning.models import Meetup, RequestStatus

__all__ = ["Sent", "cancel", "invite", "remove_guest", "reschedule", "to_be_asked"]


def remove_guest(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Take someone off the list. If they were asked, their place is freed and their calendar is told."""
    meetup = lock_meetup(session, invitation.meetup_id)
    planning.check_can_change(meetup, now)
    if invitation.withdrawn_at is not None:
        return
    if invitation.invited_at is None:
        session.delete(invitation)
        session.flush()
        return
    registration = invitation.registration
    if registration is not None and registration.status.holds_seat:
        give_seat_back(session, meetup)
        note_status(session, invitation, RegistrationStatus.WITHDRAWN, AnswerSource.TEAM, None, now)
    invitation.withdrawn_at = now
    tell(session, [invitation], emails.withdrawal_mail, call=CallReason.WITHDRAWN, now=now)


def reschedule(
    session: Session,
    meetup: Meetup,
    *,
    starts_at: datetime,
    ends_at: datetime,
    venue_id: int | None,
    now: datetime,
) -> Sent:
    """Another date or place. Each guest is told; who was coming keeps a seat, held until they say so again.

    Whoever asked for a seat is told too, and still waits for an answer.
    """
    meetup = lock_meetup(session, meetup.id)
    if venue_id is None and not meetup.is_draft:
        raise PlaceNeeded
    former = Former(meetup.starts_at, meetup.ends_at, meetup.venue_id)
    moved = planning.move_meetup(session, meetup, starts_at=starts_at, ends_at=ends_at, venue_id=venue_id, now=now)
    if not moved or meetup.is_draft:
        return Sent(0, 0)
    asked = [guest for guest in guest_list(session, meetup) if guest.invited_at is not None]
    for guest in asked:
        if guest.registration is not None and guest.registration.status is RegistrationStatus.GOING:
            note_status(session, guest, RegistrationStatus.OFFERED, AnswerSource.RESCHEDULE, None, now)
    told = tell(session, asked, partial(emails.update_mail, former=former), call=CallReason.MOVED, now=now)
    return told.and_also(tell_move(session, meetup, now=now))


def cancel(session: Session, meetup: Meetup, *, reason: str, now: datetime) -> Sent:
    """Call the meetup off: guests, those who asked for a seat and the host are told. A second call tells nobody."""
    meetup = lock_meetup(session, meetup.id)
    if not planning.call_off(session, meetup, reason=reason, now=now):
        return Sent(0, 0)
    for request in meetup.requests:
        if request.status.is_open or request.status is RequestStatus.ACCEPTED:
            hosting.release_host(session, request, now=now)
    asked = [guest for guest in guest_list(session, meetup) if guest.invited_at is not None]
    told = tell(session, asked, emails.cancellation_mail, call=CallReason.CANCELLED, now=now)
    return told.and_also(call_off_requests(session, meetup, now=now))
