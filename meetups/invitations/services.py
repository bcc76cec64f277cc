"""Verbs about guests: who is on the list, who is asked, who is told that the meetup moved or is off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from meetups.installation import Installation, find_installation
from meetups.invitations import emails
from meetups.invitations.answers import note_status
from meetups.invitations.emails import Former
from meetups.invitations.errors import NobodyToInvite, PlaceNeeded
from meetups.invitations.models import Invitation
from meetups.invitations.queries import guest_list
from meetups.invitations.rules import AnswerSource, RegistrationStatus, next_sequence
from meetups.invitations.seat_closing import call_off_requests, settle_by_invitation, tell_move
from meetups.invitations.seats import give_seat_back, lock_meetup
from meetups.outbox import services as outbox
from meetups.outbox.services import Mail
from meetups.planning import hosting
from meetups.planning import services as planning
from meetups.planning.models import Meetup, RequestStatus

WriteMail = Callable[[Invitation, Installation, datetime], Mail]


@dataclass(frozen=True)
class Sent:
    """What an action makes leave: ``mailed`` mails, and ``to_reach`` people to telephone, write to or meet."""

    mailed: int
    to_reach: int

    def and_also(self, others: tuple[int, int]) -> "Sent":
        """With others whom the action tells: mails, people to reach."""
        return Sent(self.mailed + others[0], self.to_reach + others[1])


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
    _tell(session, [invitation], emails.withdrawal_mail, now)


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
    return _tell(session, waiting, emails.invitation_mail, now)


def to_be_asked(guests: Sequence[Invitation], now: datetime) -> list[Invitation]:
    """Those of a guest list whom ``invite`` would ask now."""
    return [guest for guest in guests if guest.invited_at is None and guest.professional.can_be_invited(now)]


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
    told = _tell(session, asked, partial(emails.update_mail, former=former), now)
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
    return _tell(session, asked, emails.cancellation_mail, now).and_also(call_off_requests(session, meetup, now=now))


def _tell(session: Session, guests: Sequence[Invitation], write: WriteMail, now: datetime) -> Sent:
    """Write to those who have an address; the others are to be reached by a person."""
    team = find_installation(session)
    assert team is not None
    mailed = [guest for guest in guests if guest.professional.email]
    for guest in mailed:
        guest.sequence = next_sequence(guest.meetup.sequence, guest.sequence)
    session.flush()
    for guest in mailed:
        outbox.enqueue(session, write(guest, team, now), now=now)
    return Sent(len(mailed), len(guests) - len(mailed))
