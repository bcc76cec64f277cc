"""Someone who left sits at no table, past or to come, and no wish speaks of them."""

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.planning.models import Meetup
from meetups.seating.models import Seat, SeatingPlan, SeatingWish


def leave_tables(session: Session, person: Professional) -> None:
    """Take a person off every plan, what undoing would give back included, and forget every wish. Flushes."""
    answered = select(Registration.meetup_id).where(Registration.professional_id == person.id)
    held = select(Meetup.id).where(Meetup.id.in_(answered)).order_by(Meetup.id).with_for_update()
    session.execute(held)  # a change that is being written ends first, or finds them gone
    theirs = or_(SeatingWish.one_id == person.id, SeatingWish.other_id == person.id)
    session.execute(delete(SeatingWish).where(theirs).execution_options(synchronize_session=False))
    session.execute(delete(Seat).where(Seat.professional_id == person.id).execution_options(synchronize_session=False))
    plans = select(SeatingPlan).where(SeatingPlan.before.is_not(None), SeatingPlan.meetup_id.in_(answered))
    for plan in session.scalars(plans):
        if plan.before:
            plan.before = plan.before | {"seats": [seat for seat in plan.before["seats"] if seat[1] != person.id]}
    session.flush()
