"""Communes of a whole network on one small map, in whole numbers: a department in some forty kilobytes of SVG."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from meetups.geography.distances import crow_km
from meetups.geography.shapes import KM_A_DEGREE, department_codes, rings_of

WIDTH = 560
"""Of the view box, whose unit is about a pixel of half a screen."""
STEPS = 2
"""Paths are written in halves of that unit: under three hundred metres for a department."""
FURTHEST_KM = 90.0
"""From the middle of the network: beyond, and outside a department drawn whole, a commune is not on the map."""
WHOLE = 0.2
"""A department with this share of the communes shown is drawn whole."""
LEAST_KM = 12.0

Ring = Sequence[Sequence[float]]


class Spot(NamedTuple):
    """A commune to show: its centre in degrees."""

    insee: str
    department: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Sketch:
    """``paths``: INSEE code → the ``d`` of an SVG path, to be shown at a scale of one in ``STEPS``; ``dots``: the
    others that were asked for, as points of the view box. Those too far away are in neither."""

    height: int
    paths: Mapping[str, str]
    dots: Mapping[str, tuple[int, int]]
    west: float
    north: float
    km_a_unit: float
    flattening: float

    def place(self, lat: float, lon: float) -> tuple[int, int] | None:
        """Where a point falls in the view box; ``None`` outside it."""
        x, y = self.exact(lat, lon)
        return (round(x), round(y)) if 0 <= x <= WIDTH and 0 <= y <= self.height else None

    def exact(self, lat: float, lon: float) -> tuple[float, float]:
        """The same in full, wherever it falls."""
        units = KM_A_DEGREE / self.km_a_unit
        return (lon - self.west) * self.flattening * units, (self.north - lat) * units


def sketch(spots: Sequence[Spot]) -> Sketch:
    """Draw at least one spot, and the departments that hold many of them."""
    whole = _whole(spots)
    near = _near(spots, whole)
    drawn = {code: rings_of(department, code) for department in whole for code in department_codes(department)}
    drawn |= {spot.insee: rings_of(spot.department, spot.insee) for spot in near}
    points = [point for rings in drawn.values() for ring in rings for point in ring]
    frame = _frame([*points, *((spot.lon, spot.lat) for spot in near)])
    dots = {spot.insee: frame.place(spot.lat, spot.lon) for spot in near if not drawn[spot.insee]}
    return Sketch(
        frame.height,
        {code: _path(frame, rings) for code, rings in drawn.items() if rings},
        {code: point for code, point in dots.items() if point},
        frame.west,
        frame.north,
        frame.km_a_unit,
        frame.flattening,
    )


def _whole(spots: Sequence[Spot]) -> list[str]:
    held = Counter(spot.department for spot in spots)
    return sorted(code for code, count in held.items() if count >= WHOLE * len(spots) and department_codes(code))


def _near(spots: Sequence[Spot], whole: Sequence[str]) -> list[Spot]:
    middle = median(spot.lat for spot in spots), median(spot.lon for spot in spots)
    return [
        spot for spot in spots if spot.department in whole or crow_km(*middle, spot.lat, spot.lon) <= FURTHEST_KM
    ] or [min(spots, key=lambda spot: (crow_km(*middle, spot.lat, spot.lon), spot.insee))]


def _frame(points: Iterable[Sequence[float]]) -> Sketch:
    """What holds every point (longitude, latitude), neither tiny, nor a sliver, nor taller than wide."""
    lons, lats = zip(*points, strict=True)
    flattening = math.cos(math.radians((min(lats) + max(lats)) / 2))
    wide, high = (max(lons) - min(lons)) * flattening * KM_A_DEGREE, (max(lats) - min(lats)) * KM_A_DEGREE
    width = max(wide, high, LEAST_KM) * 1.04
    height = max(high * 1.04, width / 2)
    return Sketch(
        height=math.ceil(height / width * WIDTH),
        paths={},
        dots={},
        west=min(lons) - (width - wide) / 2 / KM_A_DEGREE / flattening,
        north=max(lats) + (height - high) / 2 / KM_A_DEGREE,
        km_a_unit=width / WIDTH,
        flattening=flattening,
    )


def _path(frame: Sketch, rings: Iterable[Ring]) -> str:
    return "".join(_ring(frame, ring) for ring in rings)


def _ring(frame: Sketch, ring: Ring) -> str:
    """From point to point in whole steps, those that fall on the one before left out."""
    exact = (frame.exact(lat, lon) for lon, lat in ring)
    points = [(round(x * STEPS), round(y * STEPS)) for x, y in exact]
    moves = [
        f"{x - before_x} {y - before_y}"
        for (before_x, before_y), (x, y) in pairwise(points)
        if (x, y) != (before_x, before_y)
    ]
    start = "M{} {}".format(*points[0])
    return f"{start}l{' '.join(moves)}z".replace(" -", "-") if moves else ""
