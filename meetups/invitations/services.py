"""Verbs about guests: who is on the list, who is asked, who is told that the meetup changed, moved or is off."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from meetups.calendars.reminders import offer_expiry
from meetups.invitations import block_news, emails, undoing, waiting
from meetups.invitations.calls import is_to_be_called
from meetups.invitations.changing import tell_change, tell_end
from meetups.invitations.emails import Former
from meetups.invitations.errors import PlaceNeeded
from meetups.invitations.inviting import invite, to_be_asked
from meetups.invitations.models import Invitation
from meetups.invitations.provider_news import tell_hosts_of_draft, tell_providers_of_end, tell_providers_of_move
from meetups.invitations.queries import guest_list
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import COMES_OR_MAY, AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.seat_closing import call_off_requests, tell_move
from meetups.invitations.seats import give_seat_back, lock_meetup
from meetups.invitations.telling import Sent
from meetups.invitations.unsent import leaves_at
from meetups.outbox import services as outbox
from meetups.planning import services as planning
from meetups.planning.models import Meetup
from meetups.planning.services import MeetupDetails

__all__ = ["Sent", "cancel", "edit", "invite", "remove_guest", "reschedule", "to_be_asked", "told_of_removal"]


def remove_guest(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Take someone off the list. If they were asked, their calendar is told, and their place goes to the next.

    What they need is forgotten. :func:`told_of_removal` says what really leaves.
    """
    meetup = lock_meetup(session, invitation.meetup_id)
    planning.check_can_change(meetup, now)
    current = session.get(Invitation, invitation.id, populate_existing=True)
    if current is None or current.withdrawn_at is not None:
        return
    if current.invited_at is None:
        session.delete(current)
        session.flush()
        return
    current.withdrawn_at = now
    tell_end(session, [current], emails.withdrawal_mail, call=CallReason.WITHDRAWN, now=now)
    registration = current.registration
    if registration is not None and registration.status.holds_seat:
        give_seat_back(session, meetup)
    if registration is not None and registration.status in COMES_OR_MAY:
        note_status(session, current, RegistrationStatus.WITHDRAWN, AnswerSource.TEAM, None, now)
    waiting.offer_free_seats(session, meetup, now=now)


def told_of_removal(session: Session, invitation: Invitation) -> Sent:
    """What tells someone taken off the list that they are: a mail, a call, or nothing when they never heard."""
    return Sent(
        int(outbox.is_on_its_way(session, emails.calendar_key(invitation, "CANCEL"))),
        int(is_to_be_called(session, invitation, CallReason.WITHDRAWN)),
    )


def edit(session: Session, meetup: Meetup, details: MeetupDetails, *, now: datetime) -> Sent:
    """Write what a meetup is about. Once published, its guests learn of another title or text; answers stand.

    New places go to those who wait for one. Raises what ``planning.edit_meetup`` does.
    """
    meetup = lock_meetup(session, meetup.id)
    former, programme = _former(meetup), (meetup.title, meetup.why)
    planning.edit_meetup(session, meetup, details, now=now)
    if meetup.is_draft:
        tell_hosts_of_draft(session, meetup, former, now=now)
        return Sent(0, 0)
    sent = Sent(0, 0)
    if programme != (meetup.title, meetup.why):
        meetup.sequence += 1
        session.flush()
        write, leaves = partial(emails.update_mail, former=former), leaves_at(meetup.starts_at, meetup.starts_at, now)
        sent = tell_change(session, _asked(session, meetup), write, moved=False, today=False, leaves=leaves, now=now)
    waiting.offer_free_seats(session, meetup, now=now)
    return sent


