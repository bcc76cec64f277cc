"""Reads about the waiting list. Each says how many queries it sends, whatever the number of people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.waiting_rules import InLine, WaitingReason, in_order, reasons
from meetups.planning.models import Meetup

_HOLDS_SEAT = [status for status in RegistrationStatus if status.holds_seat]


@dataclass(frozen=True)
class Waiting:
    """Someone in the line, next first, and why they stand there."""

    guest: Invitation
    place: InLine
    reason: WaitingReason


def waiting_line(session: Session, meetup: Meetup) -> list[Waiting]:
    """Those who wait for a place at this meetup, in order: two queries, one when nobody waits."""
    guests = {guest.id: guest for guest in _people(session, meetup, RegistrationStatus.WAITING)}
    if not guests:
        return []
    order = in_order([_in_line(guest) for guest in guests.values()], seated_families(session, meetup), meetup.capacity)
    pairs = zip(order, reasons(order), strict=True)
    return [Waiting(guests[place.key], place, reason) for place, reason in pairs]


def offers_under_way(session: Session, meetup: Meetup) -> list[Invitation]:
    """Those to whom a freed place is offered, and who have not said yet, by the end of their offer: one query."""
    offered = _people(session, meetup, RegistrationStatus.OFFERED)
    return [guest for guest in offered if guest.registration and is_offer(guest.registration)]


def is_offer(registration: Registration) -> bool:
    """Whether this place is held for someone who waited: another one held never passes on by itself."""
    held = registration.status is RegistrationStatus.OFFERED
    return held and registration.source is AnswerSource.WAITING_LIST


def seated_families(session: Session, meetup: Meetup) -> Counter[str]:
    """How many places each family holds at this table: one query."""
    rows = session.execute(
        select(Professional.family, func.count())
        .join(Registration, Registration.professional_id == Professional.id)
        .where(Registration.meetup_id == meetup.id, Registration.status.in_(_HOLDS_SEAT))
        .group_by(Professional.family)
    )
    return Counter({ProfessionFamily(family).value: count for family, count in rows.all()})


def _people(session: Session, meetup: Meetup, status: RegistrationStatus) -> Sequence[Invitation]:
    return session.scalars(
        select(Invitation)
        .join(Invitation.registration)
        .where(Invitation.meetup_id == meetup.id, Invitation.withdrawn_at.is_(None), Registration.status == status)
        .options(joinedload(Invitation.registration), joinedload(Invitation.professional))
        .order_by(Registration.offered_until, Registration.waiting_since, Registration.id)
        .execution_options(populate_existing=True)
    ).all()


def _in_line(guest: Invitation) -> InLine:
    answer = guest.registration
    assert answer is not None
    return InLine(answer.waiting_since or answer.answered_at, guest.id, guest.professional.family, answer.waiting_rank)
