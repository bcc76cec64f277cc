"""Wishes: until a day, never against each other, and gone with the people."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.seating.errors import BadWish
from meetups.seating.gathering import gather
from meetups.seating.leaving import leave_tables
from meetups.seating.models import Seat, SeatingPlan, SeatingWish, WishKind
from meetups.seating.services import changed, keep, snapshot
from meetups.seating.wishes import add_wish
from tests.conftest import Cast
from tests.factories import NOW
from tests.seating.conftest import Yes
from tests.seating.test_services import compose, people

TODAY = date(2026, 11, 23)
APART, TOGETHER = WishKind.APART, WishKind.TOGETHER


def note(
    session: Session, cast: Cast, kind: WishKind, one: Professional, other: Professional, days: int = 90
) -> SeatingWish:
    until = TODAY + timedelta(days=days)
    return add_wish(session, kind, one, other, until=until, today=TODAY, actor=cast.maud, now=NOW)


def count(session: Session) -> int | None:
    return session.scalar(select(func.count(SeatingWish.id)))


def test_the_same_wish_twice_is_one_wish_with_the_last_end(session: Session, cast: Cast) -> None:
    note(session, cast, APART, cast.ines, cast.karim)
    wish = note(session, cast, APART, cast.karim, cast.ines, days=10)
    assert count(session) == 1
    assert wish.until == TODAY + timedelta(days=10)


def test_a_wish_that_says_the_contrary_is_refused_and_names_both(session: Session, cast: Cast) -> None:
    note(session, cast, APART, cast.ines, cast.karim)
    with pytest.raises(BadWish, match="Karim et Inès ne sont jamais à la même table, jusqu’au 21 février 2027"):
        note(session, cast, TOGETHER, cast.karim, cast.ines)
    note(session, cast, TOGETHER, cast.ines, cast.odile)
    with pytest.raises(BadWish, match="Inès et Odile sont toujours à la même table"):
        note(session, cast, APART, cast.ines, cast.odile)


def test_a_contradiction_through_somebody_else_is_refused(session: Session, cast: Cast) -> None:
    note(session, cast, TOGETHER, cast.ines, cast.karim)
    note(session, cast, TOGETHER, cast.karim, cast.odile)
    with pytest.raises(BadWish, match="Inès et Odile restent à la même table par d’autres souhaits"):
        note(session, cast, APART, cast.ines, cast.odile)


def test_keeping_together_whom_others_separate_is_refused(session: Session, cast: Cast) -> None:
    note(session, cast, TOGETHER, cast.ines, cast.karim)
    note(session, cast, APART, cast.ines, cast.odile)
    with pytest.raises(BadWish, match="Karim et Odile ensemble contredirait"):
        note(session, cast, TOGETHER, cast.karim, cast.odile)


def test_a_wish_that_has_ended_contradicts_nothing(session: Session, cast: Cast) -> None:
    note(session, cast, APART, cast.ines, cast.karim).until = TODAY - timedelta(days=1)
    session.flush()
    assert note(session, cast, TOGETHER, cast.ines, cast.karim).kind is TOGETHER
    assert count(session) == 1


@pytest.mark.parametrize("days", [-1, 2000])
def test_a_wish_needs_an_end_to_come_and_not_too_far(session: Session, cast: Cast, days: int) -> None:
    with pytest.raises(BadWish, match="Choisissez un dernier jour"):
        note(session, cast, APART, cast.ines, cast.karim, days=days)


def test_nobody_is_kept_apart_from_themselves(session: Session, cast: Cast) -> None:
    with pytest.raises(BadWish, match="deux personnes différentes"):
        note(session, cast, APART, cast.ines, cast.ines)


def test_whoever_leaves_is_at_no_table_in_no_wish_and_in_nothing_that_undoing_gives_back(
    session: Session, cast: Cast, yes: Yes
) -> None:
    crowd = people(session, 8)
    at = yes(*crowd)
    first = compose(session, at)
    keep(session, at, changed(first, first.layout), seen=1, now=NOW)
    note(session, cast, APART, crowd[0], crowd[1])
    note(session, cast, TOGETHER, crowd[2], crowd[3])
    leave_tables(session, crowd[0])
    session.expire_all()
    assert count(session) == 1
    kept = session.get_one(SeatingPlan, at.id).before
    assert kept is not None
    assert len(kept["seats"]) == 7
    assert crowd[0].id not in {seat[1] for seat in kept["seats"]}
    assert crowd[0].id not in set(session.scalars(select(Seat.professional_id)))
    assert session.scalar(select(func.count(Seat.id))) == 7


def test_a_plan_that_nothing_precedes_stays_so_when_somebody_leaves(session: Session, cast: Cast, yes: Yes) -> None:
    crowd = people(session, 8)
    at = yes(*crowd)
    gathered = compose(session, at)
    leave_tables(session, crowd[0])
    assert session.get_one(SeatingPlan, at.id).before is None
    assert snapshot(gathered.layout, 1, {})["rounds"] == 1
    assert gather(session, at, now=NOW).version == gathered.version
