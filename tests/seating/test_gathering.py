"""Who sits, who has met, what must hold: read from real rows."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration, SeatBlock
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.seating.gathering import gather
from meetups.seating.history import ONE_TABLE
from meetups.seating.models import Seat, SeatingPlan, SeatingTable, SeatingWish, WishKind
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.factories import NOW
from tests.seating.conftest import Yes, says


def people(session: Session, *names: str) -> list[Professional]:
    return [factories.professional(session, name) for name in names]


def plan(session: Session, at: Meetup, *tables: list[Professional], rounds: int = 1) -> SeatingPlan:
    """These people at tables 1, 2…, in each round."""
    made = SeatingPlan(meetup_id=at.id, rounds=rounds, changed_at=NOW)
    made.tables = [SeatingTable(number=number, name="", places=8) for number in range(1, len(tables) + 1)]
    made.seats = [
        Seat(round=round_, professional_id=person.id, table_number=number)
        for round_ in range(rounds)
        for number, who in enumerate(tables, 1)
        for person in who
    ]
    session.add(made)
    session.flush()
    return made


def met(session: Session, at: Meetup) -> dict[tuple[str, str], int]:
    found = gather(session, at, now=NOW)
    names = {person.id: person.shown for person in found.people}
    return {(names[one], names[other]): times for (one, other), times in found.met.items()}


def test_who_sits_is_who_said_yes_and_places_without_a_name_are_counted(session: Session, yes: Yes) -> None:
    zoe, alix, bea, offered, left = people(session, "Zoé", "Élodie", "Béa", "Ana", "Odile")
    at = yes(zoe, alix, left)
    left.left_at = NOW
    session.add(says(at, bea, RegistrationStatus.MAYBE))
    session.add(says(at, offered, RegistrationStatus.OFFERED))
    block = {"structure": "l’EHPAD", "contact_name": "Hélène", "name_by": NOW, "created_at": NOW}
    session.add(SeatBlock(meetup=at, seats=3, unnamed=2, **block))
    session.add(SeatBlock(meetup=at, seats=4, unnamed=4, withdrawn_at=NOW, **block))
    session.flush()
    found = gather(session, at, now=NOW)
    assert [person.shown for person in found.people] == ["Élodie", "Zoé"]
    assert (found.held.unnamed, found.held.offered) == (2, 1)
    assert sum(table.places for table in found.layout.tables) >= 2 + 3, "held places have a chair"


def test_people_of_one_first_name_are_told_apart(session: Session, yes: Yes) -> None:
    names = (("Awa", "Roux"), ("Awa", "Bel"), ("Léa", "Petit"), ("Léa", "Pons"), ("Karim", "Roux"))
    at = yes(*(factories.professional(session, first, last_name=last) for first, last in names))
    shown = [person.shown for person in gather(session, at, now=NOW).people]
    assert shown == ["Awa B.", "Awa R.", "Karim", "Léa Petit", "Léa Pons"]


def test_who_sat_together_at_past_plans_has_met_once_for_each_round_and_meetup(session: Session, yes: Yes) -> None:
    one, two, three = people(session, "Ana", "Béa", "Chloé")
    plan(session, yes(one, two, three, days=-60), [one, two], [three])
    plan(session, yes(one, two, three, days=-30), [one, two], [three], rounds=2)
    assert met(session, yes(one, two, three)) == {("Ana", "Béa"): 3}


def test_a_small_past_meetup_without_a_plan_was_one_table_and_a_large_one_says_nothing(
    session: Session, yes: Yes
) -> None:
    crowd = people(session, *(f"P{letter}" for letter in "abcdefghi"))
    yes(*crowd[:ONE_TABLE], days=-30)
    assert len(met(session, yes(*crowd))) == ONE_TABLE * (ONE_TABLE - 1) // 2
    yes(*crowd, days=-10)
    assert len(met(session, yes(*crowd))) == ONE_TABLE * (ONE_TABLE - 1) // 2


@pytest.mark.parametrize("how", ["absent", "cancelled", "to come", "declined"])
def test_whoever_was_not_there_met_nobody(session: Session, yes: Yes, how: str) -> None:
    one, two = people(session, "Ana", "Béa")
    past = yes(one, two, days=5 if how == "to come" else -5)
    answers = session.scalars(select(Registration).where(Registration.meetup_id == past.id)).all()
    if how == "absent":
        answers[0].attendance = Attendance.ABSENT
    if how == "cancelled":
        past.status, past.cancelled_at = MeetupStatus.CANCELLED, NOW
    if how == "declined":
        plan(session, past, [one, two])
        for each in answers:
            each.status = RegistrationStatus.WITHDRAWN
    session.flush()
    found = gather(session, yes(one, two), now=NOW)
    assert dict(found.met) == {}
    assert one.id in found.newcomers


def test_whoever_came_once_is_no_newcomer(session: Session, yes: Yes) -> None:
    one, two = people(session, "Ana", "Béa")
    yes(one, days=-5, attendance=Attendance.ATTENDED)
    assert gather(session, yes(one, two), now=NOW).newcomers == {two.id}


def test_wishes_hold_until_the_end_of_their_day_and_between_two_people_who_come(session: Session, yes: Yes) -> None:
    one, two, three, absent = people(session, "Ana", "Béa", "Chloé", "Driss")
    at = yes(one, two, three, days=30)
    day = at.starts_at.date()

    def wish(kind: WishKind, a: Professional, b: Professional, days: int) -> None:
        until = day + timedelta(days=days)
        given = {"created_at": NOW, "created_by": "maud"}
        session.add(SeatingWish(kind=kind, one_id=a.id, other_id=b.id, until=until, **given))

    wish(WishKind.APART, one, two, 0)
    wish(WishKind.TOGETHER, two, three, 9)
    wish(WishKind.APART, one, three, -1)
    wish(WishKind.APART, one, absent, 9)
    session.flush()
    bonds = gather(session, at, now=NOW).bonds
    assert bonds.apart == {(one.id, two.id)}
    assert bonds.together == {(two.id, three.id)}


def test_as_many_queries_for_forty_people_as_for_four(session: Session, yes: Yes) -> None:
    crowd = people(session, *(f"P{number}" for number in range(40)))
    yes(*crowd[:7], days=-9)
    plan(session, yes(*crowd, days=-19), crowd[:20], crowd[20:])
    few, many = yes(*crowd[:4]), yes(*crowd)
    plan(session, few, crowd[:4])
    plan(session, many, crowd)
    counts = []
    for at in (few, many):
        session.commit()
        with recorded_statements() as seen:
            gather(session, session.get_one(Meetup, at.id), now=NOW)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_who_is_to_confirm_another_date_has_a_seat_and_was_never_there_for_that(session: Session, yes: Yes) -> None:
    zoe, bea = people(session, "Zoé", "Béa")
    past, at = yes(zoe, days=-30), yes(zoe)
    for meetup in (past, at):
        doubtful = says(meetup, bea, RegistrationStatus.OFFERED)
        doubtful.source = AnswerSource.RESCHEDULE
        session.add(doubtful)
    session.flush()
    found = gather(session, at, now=NOW)
    assert [(person.shown, person.is_to_confirm) for person in found.people] == [("Béa", True), ("Zoé", False)]
    assert (found.to_confirm, found.held.offered) == (1, 0)
    assert met(session, at) == {}, "a seat that was never confirmed is no meeting"
    assert found.newcomers == {bea.id}
