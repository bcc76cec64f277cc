"""Reads about guests and answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.directory.models import PracticePlace, Professional
from meetups.directory.queries import may_be_invited
from meetups.geography.text import words
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import Attendance, RegistrationStatus
from meetups.planning.models import Meetup
from meetups.web.tokens import BadLink, ExpiredLink, Purpose, read_link


def was_there(registration: Any = Registration) -> ColumnElement[bool]:
    """Noted as present; where nobody noted anything, having said yes. Someone noted as absent was not there.

    ``registration``: the model or an alias of it. Say also that the meetup was held, and is over.
    """
    expected = and_(registration.attendance == Attendance.UNKNOWN, registration.status == RegistrationStatus.GOING)
    return or_(registration.attendance == Attendance.ATTENDED, expected)


def never_invited(now: datetime) -> ColumnElement[bool]:
    """Of a professional: may be invited now, and never was. Being on a draft's list is not being invited.

    The one rule behind every « jamais invitées », so that two pages say one number: whoever pauses, has left, writes
    « stop » or is still to be called back is not somebody to invite.
    """
    asked = select(Invitation.id).where(
        Invitation.professional_id == Professional.id, Invitation.invited_at.is_not(None)
    )
    return and_(may_be_invited(now), ~asked.exists())


def guest_list(session: Session, meetup: Meetup, *, with_places: bool = False) -> Sequence[Invitation]:
    """Everyone on the list as it is now, first name first, with their answer: one query whatever the number, or two
    with the places where they work.
    """
    places = joinedload(Invitation.professional).selectinload(Professional.places).joinedload(PracticePlace.commune)
    return session.scalars(
        select(Invitation)
        .join(Invitation.professional)
        .where(Invitation.meetup_id == meetup.id, Invitation.withdrawn_at.is_(None))
        .options(
            joinedload(Invitation.registration),
            places if with_places else joinedload(Invitation.professional),
        )
        .order_by(Professional.first_name, Professional.last_name, Invitation.id)
        .execution_options(populate_existing=True)
    ).all()


def invitation_by_link(session: Session, token: str) -> Invitation:
    """The invitation that a guest's link opens. Raises ``BadLink``, or ``ExpiredLink`` once it was taken back."""
    link = read_link(Purpose.INVITATION, token)
    invitation = session.scalar(
        select(Invitation)
        .where(Invitation.public_id == link.public_id)
        .options(
            joinedload(Invitation.professional),
            joinedload(Invitation.registration),
            joinedload(Invitation.meetup).options(
                joinedload(Meetup.venue), joinedload(Meetup.pathway), joinedload(Meetup.commune)
            ),
        )
    )
    if invitation is None or (invitation.invited_at is None and invitation.withdrawn_at is None):
        raise BadLink
    if invitation.withdrawn_at is not None or link.version != invitation.link_version:
        raise ExpiredLink
    return invitation


def invitation_of(session: Session, meetup: Meetup, public_id: str) -> Invitation | None:
    """One line of this meetup's list, or ``None`` when it belongs to another."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.public_id == public_id, Invitation.meetup_id == meetup.id)
        .options(joinedload(Invitation.professional), joinedload(Invitation.registration))
    )


@dataclass(frozen=True)
class AnswerCounts:
    """How a meetup's guests answered. ``asked`` counts people really invited."""

    listed: int = 0
    asked: int = 0
    by_status: tuple[tuple[RegistrationStatus, int], ...] = ()

    def of(self, *statuses: RegistrationStatus) -> int:
        """How many answered one of these."""
        return sum(count for status, count in self.by_status if status in statuses)

    @property
    def answered(self) -> int:
        """How many said anything themselves: a place held for someone is not an answer."""
        return sum(count for status, count in self.by_status if status is not RegistrationStatus.OFFERED)

    @property
    def silent(self) -> int:
        """Asked, and nothing heard yet."""
        return self.asked - self.answered


def answer_counts(session: Session, meetup_ids: Sequence[int]) -> dict[int, AnswerCounts]:
    """Counts for several meetups at once, in two queries."""
    listed = session.execute(
        select(Invitation.meetup_id, func.count(), func.count(Invitation.invited_at))
        .where(Invitation.meetup_id.in_(meetup_ids), Invitation.withdrawn_at.is_(None))
        .group_by(Invitation.meetup_id)
    ).all()
    answers = session.execute(
        select(Registration.meetup_id, Registration.status, func.count())
        .join(Registration.invitation)
        .where(Registration.meetup_id.in_(meetup_ids), Invitation.withdrawn_at.is_(None))
        .group_by(Registration.meetup_id, Registration.status)
    ).all()
    by_meetup: dict[int, list[tuple[RegistrationStatus, int]]] = defaultdict(list)
    for meetup_id, status, count in answers:
        by_meetup[meetup_id].append((status, count))
    return {meetup_id: AnswerCounts(people, asked, tuple(by_meetup[meetup_id])) for meetup_id, people, asked in listed}


def seen_guests(session: Session, meetup: Meetup) -> Sequence[Professional]:
    """Those who come *and* agreed to be seen by the other people invited, by first name."""
    return session.scalars(
        select(Professional)
        .join(Registration, Registration.professional_id == Professional.id)
        .where(
            Registration.meetup_id == meetup.id,
            Registration.status == RegistrationStatus.GOING,
            Professional.is_seen_by_guests,
        )
        .order_by(Professional.first_name, Professional.id)
    ).all()


def invitations_of(session: Session, professional_id: int, now: datetime) -> Sequence[Invitation]:
    """One person's invitations to meetups that are still to come, soonest first."""
    return session.scalars(
        select(Invitation)
        .join(Invitation.meetup)
        .where(
            Invitation.professional_id == professional_id,
            Invitation.invited_at.is_not(None),
            Invitation.withdrawn_at.is_(None),
            Meetup.ends_at > now,
        )
        .options(joinedload(Invitation.registration), joinedload(Invitation.meetup).joinedload(Meetup.venue))
        .order_by(Meetup.starts_at)
    ).all()


def seats_held(session: Session, professional_id: int, now: datetime) -> int:
    """How many seats one person holds at meetups that are still to come."""
    answers = (each.registration for each in invitations_of(session, professional_id, now))
    return sum(answer.status.holds_seat for answer in answers if answer)


def people_to_add(
    session: Session, meetup: Meetup, typed: str, now: datetime, limit: int = 20
) -> Sequence[Professional]:
    """Professionals not on the list, each word beginning a first name, a last name or a word of the profession."""
    on_list = select(Invitation.professional_id).where(
        Invitation.meetup_id == meetup.id, Invitation.withdrawn_at.is_(None)
    )
    matches = [Professional.search_key.contains(" " + word, autoescape=True) for word in words(typed)]
    return session.scalars(
        select(Professional)
        .where(
            Professional.id.not_in(on_list),
            may_be_invited(now),
            *matches,
        )
        .options(selectinload(Professional.places).joinedload(PracticePlace.commune))
        .order_by(Professional.first_name, Professional.last_name, Professional.id)
        .limit(limit)
    ).all()
