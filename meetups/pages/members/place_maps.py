"""A place on the outline of its commune, drawn by the server: no map service learns who works where."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians
from urllib.parse import urlencode

from meetups.directory.models import PracticePlace
from meetups.geography.distances import crow_km
from meetups.geography.queries import outlines

SIZE = 100.0
"""The longer side of the drawing, in the units of its ``viewBox``."""
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Drawing:
    """An SVG ``path``, its size and the point, all in the same units; y goes down."""

    path: str
    width: float
    height: float
    x: float
    y: float


def drawing_of(place: PracticePlace) -> Drawing | None:
    """The commune's outline with the point on it, or ``None`` when we hold no outline of that commune."""
    rings = list(_rings(place.commune.department, place.commune_insee))
    if not rings:
        return None
    # Near enough to flat over one commune: a degree of longitude shrinks as the cosine of the latitude.
    shrink = cos(radians(place.commune.lat))
    west, east = (edge(lon for ring in rings for lon, _ in ring) for edge in (min, max))
    south, north = (edge(lat for ring in rings for _, lat in ring) for edge in (min, max))
    scale = SIZE / max((east - west) * shrink, north - south)

    def put(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * shrink * scale, 1), round((north - lat) * scale, 1)

    path = "".join(_closed([put(lon, lat) for lon, lat in ring]) for ring in rings)
    width, height = put(east, south)
    return Drawing(path, width, height, *put(place.lon, place.lat))


def _rings(department: str, insee: str) -> Iterator[Ring]:
    collection = outlines(department)
    for feature in collection["features"] if collection else ():
        if feature["id"] == insee:
            for polygon in feature["geometry"]["coordinates"]:
                yield from polygon


def _closed(points: Ring) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def metres_from_centre(place: PracticePlace) -> int:
    """As the crow flies, to the nearest ten metres."""
    return round(crow_km(place.lat, place.lon, *place.commune.point) * 100) * 10


def map_url(place: PracticePlace) -> str:
    """The same point on OpenStreetMap, for whoever follows the link."""
    at = {"mlat": f"{place.lat:.5f}", "mlon": f"{place.lon:.5f}"}
    return f"https://www.openstreetmap.org/?{urlencode(at)}#map=16/{place.lat:.5f}/{place.lon:.5f}"
