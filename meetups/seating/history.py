"""Who has sat with whom at past meetups, and who has never come."""

from collections import Counter, defaultdict
from datetime import datetime
from itertools import combinations

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.queries import was_there
from meetups.planning.models import Meetup, MeetupStatus
from meetups.seating.models import Seat, SeatingPlan
from meetups.seating.queries import coming

ONE_TABLE = 8
"""At a meetup of at most so many people without a plan, everybody met everybody."""


def who_met(session: Session, meetup: Meetup, now: datetime) -> dict[tuple[int, int], int]:
    """How often each pair of those who come sat at one table, at past meetups: by their plan, or all at one table."""
    tables: dict[tuple[int, ...], list[int]] = defaultdict(list)
    seats = (
        select(Seat.meetup_id, Seat.round, Seat.table_number, Seat.professional_id)
        .join(Registration, _same_person_and_meetup())
        .join(Meetup, Meetup.id == Seat.meetup_id)
        .where(*_was_there(meetup, now), Seat.professional_id.in_(coming(meetup.id)))
    )
    for *where, person in session.execute(seats):
        tables[tuple(where)].append(person)
    for meetup_id, person in session.execute(_at_one_table(meetup, now)):
        tables[meetup_id,].append(person)
    return Counter(pair for who in tables.values() for pair in combinations(sorted(who), 2))


def _at_one_table(meetup: Meetup, now: datetime) -> Select[int, int]:
    """(meetup, person): small past meetups that had no plan."""
    small = (
        select(Registration.meetup_id)
        .join(Meetup)
        .where(*_was_there(meetup, now), Meetup.id.not_in(select(SeatingPlan.meetup_id)))
        .group_by(Registration.meetup_id)
        .having(func.count() <= ONE_TABLE)
    )
    return select(Registration.meetup_id, Registration.professional_id).where(
        was_there(), Registration.meetup_id.in_(small), Registration.professional_id.in_(coming(meetup.id))
    )


def newcomers(session: Session, meetup: Meetup, now: datetime) -> frozenset[int]:
    """Those who come and were at no past meetup."""
    known = select(Registration.professional_id).join(Meetup).where(*_was_there(meetup, now))
    here = select(Professional.id).where(Professional.id.in_(coming(meetup.id)), Professional.id.not_in(known))
    return frozenset(session.scalars(here))


def _same_person_and_meetup() -> ColumnElement[bool]:
    return and_(Registration.meetup_id == Seat.meetup_id, Registration.professional_id == Seat.professional_id)


def _was_there(meetup: Meetup, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of a registration joined to its meetup: somebody came, and it is over."""
    return was_there(), Meetup.status == MeetupStatus.PUBLISHED, Meetup.starts_at <= now, Meetup.id != meetup.id
