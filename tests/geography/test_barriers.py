"""Barriers: when a road is closed, whom it keeps away, and what organisers may write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography import barriers
from meetups.geography.barriers import Closure, blocks, closed_on, closures, create_barrier, cut_off, edit_barrier
from meetups.geography.errors import BadSeason, BarrierWithoutName, CommuneOnBothSides, EmptySide
from meetups.geography.models import Barrier, Commune, barrier_here
from tests.accounts.statements import recorded_statements

BONNEVAL, BESSANS, VAL_D_ISERE, TIGNES, CHAMBERY = "73047", "73040", "73304", "73296", "73065"
ISERAN = Closure(frozenset({BONNEVAL, BESSANS}), frozenset({VAL_D_ISERE, TIGNES}), "10-15", "06-15")
WINTER, SUMMER = date(2027, 1, 20), date(2027, 7, 20)

days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
ends = days.map(lambda day: f"{day:%m-%d}")


@pytest.mark.parametrize(
    ("day", "is_closed"),
    [
        (date(2026, 10, 14), False),
        (date(2026, 10, 15), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2028, 2, 29), True),
        (date(2027, 6, 15), True),
        (date(2027, 6, 16), False),
    ],
)
def test_a_winter_closure_goes_over_new_year_both_ends_included(day: date, is_closed: bool) -> None:
    assert closed_on("10-15", "06-15", day) is is_closed


def test_a_summer_closure_holds_within_the_year() -> None:
    held = [closed_on("07-01", "08-31", day) for day in (date(2027, 6, 30), date(2027, 7, 1), date(2027, 8, 31))]
    assert held == [False, True, True]
    assert not closed_on("07-01", "08-31", date(2027, 9, 1))
    assert not closed_on("07-01", "08-31", WINTER)


def test_one_day_is_a_season_and_no_dates_are_all_year() -> None:
    assert closed_on("05-01", "05-01", date(2027, 5, 1))
    assert not closed_on("05-01", "05-01", date(2027, 5, 2))
    assert closed_on("", "", SUMMER)


def test_the_29_of_february_ends_or_begins_a_closure_in_the_years_that_lack_it() -> None:
    assert closed_on("12-01", "02-29", date(2027, 2, 28))
    assert closed_on("12-01", "02-29", date(2028, 2, 29))
    assert not closed_on("12-01", "02-29", date(2027, 3, 1))
    assert closed_on("02-29", "04-01", date(2027, 3, 1))
    assert not closed_on("02-29", "04-01", date(2027, 2, 28))


@given(ends, ends, days)
def test_what_is_not_closed_one_way_round_is_closed_the_other(first: str, last: str, day: date) -> None:
    """From a to b and from b to a share the year between them, and the two ends."""
    both = (closed_on(first, last, day), closed_on(last, first, day))
    if f"{day:%m-%d}" in {first, last}:
        assert both == (True, True)
    else:
        assert sorted(both) == [False, first != last]


def test_bonneval_and_val_d_isere_are_never_one_winter_lunch_and_may_be_a_summer_one() -> None:
    assert cut_off([ISERAN], BONNEVAL, WINTER) == {VAL_D_ISERE, TIGNES}
    assert cut_off([ISERAN], TIGNES, WINTER) == {BONNEVAL, BESSANS}, "both ways"
    assert cut_off([ISERAN], BONNEVAL, SUMMER) == frozenset()
    assert cut_off([ISERAN], CHAMBERY, WINTER) == frozenset(), "a barrier is about its own communes"


def test_barriers_add_up() -> None:
    wall = Closure(frozenset({BONNEVAL}), frozenset({CHAMBERY}))
    assert cut_off([ISERAN, wall], BONNEVAL, WINTER) == {VAL_D_ISERE, TIGNES, CHAMBERY}
    assert cut_off([ISERAN, wall], BONNEVAL, SUMMER) == {CHAMBERY}, "closed all year"


def test_someone_who_also_works_on_this_side_comes() -> None:
    assert blocks([ISERAN], BONNEVAL, WINTER, [VAL_D_ISERE, TIGNES])
    assert not blocks([ISERAN], BONNEVAL, WINTER, [VAL_D_ISERE, BESSANS])
    assert not blocks([ISERAN], BONNEVAL, WINTER, [VAL_D_ISERE, CHAMBERY]), "elsewhere is not the other side"
    assert not blocks([ISERAN], BONNEVAL, WINTER, []), "whoever has no place within reach is another rule's"


def communes(session: Session, *codes: str) -> list[Commune]:
    return [session.get_one(Commune, code) for code in codes]


def test_a_barrier_is_kept_and_read_back_as_a_closure(savoie: Session) -> None:
    here, there = communes(savoie, BONNEVAL, BESSANS, BONNEVAL), communes(savoie, VAL_D_ISERE, TIGNES)
    made = create_barrier(savoie, "  Col de l’Iseran ", here, there, "10-15", "06-15", public_id="abcdefghijkl")
    create_barrier(savoie, "Mur", communes(savoie, BONNEVAL), communes(savoie, CHAMBERY))
    savoie.commit()
    savoie.expire_all()
    assert (made.name, made.public_id) == ("Col de l’Iseran", "abcdefghijkl")
    with recorded_statements() as sent:
        assert closures(savoie)[0] == ISERAN
    assert len(sent) == 3
    assert [each.name for each in barriers.barriers(savoie)] == ["Col de l’Iseran", "Mur"]


def test_sent_twice_one_barrier_is_made(savoie: Session) -> None:
    here, there = communes(savoie, BONNEVAL), communes(savoie, VAL_D_ISERE)
    made = create_barrier(savoie, "Iseran", here, there, public_id="abcdefghijkl")
    assert create_barrier(savoie, "Autre", here, there, public_id="abcdefghijkl") is made
    assert savoie.scalars(select(Barrier.name)).all() == ["Iseran"]


@pytest.mark.parametrize(
    ("closed_from", "closed_until"),
    [("10-15", ""), ("", "06-15"), ("02-30", "06-15"), ("10-15", "13-01"), ("1-5", "06-15"), ("00-10", "06-15"),
     ("10-15", "06-15\n"), ("١0-10", "06-15")],
)  # fmt: skip
def test_a_season_has_two_days_that_exist(savoie: Session, closed_from: str, closed_until: str) -> None:
    here, there = communes(savoie, BONNEVAL), communes(savoie, VAL_D_ISERE)
    with pytest.raises(BadSeason, match="le 15 octobre et le 15 juin"):
        create_barrier(savoie, "Iseran", here, there, closed_from, closed_until)
    assert savoie.scalars(select(Barrier)).all() == []


def test_a_barrier_has_a_name_and_two_sides_that_share_nothing(savoie: Session) -> None:
    here, there = communes(savoie, BONNEVAL, BESSANS), communes(savoie, VAL_D_ISERE, BESSANS)
    with pytest.raises(BarrierWithoutName):
        create_barrier(savoie, "  ", here, there[:1])
    with pytest.raises(EmptySide, match="au moins une commune de chaque côté"):
        create_barrier(savoie, "Iseran", [], there[:1])
    with pytest.raises(EmptySide):
        create_barrier(savoie, "Iseran", here, [])
    with pytest.raises(CommuneOnBothSides, match="Bessans"):
        create_barrier(savoie, "Iseran", here, there)
    assert savoie.scalars(select(Barrier)).all() == []


def test_a_barrier_is_changed_then_removed_with_its_sides(savoie: Session) -> None:
    made = create_barrier(savoie, "Iseran", communes(savoie, BONNEVAL), communes(savoie, VAL_D_ISERE))
    edit_barrier(savoie, made, "Col", communes(savoie, BESSANS), communes(savoie, TIGNES), "11-01", "05-31")
    savoie.commit()
    assert closures(savoie) == [Closure(frozenset({BESSANS}), frozenset({TIGNES}), "11-01", "05-31")]
    barriers.remove_barrier(savoie, made)
    savoie.commit()
    assert closures(savoie) == []
    assert savoie.execute(select(barrier_here)).all() == []
