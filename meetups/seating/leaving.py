"""Someone who left sits at no table, past or to come, and no wish speaks of them."""

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.seating.models import Seat, SeatingPlan, SeatingWish


def leave_tables(session: Session, person: Professional) -> None:
    """Take a person off every plan, what undoing would give back included, and forget every wish. Flushes."""
    theirs = or_(SeatingWish.one_id == person.id, SeatingWish.other_id == person.id)
    session.execute(delete(SeatingWish).where(theirs).execution_options(synchronize_session=False))
    session.execute(delete(Seat).where(Seat.professional_id == person.id).execution_options(synchronize_session=False))
    answered = select(Registration.meetup_id).where(Registration.professional_id == person.id)
    plans = select(SeatingPlan).where(SeatingPlan.before.is_not(None), SeatingPlan.meetup_id.in_(answered))
    for plan in session.scalars(plans):
        if plan.before:
            plan.before = plan.before | {"seats": [seat for seat in plan.before["seats"] if seat[1] != person.id]}
    session.flush()
