"""Kilometres as the crow flies, on a sphere. Mountains are not flat: screens must say that these are not roads.

geopy and numpy are imported where they are used: together they cost 0.3 s, which most pages need not pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""


def crow_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km between two points in degrees, by geopy (mean Earth radius, 6371.009 km)."""
    from geopy.distance import great_circle

    return float(great_circle((lat1, lon1), (lat2, lon2)).km)


def crow_km_matrix(points: Sequence[Point] | ArrayLike, others: Sequence[Point] | ArrayLike) -> NDArray[np.float64]:
    """Great-circle distances in km, of shape (n, m), between n and m points (latitude, longitude) in degrees.

    The haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984) with geopy's radius, so that both agree.
    """
    import numpy as np
    from geopy.distance import EARTH_RADIUS

    one, two = (np.radians(np.asarray(group, dtype=float).reshape(-1, 2)) for group in (points, others))
    lat1, lon1 = one[:, :1], one[:, 1:]
    lat2, lon2 = two[:, 0], two[:, 1]
    half_chord = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(half_chord))
    return distances
