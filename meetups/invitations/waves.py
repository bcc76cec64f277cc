"""Waves of invitations: the first people of the list, then the next ones as declines and silence leave places.

The size of a wave is how many people are waited for at a time: nobody is asked beyond it while they may yet say yes.
Once they have said it, the next ones are asked, as long as places are free.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meetups.invitations.limits import OWN_ACCORD, Held, held_back, held_this_month
from meetups.invitations.models import Invitation
from meetups.invitations.rules import COMES_OR_MAY, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.web.filters import local

MORNING, EVENING = time(9), time(19)
"""Between which hours a wave leaves by itself, on the clocks of the meetup."""
TOO_LATE = timedelta(days=1)
"""Before the start: from then on, people are rung, and no wave leaves by itself."""


@dataclass(frozen=True)
class Wave:
    """Who would be asked now, and why the others of the list would not; each in the order of the list given.

    ``free`` is how many people the wave may ask; empty when everyone is asked at once.
    """

    asked: list[Invitation] = field(default_factory=list)
    later: list[Invitation] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    aside: list[Invitation] = field(default_factory=list)
    free: int | None = None


def next_wave(
    session: Session,
    meetup: Meetup,
    guests: Sequence[Invitation],
    *,
    now: datetime,
    expected: Sequence[Invitation] = (),
) -> Wave:
    """The next people of a guest list, those who were put on it first coming first. Two queries at most.

    Those who hold a place already, and those ``expected`` who are about to hold one, are asked before anyone else.
    """
    return _wave(meetup, guests, held_back(session, meetup, _able(guests, now), now), now, expected)


def to_send(session: Session, meetups: Sequence[Meetup], now: datetime) -> dict[int, int]:
    """Of these meetups, those whose next wave waits for an organiser, and how many people it would ask: two queries
    at most, whatever the number. Of the limits, that of a month alone is looked at.
    """
    by_id = {meetup.id: meetup for meetup in meetups if _is_sent_by_hand(meetup, now)}
    if not by_id:
        return {}
    rows = session.scalars(
        select(Invitation)
        .where(Invitation.meetup_id.in_(by_id), Invitation.withdrawn_at.is_(None))
        .options(joinedload(Invitation.registration), joinedload(Invitation.professional))
    )
    lists: dict[int, list[Invitation]] = defaultdict(list)
    for guest in rows:
        lists[guest.meetup_id].append(guest)
    held = held_this_month(session, [guest for guests in lists.values() for guest in _able(guests, now)], now)
    waves = {meetup_id: _wave(by_id[meetup_id], guests, held, now) for meetup_id, guests in lists.items()}
    return {meetup_id: len(wave.asked) for meetup_id, wave in waves.items() if wave.asked}


def _is_sent_by_hand(meetup: Meetup, now: datetime) -> bool:
    is_open = meetup.status is MeetupStatus.PUBLISHED and not meetup.is_past(now) and meetup.venue_id is not None
    is_late = meetup.answer_by is not None and meetup.answer_by <= now
    return is_open and not is_late and meetup.wave_size is not None and not meetup.waves_are_automatic


def _able(guests: Sequence[Invitation], now: datetime) -> list[Invitation]:
    return [guest for guest in guests if guest.invited_at is None and guest.professional.can_be_invited(now)]


def _wave(
    meetup: Meetup,
    guests: Sequence[Invitation],
    held: list[Held],
    now: datetime,
    expected: Sequence[Invitation] = (),
) -> Wave:
    unasked = [guest for guest in guests if guest.invited_at is None]
    able = _able(guests, now)
    kept = {each.guest.id for each in held}
    ready = [guest for guest in able if guest.id not in kept]
    sure = {guest.id for guest in ready if guest.registration is not None or guest in expected}
    free = None if meetup.wave_size is None else places(meetup, guests, now, expected=len(sure), held=len(expected))
    others = sorted(guest.id for guest in ready if guest.id not in sure)
    first = sure | set(others[:free])
    return Wave(
        asked=[guest for guest in ready if guest.id in first],
        later=[guest for guest in ready if guest.id not in first],
        held=held,
        aside=[guest for guest in unasked if guest not in able],
        free=free,
    )


def places(meetup: Meetup, guests: Sequence[Invitation], now: datetime, *, expected: int = 0, held: int = 0) -> int:
    """How many people of the list may be asked beside ``expected`` ones, ``held`` of whom take a place soon."""
    room = (meetup.wave_size or 0) - sum(_is_waited_for(guest, meetup, now) for guest in guests) - expected
    return max(0, min(room, free_places(meetup, guests, now) - held))


def _is_waited_for(guest: Invitation, meetup: Meetup, now: datetime) -> bool:
    """Asked by a wave, and neither an answer nor a silence since: a « peut-être » is no answer for ever."""
    by_themselves = any(reason["code"] in OWN_ACCORD for reason in guest.reasons)
    if guest.invited_at is None or guest.block_id is not None or by_themselves:
        return False
    since, answer = now - timedelta(days=meetup.silence_days), guest.registration
    if answer is None:
        return guest.invited_at > since
    if answer.status is RegistrationStatus.MAYBE:
        return answer.answered_at > since
    return answer.status in COMES_OR_MAY and answer.status is not RegistrationStatus.GOING


def free_places(meetup: Meetup, guests: Sequence[Invitation], now: datetime) -> int:
    """Places that nobody holds, and that nobody who is waited for may still take.

    Somebody asked less than ``silence_days`` ago may say yes; those on the waiting list come before anyone new.
    """
    since = now - timedelta(days=meetup.silence_days)
    hoped_for = sum(
        guest.invited_at is not None and guest.invited_at > since and guest.registration is None for guest in guests
    )
    waiting = sum(
        guest.registration is not None and guest.registration.status is RegistrationStatus.WAITING for guest in guests
    )
    return max(0, meetup.seats_left - hoped_for - waiting)


def may_leave_now(meetup: Meetup, now: datetime) -> bool:
    """Whether a wave of this meetup may leave by itself: by day, and while people can still answer."""
    closes_at = min(meetup.starts_at - TOO_LATE, meetup.answer_by or meetup.starts_at)
    return MORNING <= local(now, meetup.zone).time() < EVENING and now < closes_at


def automatic(session: Session, now: datetime) -> list[Meetup]:
    """Meetups whose next wave leaves without being asked for, as long as there is one: one query."""
    found = session.scalars(
        select(Meetup)
        .where(
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.waves_are_automatic,
            Meetup.wave_size.is_not(None),
            Meetup.venue_id.is_not(None),
            Meetup.starts_at > now,
        )
        .order_by(Meetup.id)
    )
    return [meetup for meetup in found if may_leave_now(meetup, now)]
