"""Fixing the date: the meetup moves to the slot, a yes becomes an expected answer, the invitations leave.

A yes to a date is not yet « I come »: the place is held and asked to be confirmed (« offered »), so that those whose
presence decided keep one, and calendars still ask (NEEDS-ACTION). « If needed » and « no » hold nothing. Whoever can
be asked only in a later wave gets their place then: all invitations of a meetup that may have a poll leave by
:func:`invite`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.invitations.emails import Former
from meetups.invitations.errors import NobodyToInvite, PlaceNeeded
from meetups.invitations.limits import held_back
from meetups.invitations.models import Invitation
from meetups.invitations.provider_news import tell_hosts_of_draft
from meetups.invitations.queries import guest_list
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.seats import lock_meetup, take_seat
from meetups.invitations.telling import Sent
from meetups.planning import services as planning
from meetups.planning.models import Meetup
from meetups.polls.errors import DateBeingChosen, DateStillAsked, PollOver
from meetups.polls.models import DatePoll, PollSlot, PollVoter
from meetups.polls.queries import poll_of, state_of
from meetups.polls.rules import PollState, Vote
from meetups.polls.services import end


@dataclass(frozen=True)
class Closed:
    """What fixing the date did. ``sent`` is ``None`` when nobody could be asked yet: no room, or an empty list."""

    sent: Sent | None


def close_poll(session: Session, meetup: Meetup, slot_public_id: str, *, now: datetime) -> Closed:
    """Fix the date, and send the invitations if the meetup has a room and somebody to invite.

    Raises ``PollOver`` once it was closed, ``DateStillAsked``, ``VenueTaken`` or another refusal of a date.
    """
    meetup = lock_meetup(session, meetup.id)
    poll = poll_of(session, meetup, as_it_is_now=True)
    slot = next((each for each in poll.slots if each.public_id == slot_public_id), None) if poll else None
    if poll is None or slot is None or state_of(poll, now) is not PollState.OPEN:
        raise PollOver
    _move(session, meetup, slot, now)
    poll.chosen_starts_at = slot.starts_at
    end(session, poll, now=now)
    try:
        with session.begin_nested():
            return Closed(invite(session, meetup, now=now))
    except (PlaceNeeded, NobodyToInvite):
        session.refresh(meetup)  # the places counted for them are given back with the rest
        return Closed(None)


def invite(session: Session, meetup: Meetup, *, now: datetime) -> Sent:
    """``invitations.invite``, with a place held for each guest who said yes to this date.

    Raises the same, and ``DateBeingChosen`` as long as votes come in.
    """
    meetup = lock_meetup(session, meetup.id)
    poll = poll_of(session, meetup, as_it_is_now=True)
    if poll is not None and state_of(poll, now) is PollState.OPEN:
        raise DateBeingChosen
    for guest in _expected(session, meetup, poll, None, now):
        take_seat(session, meetup)
        note_status(session, guest, RegistrationStatus.OFFERED, AnswerSource.POLL, None, now)
    return invitations.invite(session, meetup, now=now)


def expected(session: Session, meetup: Meetup, now: datetime, slot: PollSlot | None = None) -> list[Invitation]:
    """Whose place is to be held when the invitations leave: a yes to the date, first come first, as seats allow.

    ``slot`` is the one about to be fixed; without it, the meetup's own date, if a poll gave it. Whoever may not be
    written to now holds nothing yet.
    """
    return _expected(session, meetup, poll_of(session, meetup, as_it_is_now=True), slot, now)


def _expected(
    session: Session, meetup: Meetup, poll: DatePoll | None, slot: PollSlot | None, now: datetime
) -> list[Invitation]:
    slot = slot or (_chosen(poll, meetup) if poll else None)
    if poll is None or slot is None:
        return []
    unasked = invitations.to_be_asked(guest_list(session, meetup), now)
    waiting = {guest.professional_id: guest for guest in unasked if guest.registration is None}
    yes = [waiting.get(voter.professional_id or 0) for voter in _said_yes(poll.voters, slot)]
    guests = [guest for guest in yes if guest is not None]
    too_often = {each.guest.id for each in held_back(session, meetup, guests, now)}
    return [guest for guest in guests if guest.id not in too_often][: meetup.seats_left]


def _move(session: Session, meetup: Meetup, slot: PollSlot, now: datetime) -> None:
    """To the slot, even from a date that went by while votes came in; whoever lends the room is told."""
    request = next((each for each in meetup.requests if each.status.is_open), None)
    if request is not None and moves(meetup, slot):
        raise DateStillAsked(request.host.name)
    planning.check_day(slot.starts_at, now)
    former = Former(meetup.starts_at, meetup.ends_at, meetup.venue_id)
    planning.move_meetup(
        session,
        meetup,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        venue_id=meetup.venue_id,
        now=now,
        even_past=True,
    )
    tell_hosts_of_draft(session, meetup, former, now=now)


def moves(meetup: Meetup, slot: PollSlot) -> bool:
    """Whether fixing this slot gives the meetup another date."""
    return (slot.starts_at, slot.ends_at) != (meetup.starts_at, meetup.ends_at)


def _chosen(poll: DatePoll, meetup: Meetup) -> PollSlot | None:
    """The slot that was fixed, unless the draft was given another date since."""
    if poll.chosen_starts_at != meetup.starts_at:
        return None
    return next((slot for slot in poll.slots if slot.starts_at == meetup.starts_at), None)


def _said_yes(voters: Sequence[PollVoter], slot: PollSlot) -> list[PollVoter]:
    """First answered first, so that seats that lack are refused to nobody's whim."""
    yes = [(voter.answered_at, voter.id, voter) for voter in voters if voter.vote_for(slot) is Vote.YES]
    return [voter for at, _, voter in sorted(yes, key=lambda each: each[:2]) if at is not None]
