"""Maps as plain shapes, in kilometres from a centre: what templates write as SVG. Nothing here draws by script."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from meetups.geography.files import outlines
from meetups.geography.models import Commune

KM_A_DEGREE = 111.195
"""Of latitude, on the sphere of ``distances``."""
MARGIN_KM = 1.5
LEAST_SIDE_KM = 8.0


@dataclass(frozen=True)
class Outline:
    """A commune's border: ``path`` is the ``d`` of an SVG path."""

    name: str
    path: str
    is_held: bool


@dataclass(frozen=True)
class Dot:
    """A commune whose border we do not have: its centre, in kilometres east and south."""

    name: str
    x: float
    y: float
    is_held: bool


@dataclass(frozen=True)
class AreaMap:
    """Communes around a centre, which is the origin; y grows southwards, as in SVG. Lengths are kilometres."""

    left: float
    top: float
    width: float
    height: float
    outlines: list[Outline]
    dots: list[Dot]
    radius: float | None

    @property
    def view_box(self) -> str:
        """The ``viewBox`` of the SVG."""
        return " ".join(f"{number:g}" for number in (self.left, self.top, self.width, self.height))

    @property
    def unit(self) -> float:
        """A hundredth of the longer side: what marks and letters are measured in, so that all maps look alike."""
        return max(self.width, self.height) / 100


@dataclass(frozen=True)
class _Plane:
    """A flat map around a point: true to one kilometre within sixty."""

    lat: float
    lon: float

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Kilometres east and south of the centre, to a hundred metres."""
        east = (lon - self.lon) * KM_A_DEGREE * math.cos(math.radians(self.lat))
        return round(east, 1), round((self.lat - lat) * KM_A_DEGREE, 1)


def area_map(
    centre: Commune, communes: Iterable[Commune], held: Collection[str], radius_km: float | None = None
) -> AreaMap:
    """``communes`` around ``centre``, those whose code is in ``held`` marked; the circle when there is a radius."""
    plane = _Plane(centre.lat, centre.lon)
    drawn, dots, corners = [], [], [(0.0, 0.0)]
    for commune in communes:
        rings = [[plane.place(lat, lon) for lon, lat in ring] for ring in rings_of(commune.department, commune.insee)]
        if rings:
            drawn.append(Outline(commune.name, _path(rings), commune.insee in held))
            corners.extend(point for ring in rings for point in ring)
        else:
            dots.append(Dot(commune.name, *plane.place(*commune.point), commune.insee in held))
            corners.append(plane.place(*commune.point))
    if radius_km is not None:
        corners.extend([(-radius_km, -radius_km), (radius_km, radius_km)])
    # Held ones last: their border is drawn over their neighbours'.
    drawn.sort(key=lambda outline: outline.is_held)
    return AreaMap(*_frame(corners), drawn, dots, radius_km)


def rings_of(department: str, insee: str) -> list[Sequence[Sequence[float]]]:
    """Every ring of a commune's border as points (longitude, latitude); none when we do not hold it."""
    geometry = _geometries(department).get(insee)
    if geometry is None:
        return []
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def department_codes(department: str) -> list[str]:
    """INSEE codes of the communes whose outlines we hold in a department."""
    return list(_geometries(department))


@lru_cache(maxsize=4)
def _geometries(department: str) -> dict[str, dict[str, Any]]:
    """INSEE code → GeoJSON geometry, for a department whose outlines we hold; else nothing."""
    collection = outlines(department)
    return {each["id"]: each["geometry"] for each in collection["features"]} if collection else {}


def _path(rings: Iterable[Sequence[tuple[float, float]]]) -> str:
    return "".join(f"M{'L'.join(_points(ring))}Z" for ring in rings)


def _points(ring: Sequence[tuple[float, float]]) -> list[str]:
    """Points as SVG writes them, those that fall on the one before left out."""
    return [f"{x:g} {y:g}" for (x, y), before in zip(ring, [None, *ring], strict=False) if (x, y) != before]


def _frame(corners: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what holds every corner, never tiny nor a sliver."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top = min(xs) - MARGIN_KM, min(ys) - MARGIN_KM
    width, height = max(xs) + MARGIN_KM - left, max(ys) + MARGIN_KM - top
    least = max(LEAST_SIDE_KM, 0.6 * max(width, height))
    wide, high = max(width, least), max(height, least)
    frame = (left - (wide - width) / 2, top - (high - height) / 2, wide, high)
    return tuple(round(number, 1) for number in frame)  # type: ignore[return-value]
