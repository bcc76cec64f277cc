"""Several hands on one plan, people who leave meanwhile: nothing is lost in silence, nobody who left is seated."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup
from meetups.seating.asking import Composed
from meetups.seating.composing import composed
from meetups.seating.errors import NoLongerComing
from meetups.seating.gestures import exchange, pin
from meetups.seating.leaving import leave_tables
from meetups.seating.models import Seat, SeatingPlan
from meetups.seating.services import changed, keep
from tests.factories import NOW
from tests.polls.test_races import AT_ONCE, together
from tests.seating.conftest import Yes
from tests.seating.test_services import compose, look, people

Going = Callable[[Session, Professional], None]


def withdraws(session: Session, person: Professional) -> None:
    answer = session.scalars(select(Registration).where(Registration.professional_id == person.id)).one()
    answer.status = RegistrationStatus.WITHDRAWN
    session.flush()


def leaves(session: Session, person: Professional) -> None:
    person.left_at = NOW
    leave_tables(session, person)


def test_of_organisers_who_change_one_plan_at_once_one_does_and_the_others_are_told(
    app: Flask, session: Session, yes: Yes
) -> None:
    at = yes(*people(session, 12))
    seen = compose(session, at)
    pairs = list(zip(seen.layout.at(1, 0), seen.layout.at(2, 0), strict=True))
    layouts = [exchange(seen.layout, 0, *pairs[number % len(pairs)], seen.bonds) for number in range(AT_ONCE)]
    session.commit()

    def change(number: int) -> Callable[[Session], None]:
        def task(own: Session) -> None:
            made = Composed(layouts[number], {"by": number})
            keep(own, own.get_one(Meetup, at.id), made, seen=seen.version, now=NOW)

        return task

    assert together(app, [change(number) for number in range(AT_ONCE)]) == ["PlanChanged"] * (AT_ONCE - 1)
    session.expire_all()
    after = look(session, at)
    assert after.version == 2
    assert after.layout == layouts[after.quality["by"]], "the whole of one change, nothing of another"
    session.commit()


def test_the_first_plan_composed_by_several_at_once_is_one(app: Flask, session: Session, yes: Yes) -> None:
    at = yes(*people(session, 12))
    made = composed(look(session, at), seed=1)
    session.commit()

    def first(own: Session) -> None:
        keep(own, own.get_one(Meetup, at.id), made, seen=0, seed=1, now=NOW)

    assert together(app, [first] * AT_ONCE) == ["PlanChanged"] * (AT_ONCE - 1)
    assert look(session, at).layout == made.layout
    session.commit()


@pytest.mark.parametrize("going", [withdraws, leaves])
def test_whoever_goes_while_the_tables_are_thought_out_is_not_seated(session: Session, yes: Yes, going: Going) -> None:
    crowd = people(session, 12)
    at = yes(*crowd)
    made = composed(look(session, at), seed=1)
    going(session, crowd[3])
    with pytest.raises(NoLongerComing, match="vient de se désister"):
        keep(session, at, made, seen=0, seed=1, now=NOW)
    assert session.get(SeatingPlan, at.id) is None
    compose(session, at)
    assert crowd[3].id not in set(session.scalars(select(Seat.professional_id)))


def test_whoever_had_a_seat_and_withdraws_keeps_it_until_the_plan_is_adjusted(session: Session, yes: Yes) -> None:
    crowd = people(session, 12)
    at = yes(*crowd)
    seen = compose(session, at)
    withdraws(session, crowd[3])
    other = next(person for person in seen.layout.at(1, 0) if person != crowd[3].id)
    keep(session, at, changed(seen, pin(seen.layout, 0, other, is_pinned=True)), seen=1, now=NOW)
    assert (0, crowd[3].id) in look(session, at).layout.seats


def test_whoever_leaves_at_the_very_moment_of_a_change_is_at_no_table(app: Flask, session: Session, yes: Yes) -> None:
    crowd = people(session, 12)
    at = yes(*crowd)
    seen = compose(session, at)
    session.commit()
    leaves(session, crowd[3])
    session.flush()
    refused: list[str] = []

    def change(own: Session) -> None:
        keep(own, own.get_one(Meetup, at.id), Composed(seen.layout, {}), seen=seen.version, now=NOW)

    other = threading.Thread(target=lambda: refused.extend(together(app, [change])))
    other.start()
    other.join(timeout=0.5)
    assert other.is_alive(), "the change waits for the departure"
    session.commit()
    other.join(timeout=30)
    assert refused == ["NoLongerComing"]
    assert crowd[3].id not in set(session.scalars(select(Seat.professional_id)))
    session.commit()