def reschedule(
    session: Session,
    meetup: Meetup,
    *,
    starts_at: datetime,
    ends_at: datetime,
    venue_id: int | None,
    now: datetime,
    because: str = "",
    in_a_hurry: bool = False,
) -> Sent:
    """Another date or place. Each guest is told and asked again; who was coming keeps a seat, held until they say so.

    Whoever waits for a place still waits; who lends the room and who brings the meal are told. ``because`` is said to
    guests. ``in_a_hurry``, as on the day itself, mails leave at once, whoever was coming is called besides, the host
    and the caterer too, and it is not too late until the evening.
    """
    meetup = lock_meetup(session, meetup.id)
    if venue_id is None and not meetup.is_draft:
        raise PlaceNeeded
    origin = undoing.origin_of(session, meetup)
    former, was_today = _former(meetup), planning.is_its_day(meetup, now)
    moved = planning.move_meetup(
        session,
        meetup,
        starts_at=starts_at,
        ends_at=ends_at,
        venue_id=venue_id,
        now=now,
        on_its_day=in_a_hurry,
    )
    if moved and meetup.is_draft:
        tell_hosts_of_draft(session, meetup, former, now=now)
    if not moved or meetup.is_draft:
        return Sent(0, 0)
    asked, undone = _asked(session, meetup), origin is not None and origin.is_where(meetup)
    unheard = undoing.Unheard([], [])
    if origin is not None and undone:
        unheard, meetup.moved_from = undoing.undo(session, asked, origin.at, now), None
    else:
        undoing.remember(meetup, origin or undoing.Origin(former, now))
    for guest in asked:
        _make_doubtful(session, guest, now, is_new=guest not in unheard.unaware)
    today = in_a_hurry or was_today or planning.is_its_day(meetup, now)
    write = partial(emails.update_mail, former=former, because=because)
    leaves = now if in_a_hurry else leaves_at(former.starts_at, meetup.starts_at, now)
    to_tell = [guest for guest in asked if guest not in unheard.silent]
    told = tell_change(session, to_tell, write, moved=True, today=today, leaves=leaves, now=now)
    undoes = origin.at if origin is not None and undone else None
    told += tell_providers_of_move(session, meetup, former, leaves=leaves, rings=in_a_hurry, undoes=undoes, now=now)
    told += block_news.tell_move(session, meetup, former.starts_at, leaves=leaves, undoes=undoes, now=now)
    return told + tell_move(session, meetup, leaves=leaves, undoes=undoes, now=now)


def cancel(session: Session, meetup: Meetup, *, reason: str, now: datetime, in_a_hurry: bool = False) -> Sent:
    """Call the meetup off: guests, those who asked for a seat, the host and the caterer are told, once.

    ``in_a_hurry`` as in :func:`reschedule`.
    """
    meetup = lock_meetup(session, meetup.id)
    if not planning.call_off(session, meetup, reason=reason, now=now, on_its_day=in_a_hurry):
        return Sent(0, 0)
    others = tell_providers_of_end(session, meetup, rings=in_a_hurry, now=now)
    others += block_news.tell_end(session, meetup, now=now)
    today = in_a_hurry or planning.is_its_day(meetup, now)
    asked = _asked(session, meetup)
    told = tell_end(session, asked, emails.cancellation_mail, call=CallReason.CANCELLED, today=today, now=now)
    return told + others + call_off_requests(session, meetup, now=now)


def _former(meetup: Meetup) -> Former:
    return Former(meetup.starts_at, meetup.ends_at, meetup.venue_id)


def _asked(session: Session, meetup: Meetup) -> list[Invitation]:
    return [guest for guest in guest_list(session, meetup) if guest.invited_at is not None]


def _make_doubtful(session: Session, guest: Invitation, now: datetime, *, is_new: bool) -> None:
    """A yes to another date is no yes. A place offered from the waiting list is held as long as if offered now.

    ``is_new``: not the date that they know.
    """
    answer, meetup = guest.registration, guest.meetup
    if answer is None:
        return
    if answer.status is RegistrationStatus.GOING:
        if is_new:
            note_status(session, guest, RegistrationStatus.OFFERED, AnswerSource.RESCHEDULE, None, now)
    elif answer.status is RegistrationStatus.OFFERED and answer.offered_until is not None:
        answer.offered_until = offer_expiry(now, meetup.starts_at, meetup.zone)
