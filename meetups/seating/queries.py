"""The plan of a meetup and the wishes around it, as they are stored."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from meetups.invitations.models import Registration
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup
from meetups.seating.models import Seat, SeatingPlan, SeatingTable, SeatingWish
from meetups.seating.rules import Layout, Spot, Table
from meetups.web.filters import local


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
    coming = select(Registration.professional_id).where(
        Registration.meetup_id == meetup.id, Registration.status == RegistrationStatus.GOING
    )
    return session.scalars(
        select(SeatingWish)
        .where(SeatingWish.until >= day, or_(SeatingWish.one_id.in_(coming), SeatingWish.other_id.in_(coming)))
        .options(joinedload(SeatingWish.one), joinedload(SeatingWish.other))
        .order_by(SeatingWish.until, SeatingWish.id)
    ).all()


def wish_of(session: Session, meetup: Meetup, public_id: str) -> SeatingWish | None:
    """A wish that this meetup's page shows; any other is unknown there."""
    return next((wish for wish in wishes_on(session, meetup) if wish.public_id == public_id), None)
