"""The plan of a meetup and the wishes around it, as they are stored."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import Meetup
from meetups.seating.models import Seat, SeatingPlan, SeatingTable, SeatingWish
from meetups.seating.rules import Layout, Spot, Table
from meetups.web.filters import local


def is_to_confirm(answer: Any = Registration) -> ColumnElement[bool]:
    """Said yes to a date or a place that has changed since: the seat stays theirs until they say."""
    return and_(answer.status == RegistrationStatus.OFFERED, answer.source == AnswerSource.RESCHEDULE)


def coming(meetup_id: int) -> Select[int]:
    """Ids of those who have a seat and are still of the network: who said yes, and who is to confirm it.

    Aliases, so that queries about others may hold it.
    """
    answer, person = aliased(Registration), aliased(Professional)
    return (
        select(person.id)
        .join(answer, answer.professional_id == person.id)
        .where(
            answer.meetup_id == meetup_id,
            or_(answer.status == RegistrationStatus.GOING, is_to_confirm(answer)),
            person.left_at.is_(None),
        )
    )


def layout_of(session: Session, plan: SeatingPlan) -> Layout:
    """The plan as plain values: two queries, however many people sit."""
    tables = session.execute(
        select(SeatingTable.number, SeatingTable.name, SeatingTable.places)
        .where(SeatingTable.meetup_id == plan.meetup_id)
        .order_by(SeatingTable.number)
    )
    seats = session.execute(
        select(Seat.round, Seat.professional_id, Seat.table_number, Seat.is_pinned)
        .where(Seat.meetup_id == plan.meetup_id)
        .order_by(Seat.id)
    )
    return Layout(
        tables=tuple(Table(*row) for row in tables),
        rounds=plan.rounds,
        seats={(row.round, row.professional_id): Spot(row.table_number, row.is_pinned) for row in seats},
    )


def wishes_on(session: Session, meetup: Meetup) -> Sequence[SeatingWish]:
    """The wishes that hold on the meetup's day and name somebody who comes."""
    day = local(meetup.starts_at, meetup.zone).date()
    here = coming(meetup.id)
    return session.scalars(
        select(SeatingWish)
        .where(SeatingWish.until >= day, or_(SeatingWish.one_id.in_(here), SeatingWish.other_id.in_(here)))
        .options(joinedload(SeatingWish.one), joinedload(SeatingWish.other))
        .order_by(SeatingWish.until, SeatingWish.id)
    ).all()


def wish_of(session: Session, meetup: Meetup, public_id: str) -> SeatingWish | None:
    """A wish that this meetup's page shows; any other is unknown there."""
    return next((wish for wish in wishes_on(session, meetup) if wish.public_id == public_id), None)
