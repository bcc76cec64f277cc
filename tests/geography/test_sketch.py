"""Communes of a whole network on one map."""

import re

import pytest

from meetups.geography.sketch import STEPS, WIDTH, Spot, sketch

CHAMBERY = Spot("73065", "73", 45.56656, 5.92063)
MODANE = Spot("73157", "73", 45.2019, 6.6722)
MENDE = Spot("48095", "48", 44.5286, 3.4894)
NEAR_MENDE = Spot("48018", "48", 44.5286, 3.4)
PARIS = Spot("75056", "75", 48.8589, 2.347)


def test_a_department_whose_outlines_we_hold_is_drawn_whole_and_small() -> None:
    drawn = sketch([CHAMBERY])
    assert len(drawn.paths) == 273
    assert not drawn.dots
    assert sum(map(len, drawn.paths.values())) < 60_000
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path) for path in drawn.paths.values())
    assert 0.5 * WIDTH <= drawn.height <= WIDTH


def test_a_commune_stands_where_its_path_begins() -> None:
    drawn = sketch([CHAMBERY, MODANE])
    chambery, modane = drawn.place(CHAMBERY.lat, CHAMBERY.lon), drawn.place(MODANE.lat, MODANE.lon)
    assert chambery is not None
    assert modane is not None
    assert modane[0] > chambery[0], "east is right"
    assert modane[1] > chambery[1], "south is down"
    start = re.match(r"M(\d+) (\d+)", drawn.paths["73157"])
    assert start is not None
    assert int(start[1]) / STEPS == pytest.approx(modane[0], abs=60)


def test_without_outlines_communes_are_dots() -> None:
    drawn = sketch([MENDE, NEAR_MENDE])
    assert not drawn.paths
    assert drawn.dots["48018"][0] < drawn.dots["48095"][0]
    assert all(0 <= x <= WIDTH and 0 <= y <= drawn.height for x, y in drawn.dots.values())


def test_a_few_people_far_away_do_not_shrink_the_map() -> None:
    alone, with_paris = sketch([CHAMBERY, MODANE] * 4), sketch([CHAMBERY, MODANE] * 4 + [PARIS])
    assert "75056" not in with_paris.dots
    assert with_paris.place(PARIS.lat, PARIS.lon) is None
    assert with_paris.paths == alone.paths


def test_two_communes_far_apart_still_make_a_map() -> None:
    assert sketch([MENDE, PARIS]).dots
