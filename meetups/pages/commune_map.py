"""Communes coloured by how many people something concerns: one drawing for every map of a network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from meetups.geography.sketch import WIDTH, Sketch, Spot, sketch

__all__ = ["LEVELS", "NAMED", "WIDTH", "Drawing", "Row", "drawing_of"]

LEVELS = (0, 5, 15)
"""The most people of each class but the last."""
NAMED = 3
"""How many communes the conclusion and the map name."""
LABEL_WIDTH, LABEL_HEIGHT = 150, 26


class Row(NamedTuple):
    """A commune where people work who may be invited, and how many of them the map is about."""

    insee: str
    name: str
    department: str
    lat: float
    lon: float
    people: int

    @property
    def level(self) -> int:
        """0 to 3, as the colours of the map."""
        return sum(self.people > most for most in LEVELS)


class Shape(NamedTuple):
    """One commune with somebody: a path, or a dot where we have no outline."""

    level: int
    said: str
    path: str
    dot: tuple[int, int] | None


class Label(NamedTuple):
    """A name on the map; ``anchor`` keeps it inside."""

    name: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True)
class Drawing:
    """What the template writes. ``empty``: the path of every commune without anybody."""

    height: int
    empty: str
    shapes: list[Shape]
    labels: list[Label]
    lunches: list[tuple[int, int]]


def drawing_of(rows: Sequence[Row], lunches: Sequence[tuple[float, float]], said: Callable[[Row], str]) -> Drawing:
    """Lay out the map of at least one row; ``said`` gives the words of one."""
    map_ = sketch([Spot(row.insee, row.department, row.lat, row.lon) for row in rows])
    shown = [row for row in rows if row.people]
    filled = {row.insee for row in shown}
    return Drawing(
        map_.height,
        "".join(path for code, path in map_.paths.items() if code not in filled),
        [
            Shape(row.level, said(row), map_.paths.get(row.insee, ""), map_.dots.get(row.insee))
            for row in shown
            if row.insee in map_.paths or row.insee in map_.dots
        ],
        _labels(map_, shown[:NAMED]),
        [point for point in (map_.place(*lunch) for lunch in lunches) if point],
    )


def _labels(map_: Sketch, rows: Sequence[Row]) -> list[Label]:
    """Names above their commune's centre, those that would cover one already there left out."""
    labels: list[Label] = []
    for row in rows:
        point = map_.place(row.lat, row.lon)
        if point and not any(_covers(label, *point) for label in labels):
            labels.append(Label(row.name, *point, _anchor(point[0])))
    return labels


def _covers(label: Label, x: int, y: int) -> bool:
    return abs(label.x - x) < LABEL_WIDTH and abs(label.y - y) < LABEL_HEIGHT


def _anchor(x: int) -> str:
    if x < LABEL_WIDTH / 2:
        return "start"
    return "end" if x > WIDTH - LABEL_WIDTH / 2 else "middle"
