"""Areas: whom a circle or a set of communes holds, and what organisers may write."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography import areas
from meetups.geography.areas import Spot, area_holds, create_circle, create_set, kilometres_within
from meetups.geography.distances import crow_km
from meetups.geography.errors import AreaNameTaken, AreaWithoutName, BadRadius, MainCommuneOutside
from meetups.geography.models import Area, Commune
from meetups.geography.queries import communes_within
from tests import factories
from tests.accounts.statements import recorded_statements

CHAMBERY = Commune(insee="73065", name="Chambéry", name_key="chambery", lat=45.5822, lon=5.9064)
MOTTE = Commune(insee="73179", name="La Motte-Servolex", name_key="la motte servolex", lat=45.6006, lon=5.8643)
CIRCLE = Area(commune=CHAMBERY, radius_km=10.0, communes=[])
SET = Area(commune=CHAMBERY, radius_km=None, communes=[CHAMBERY, MOTTE])

spots = st.builds(
    Spot, st.floats(45.3, 45.9), st.floats(5.5, 6.4), st.sampled_from(["73065", "73179", "73008", "2A004"])
)


@given(st.lists(spots, max_size=8))
def test_all_at_once_says_the_same_as_one_by_one(places: list[Spot]) -> None:
    both = [CIRCLE, SET]
    km = kilometres_within(both, places)
    assert km.shape == (len(places), 2)
    for row, place in enumerate(places):
        for column, area in enumerate(both):
            distance = crow_km(place.lat, place.lon, area.lat, area.lon)
            held = place.insee in {"73065", "73179"} if area is SET else distance <= 10
            assert area_holds(area, *place) is held
            assert km[row, column] == (pytest.approx(distance) if held else math.inf)


def test_a_set_holds_its_communes_exactly_and_no_neighbour_however_near() -> None:
    assert area_holds(SET, 45.9, 6.9, "73179"), "a far corner of one of its communes"
    assert not area_holds(SET, CHAMBERY.lat, CHAMBERY.lon, "73008")
    assert area_holds(CIRCLE, CHAMBERY.lat, CHAMBERY.lon, "73008")


@pytest.mark.parametrize("radius", [0, 0.99, 60.01, 61, -5, math.nan, math.inf])
def test_a_radius_out_of_bounds_is_refused(session: Session, radius: float) -> None:
    with pytest.raises(BadRadius, match="entre 1 et 60"):
        create_circle(session, "Chambéry", factories.commune(session), radius)
    assert session.scalars(select(Area)).all() == []


@pytest.mark.parametrize("radius", [1, 12.5, 60])
def test_a_circle_keeps_its_radius_and_has_no_communes(session: Session, radius: float) -> None:
    area = create_circle(session, "  Combe de Savoie ", factories.commune(session), radius)
    session.commit()
    session.expire_all()
    assert (area.name, area.radius_km, area.communes) == ("Combe de Savoie", radius, [])


def test_a_name_is_needed_and_belongs_to_one_area_whatever_its_accents(session: Session) -> None:
    centre = factories.commune(session)
    first = create_circle(session, "Vallée", centre, 10)
    with pytest.raises(AreaWithoutName):
        create_circle(session, "  ", centre, 10)
    with pytest.raises(AreaNameTaken, match="Vallée"):
        create_circle(session, "VALLEE", centre, 10)
    with pytest.raises(AreaNameTaken):
        create_set(session, "vallée", centre, [centre])
    areas.edit_circle(session, first, "vallée", centre, 11)
    assert first.name == "vallée", "its own name is free for itself"


def test_a_set_keeps_each_commune_once_with_the_main_one_among_them(session: Session) -> None:
    main, other = factories.commune(session), factories.commune(session, "73008")
    with pytest.raises(MainCommuneOutside, match="La Motte-Servolex"):
        create_set(session, "Deux rives", main, [other])
    area = create_set(session, "Deux rives", main, [main, other, main])
    session.commit()
    session.expire_all()
    assert (area.radius_km, [commune.name for commune in area.communes]) == (
        None,
        ["Aix-les-Bains", "La Motte-Servolex"],
    )


def test_an_area_may_change_its_kind_both_ways(session: Session) -> None:
    main, other = factories.commune(session), factories.commune(session, "73008")
    area = create_set(session, "Lac", main, [main, other])
    areas.edit_circle(session, area, "Lac", other, 8)
    session.commit()
    session.expire_all()
    assert (area.radius_km, area.communes, area.commune) == (8, [], other)
    areas.edit_set(session, area, "Lac", main, [main])
    session.commit()
    session.expire_all()
    assert (area.radius_km, area.communes) == (None, [main])


def test_a_form_sent_twice_makes_one_area(session: Session) -> None:
    centre = factories.commune(session)
    first = create_circle(session, "Lac", centre, 10, public_id="abcdefghijkl")
    assert create_circle(session, "Lac", centre, 10, public_id="abcdefghijkl") is first
    assert create_set(session, "Lac", centre, [centre], public_id="abcdefghijkl") is first


def test_the_communes_within_a_circle_are_those_of_a_brute_force(savoie: Session) -> None:
    everyone = savoie.scalars(select(Commune)).all()
    with recorded_statements() as sent:
        for km in (0.0, 3.0, 17.0, 60.0):
            expected = {one.insee for one in everyone if crow_km(45.56656, 5.92063, *one.point) <= km}
            found = communes_within(savoie, 45.56656, 5.92063, km)
            assert {one.insee for one in found} == expected
            assert [one.name_key for one in found] == sorted(one.name_key for one in found)
    assert len(sent) == 4


def test_the_communes_of_an_area_are_by_name(savoie: Session) -> None:
    main, other = savoie.get_one(Commune, "73065"), savoie.get_one(Commune, "73008")
    made = create_set(savoie, "Lac", main, [main, other])
    assert [one.name for one in areas.communes_of(savoie, made)] == ["Aix-les-Bains", "Chambéry"]
    circle = create_circle(savoie, "Agglomération", main, 3)
    assert "Chambéry" in {one.name for one in areas.communes_of(savoie, circle)}
