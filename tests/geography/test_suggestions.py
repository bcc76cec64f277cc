"""The closures and days that we offer: real communes, and never twice."""

from datetime import date

import pytest

from meetups.geography.barriers import Closure, check_barrier, closed_on, cut_off
from meetups.geography.files import read_communes
from meetups.geography.models import Commune
from meetups.geography.suggestions import CLOSURES, MARKETS, ROAD_TO_RESORTS, closures_for, days_for, ski_saturdays

NAMES = {row["insee"]: row["name"] for row in read_communes()}


def test_the_iseran_parts_bonneval_from_val_d_isere_in_winter() -> None:
    iseran = CLOSURES[0].closure
    assert [sorted(NAMES[code] for code in side)[:2] for side in (iseran.here, iseran.there)] == [
        ["Aussois", "Bessans"],
        ["Bourg-Saint-Maurice", "Montvalezan"],
    ]
    code = {name: insee for insee, name in NAMES.items() if insee.startswith("73")}
    assert code["Val-d'Isère"] in cut_off([iseran], code["Bonneval-sur-Arc"], date(2027, 1, 20))
    assert code["Val-d'Isère"] not in cut_off([iseran], code["Bonneval-sur-Arc"], date(2027, 7, 20))


@pytest.mark.parametrize("known", CLOSURES, ids=lambda known: known.name)
def test_each_closure_is_a_barrier_that_could_be_kept_and_opens_in_summer(known: object) -> None:
    closure = known.closure  # type: ignore[attr-defined]
    sides = [[Commune(insee=code, name=NAMES[code]) for code in side] for side in (closure.here, closure.there)]
    check_barrier("Col", sides[0], sides[1], closure.closed_from, closure.closed_until)
    assert closed_on(closure.closed_from, closure.closed_until, date(2027, 1, 15))
    assert not closed_on(closure.closed_from, closure.closed_until, date(2027, 8, 15))


def test_each_bears_an_identifier_of_its_own_always_the_same() -> None:
    identifiers = [each.public_id for each in (*CLOSURES, *MARKETS)]
    assert len(set(identifiers)) == len(identifiers)
    assert {len(each) for each in identifiers} == {12}


def test_what_is_drawn_already_is_not_offered_again_whichever_side_comes_first() -> None:
    iseran = CLOSURES[0].closure
    assert closures_for({"73"}, []) == list(CLOSURES)
    for drawn in (iseran, Closure(iseran.there, iseran.here), Closure(frozenset({"73047"}), frozenset({"73304"}))):
        assert CLOSURES[0] not in closures_for({"73"}, [drawn])
    apart = Closure(frozenset({"73047"}), frozenset({"73065"}))
    assert CLOSURES[0] in closures_for({"73"}, [apart])


def test_a_network_from_elsewhere_is_offered_nothing() -> None:
    assert closures_for({"75"}, []) == []
    assert [known.name for known in closures_for({"05"}, [])] == ["Col du Galibier"]
    assert days_for({"75"}, date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 12, 19), date(2027, 3, 27)),
        (date(2027, 3, 28), date(2026, 12, 19), date(2027, 3, 27)),
        (date(2027, 3, 29), date(2027, 12, 25), date(2028, 4, 15)),
    ],
)
def test_ski_saturdays_go_from_christmas_to_easter_of_the_winter_at_hand(today: date, first: date, last: date) -> None:
    known = ski_saturdays(today)
    assert (known.first_day, known.last_day) == (first, last)
    assert first.weekday() == last.weekday() == 5


def test_every_commune_named_exists() -> None:
    assert set(ROAD_TO_RESORTS) | {code for market in MARKETS for code in market.communes} <= NAMES.keys()
