"""The waiting list: a free place goes to the next in line, is held a while, then passes on by itself.

Every verb here takes the meetup's lock, or is called with it. None commits.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.calendars.reminders import offer_expiry
from meetups.invitations.models import Call, Invitation, Registration
from meetups.invitations.offers import has_left, see_to_mails
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.seats import give_seat_back, lock_meetup, take_seat
from meetups.invitations.telling import mailable, tell
from meetups.invitations.waiting_emails import promotion_mail, tell_passed_on
from meetups.invitations.waiting_queries import is_offer, waiting_line
from meetups.invitations.waiting_rules import placed_by_hand
from meetups.planning import services as planning
from meetups.planning.models import Meetup, MeetupStatus


def offer_free_seats(session: Session, meetup: Meetup, *, now: datetime) -> int:
    """Offer the free places to the next in line; how many were offered. Said twice, it offers nothing twice.

    The caller holds the meetup's lock, and ends with this whatever frees a place or adds some. Someone whom no mail
    reaches is called, and their delay starts with the call: see ``start_delay``. Flushes.
    """
    session.flush()
    if meetup.seats_left <= 0 or meetup.status is not MeetupStatus.PUBLISHED or meetup.is_past(now):
        return 0
    chosen = [each.guest for each in waiting_line(session, meetup)[: meetup.seats_left]]
    if not chosen:
        return 0
    for guest in chosen:
        take_seat(session, meetup)
        note_status(session, guest, RegistrationStatus.OFFERED, AnswerSource.WAITING_LIST, None, now)
    for guest in mailable(session, chosen):
        _hold(guest.registration, meetup, now)
    tell(session, chosen, promotion_mail, call=CallReason.OFFERED, now=now)
    return len(chosen)


def start_delay(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Someone without a working address was told by a person that a place is theirs: the delay starts. Flushes.

    Say it before anything about the call itself is written: the meetup's lock always comes first.
    """
    meetup = lock_meetup(session, invitation.meetup_id)
    registration = _fresh(session, invitation)
    if registration is None or not is_offer(registration) or registration.offered_until is not None:
        return
    if not meetup.is_past(now):
        _hold(registration, meetup, now)
    session.flush()


def stop_delay(session: Session, call: Call) -> None:
    """The person was not reached after all: the delay that this call started is over. Flushes.

    Say it first, as :func:`start_delay`. An earlier call, or one about an offer that ended, changes nothing.
    """
    assert call.invitation is not None
    lock_meetup(session, call.meetup_id)
    registration = _fresh(session, call.invitation)
    if registration is not None and is_offer(registration) and call.created_at >= registration.answered_at:
        registration.offered_until = None
    session.flush()


def expire_offers(session: Session, *, now: datetime) -> int:
    """Of one meetup, take back the offers whose end has come, and pass each place on; how many ended, or changed
    since their mail did not leave or came back (see ``offers``).

    Call it again after a commit until it says 0: each meetup is a transaction, so that stopping leaves a true state.
    """
    return see_to_mails(session, now=now) or _expire(session, now)


def _expire(session: Session, now: datetime) -> int:
    due = (
        Registration.status == RegistrationStatus.OFFERED,
        Registration.offered_until <= now,
        has_left(),
        Meetup.status == MeetupStatus.PUBLISHED,
        Meetup.starts_at > now,
    )
    overdue = select(Registration.meetup_id).join(Registration.meetup).join(Registration.invitation).where(*due)
    meetup_id = session.scalar(overdue.order_by(Registration.offered_until, Registration.id).limit(1))
    if meetup_id is None:
        return 0
    meetup = lock_meetup(session, meetup_id)
    ended = session.scalars(
        select(Invitation)
        .join(Invitation.registration)
        .join(Invitation.meetup)
        .where(Meetup.id == meetup_id, *due)
        .order_by(Registration.offered_until, Registration.id)
        .execution_options(populate_existing=True)
    ).all()
    for guest in ended:
        give_seat_back(session, meetup)
        change = note_status(session, guest, RegistrationStatus.DECLINED, AnswerSource.EXPIRY, None, now)
        tell_passed_on(session, guest, change, now=now)
    offer_free_seats(session, meetup, now=now)
    return len(ended)


def move_in_line(session: Session, invitation: Invitation, *, position: int, now: datetime) -> None:
    """Put someone at this position of the line, 0 being next: an organiser's choice, before the usual order. Flushes.

    Said twice, it moves them once. Nothing happens for someone who waits no more.
    """
    meetup = lock_meetup(session, invitation.meetup_id)
    planning.check_can_change(meetup, now)
    line = waiting_line(session, meetup)
    if invitation.id not in {each.guest.id for each in line}:
        return
    by_hand = placed_by_hand([each.place for each in line], invitation.id, position)
    for each in line:
        assert each.guest.registration is not None
        rank = by_hand.index(each.guest.id) + 1 if each.guest.id in by_hand else None
        each.guest.registration.waiting_rank = rank
    session.flush()


def usual_order(session: Session, meetup: Meetup, *, now: datetime) -> None:
    """Forget every place given by hand. Flushes."""
    meetup = lock_meetup(session, meetup.id)
    planning.check_can_change(meetup, now)
    for each in waiting_line(session, meetup):
        assert each.guest.registration is not None
        each.guest.registration.waiting_rank = None
    session.flush()


def set_places(
    session: Session, meetup: Meetup, *, capacity: int, overbooking: int | None = None, now: datetime
) -> int:
    """So many places at the table and so many promised beyond; the free ones are offered at once: how many were.

    Raises ``CapacityBelowGuests``, ``VenueTooSmall``, ``MeetupCancelled`` or ``MeetupOver``.
    """
    meetup = lock_meetup(session, meetup.id)
    planning.set_capacity(session, meetup, capacity, overbooking=overbooking, now=now)
    return offer_free_seats(session, meetup, now=now)


def _hold(registration: Registration | None, meetup: Meetup, now: datetime) -> None:
    assert registration is not None
    registration.offered_until = offer_expiry(now, meetup.starts_at, meetup.zone)


def _fresh(session: Session, invitation: Invitation) -> Registration | None:
    wanted = select(Registration).where(Registration.invitation_id == invitation.id)
    return session.scalar(wanted.execution_options(populate_existing=True))
