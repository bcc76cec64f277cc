"""Kilometres as the crow flies."""

import numpy as np
import pytest
from geopy.distance import geodesic, great_circle
from hypothesis import given
from hypothesis import strategies as st

from meetups.geography.distances import crow_km, crow_km_matrix

CHAMBERY, MODANE, SAINT_DENIS = (45.56656, 5.92063), (45.2017, 6.6721), (-20.87897, 55.44863)

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_known_distance_is_found_to_half_a_percent_of_the_ellipsoid() -> None:
    assert crow_km(*CHAMBERY, *MODANE) == pytest.approx(geodesic(CHAMBERY, MODANE).km, rel=0.005)


@given(st.lists(points, min_size=1, max_size=4), st.lists(points, min_size=1, max_size=4))
def test_the_matrix_agrees_with_geopy_pair_by_pair(
    some: list[tuple[float, float]], others: list[tuple[float, float]]
) -> None:
    matrix = crow_km_matrix(some, others)
    expected = [[great_circle(one, other).km for other in others] for one in some]
    assert matrix.shape == (len(some), len(others))
    np.testing.assert_allclose(matrix, expected, rtol=1e-6, atol=1e-3)


def test_points_of_either_hemisphere_are_the_same_on_both_functions() -> None:
    assert crow_km_matrix([CHAMBERY], [SAINT_DENIS])[0, 0] == pytest.approx(crow_km(*CHAMBERY, *SAINT_DENIS))


def test_a_point_is_nowhere_from_itself() -> None:
    assert crow_km_matrix([MODANE], [MODANE])[0, 0] == 0


def test_antipodes_are_half_a_turn_away() -> None:
    assert crow_km_matrix([(8, -179)], [(-8, 1)])[0, 0] == pytest.approx(20_015.1, abs=0.1)


def test_no_points_give_an_empty_matrix_of_the_right_shape() -> None:
    assert crow_km_matrix([], [CHAMBERY, MODANE]).shape == (0, 2)
