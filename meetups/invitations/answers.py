"""One answer per person and meetup, whatever the channel it came by."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.installation import find_installation
from meetups.invitations import emails
from meetups.invitations.calls import close_calls
from meetups.invitations.colleagues import Colleague, find_colleague, is_named
from meetups.invitations.errors import MealsOrdered, NotInvited
from meetups.invitations.models import Invitation, Registration, RegistrationChange
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import OWN_CHANNELS, AnswerSource, RegistrationStatus, next_sequence, recorded_status
from meetups.invitations.seat_closing import settle_by_invitation
from meetups.invitations.seats import give_seat_back, lock_meetup, meals_are_ordered, take_seat
from meetups.invitations.substituting import send_colleague
from meetups.invitations.unsent import stop_older
from meetups.invitations.waiting import offer_free_seats
from meetups.invitations.waiting_emails import waiting_mail
from meetups.outbox import services as outbox
from meetups.outbox.models import MailKind
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change
from meetups.web.tokens import ExpiredLink

SUBSTITUTED, WAITING = RegistrationStatus.SUBSTITUTED, RegistrationStatus.WAITING
SAID_BY_ANY = (MailKind.PROMOTION, MailKind.CONFIRMATION)
"""What any answer makes untrue in mails that have not left."""
SAID_BY_DATE = (*SAID_BY_ANY, MailKind.UPDATE)
"""The same of one confirmed with the calendar object; with another answer, the news of a change is still needed."""


def answer(
    session: Session,
    invitation: Invitation,
    status: RegistrationStatus,
    *,
    source: AnswerSource,
    now: datetime,
    actor: str | None = None,
    colleague: Colleague | None = None,
) -> Registration:
    """Record an answer and confirm it by mail. The same answer said twice changes nothing and mails nothing.

    « I come » to a full table joins the waiting list: read the status of what is returned. A place that comes free is
    offered to the next in line. ``actor`` is the public id of the organiser who typed it in, if any. Raises
    ``MealsOrdered``, ``MeetupCancelled``, ``MeetupOver``, ``NotInvited``, or, for a colleague, ``MeetupFull``,
    ``ColleagueUnreachable``, ``ColleagueNotPossible`` or ``ColleagueAlreadySent``: the caller then rolls back.
    """
    meetup = lock_open_invitation(session, invitation, now=now)
    held = invitation.registration.status if invitation.registration else None
    status = _possible(meetup, recorded_status(status, held), held)
    close_calls(session, invitation, by=actor, now=now)
    if invitation.registration is not None and status is held and not _sends_another(session, invitation, colleague):
        return invitation.registration
    held_seat = held is not None and held.holds_seat
    is_alone = actor is None and source in OWN_CHANNELS
    if is_alone and not held_seat and _takes_place(status) and meals_are_ordered(meetup, now):
        raise MealsOrdered
    if status.holds_seat and not held_seat:
        take_seat(session, meetup)
    elif held_seat and not status.holds_seat:
        give_seat_back(session, meetup)
    if status is SUBSTITUTED:
        send_colleague(session, meetup, invitation, colleague or Colleague(), now=now)
    settle_by_invitation(session, meetup.id, [invitation.professional_id], now)
    change = note_status(session, invitation, status, source, actor, now)
    _confirm(session, invitation, change, now)
    offer_free_seats(session, meetup, now=now)
    assert invitation.registration is not None
    return invitation.registration


def lock_open_invitation(session: Session, invitation: Invitation, *, now: datetime) -> Meetup:
    """The meetup, its row held, and the invitation and its answer as they are now, not as a page read them.

    Raises ``ExpiredLink``, ``MeetupCancelled``, ``MeetupOver`` or ``NotInvited``.
    """
    meetup = lock_meetup(session, invitation.meetup_id)
    session.refresh(invitation, ["withdrawn_at", "invited_at", "registration"])
    if invitation.registration is not None:
        session.refresh(invitation.registration)
    if invitation.withdrawn_at is not None:
        raise ExpiredLink
    check_can_change(meetup, now)
    if invitation.invited_at is None:
        raise NotInvited
    return meetup


def _possible(meetup: Meetup, asked: RegistrationStatus, held: RegistrationStatus | None) -> RegistrationStatus:
    """« I come » without a place left waits for one."""
    has_place = (held is not None and held.holds_seat) or not meetup.is_full
    return WAITING if asked is RegistrationStatus.GOING and not has_place else asked


def _takes_place(status: RegistrationStatus) -> bool:
    return status.holds_seat or status in {WAITING, SUBSTITUTED}


def _sends_another(session: Session, invitation: Invitation, colleague: Colleague | None) -> bool:
    """Whether a colleague is named, who is not the one already sent."""
    if colleague is None:
        return False
    sent = find_colleague(session, invitation)
    return sent is None or not is_named(sent, colleague)


def _confirm(session: Session, invitation: Invitation, change: RegistrationChange, now: datetime) -> None:
    """What was written before and still waits, an offer or a change that this mail shows, does not leave after it."""
    team = find_installation(session)
    if not invitation.professional.email or team is None:
        return
    keeps_date = change.status in emails.KEEPS_DATE
    stop_older(session, [invitation], now, SAID_BY_DATE if keeps_date else SAID_BY_ANY)
    if (
        keeps_date and not invitation.is_in_calendar
    ):  # the first object in their calendar: later ones have a higher number
        invitation.sequence = next_sequence(invitation.meetup.sequence, invitation.sequence)
        session.flush()
    if change.status is WAITING:
        outbox.enqueue(session, waiting_mail(session, invitation, change), now=now)
    else:
        outbox.enqueue(session, emails.confirmation_mail(invitation, change, team, now), now=now)
