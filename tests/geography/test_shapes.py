"""Maps as plain shapes, in kilometres."""

import re
from itertools import pairwise

import pytest

from meetups.geography.models import Commune
from meetups.geography.shapes import area_map

CHAMBERY = Commune(insee="73065", name="Chambéry", department="73", lat=45.56656, lon=5.92063)
MOTTE = Commune(insee="73179", name="La Motte-Servolex", department="73", lat=45.6006, lon=5.8643)
MENDE = Commune(insee="48095", name="Mende", department="48", lat=44.5286, lon=3.4894)
NEAR_MENDE = Commune(insee="48018", name="Barjac", department="48", lat=44.5286, lon=3.4)


def test_borders_are_paths_around_the_centre_those_held_drawn_last() -> None:
    drawn = area_map(CHAMBERY, [CHAMBERY, MOTTE], {"73065"})
    assert [(each.name, each.is_held) for each in drawn.outlines] == [("La Motte-Servolex", False), ("Chambéry", True)]
    assert not drawn.dots
    for outline in drawn.outlines:
        assert re.fullmatch(r"(M-?[\d.]+ -?[\d.]+(L-?[\d.]+ -?[\d.]+)+Z)+", outline.path)
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", drawn.outlines[1].path)]
    assert max(abs(number) for number in numbers) < 8, "Chambéry is eight kilometres long"


def test_points_that_fall_on_the_one_before_are_left_out() -> None:
    path = area_map(CHAMBERY, [CHAMBERY], set()).outlines[0].path
    points = re.split("[MLZ]", path)
    assert all(one != two for one, two in pairwise(points) if one)


def test_without_a_border_a_commune_is_a_dot_east_is_right_and_south_is_down() -> None:
    drawn = area_map(MENDE, [MENDE, NEAR_MENDE], {"48095"})
    assert not drawn.outlines
    mende, barjac = drawn.dots
    assert (mende.x, mende.y, mende.is_held) == (0, 0, True)
    assert barjac.x == pytest.approx(-7.1, abs=0.1), "a degree of longitude is 79 km there"
    assert (barjac.y, barjac.is_held) == (0, False)


@pytest.mark.parametrize("radius", [1.0, 12.5, 60.0])
def test_the_frame_holds_the_whole_circle_and_is_no_sliver(radius: float) -> None:
    drawn = area_map(MENDE, [MENDE], set(), radius)
    assert drawn.left < -radius < radius < drawn.left + drawn.width
    assert drawn.top < -radius < radius < drawn.top + drawn.height
    assert min(drawn.width, drawn.height) >= 0.6 * max(drawn.width, drawn.height)
    assert drawn.radius == radius
    assert drawn.view_box.count(" ") == 3


def test_a_lone_commune_without_a_border_still_has_ground_around_it() -> None:
    drawn = area_map(MENDE, [], set())
    assert (drawn.width, drawn.height) == (8, 8)
    assert drawn.unit == 0.08
