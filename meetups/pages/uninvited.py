"""Where people remain to be invited: on the organisers' first page, a map by commune and its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import current_app, render_template
from flask_babel import gettext, ngettext
from markupsafe import Markup
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from meetups.directory.models import PracticePlace, Professional
from meetups.directory.queries import may_be_invited
from meetups.geography.models import Commune
from meetups.geography.sketch import WIDTH, Sketch, Spot, sketch
from meetups.geography.text import fold
from meetups.invitations.models import Invitation
from meetups.planning.models import Meetup

LEVELS = (0, 5, 15)
"""The most people of each class but the last."""
NAMED = 3
"""How many communes the conclusion and the map name."""
MOST_KEPT = 4
"""Drawings of some fifty kilobytes each: a network's map changes when somebody joins or is invited."""
LABEL_WIDTH, LABEL_HEIGHT = 150, 26


class Row(NamedTuple):
    """A commune where people work who may be invited, and how many of them never were."""

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
    """One commune with somebody to invite: a path, or a dot where we have no outline."""

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
    """What the template writes. ``empty``: the path of every commune without anybody to invite."""

    height: int
    empty: str
    shapes: list[Shape]
    labels: list[Label]
    lunches: list[tuple[int, int]]


def uninvited_section(session: Session, meetups: Iterable[Meetup], now: datetime) -> Markup:
    """The section, drawn once for all that it depends on, then kept; empty without anybody. One query.

    ``meetups``, their communes being loaded, are those under way: the ones to come are circled.
    """
    rows = _rows(session, now)
    to_come = {meetup.commune for meetup in meetups if not (meetup.is_cancelled or meetup.is_past(now))}
    lunches = tuple(sorted(commune.point for commune in to_come))
    kept: dict[object, Markup] = current_app.extensions.setdefault("uninvited", {})
    if (rows, lunches) not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[rows, lunches] = Markup(_drawn(rows, lunches))  # noqa: S704 - templates escape
    return kept[rows, lunches]


def conclusion(rows: Sequence[Row]) -> str:
    """What the map shows, in a sentence; ``rows`` begin with the communes where most people remain."""
    named = [f"{row.name} ({row.people})" for row in rows[:NAMED] if row.people]
    if len(named) < 2:
        return gettext("Il en reste dans une seule commune : %(first)s.", first=named[0])
    first, last = ", ".join(named[:-1]), named[-1]
    return gettext("%(first)s et %(last)s comptent le plus de personnes jamais invitées.", first=first, last=last)


def drawing_of(rows: Sequence[Row], lunches: Sequence[tuple[float, float]]) -> Drawing:
    """Lay out the map of at least one row."""
    map_ = sketch([Spot(row.insee, row.department, row.lat, row.lon) for row in rows])
    shown = [row for row in rows if row.people]
    filled = {row.insee for row in shown}
    return Drawing(
        map_.height,
        "".join(path for code, path in map_.paths.items() if code not in filled),
        [
            Shape(row.level, _said(row), map_.paths.get(row.insee, ""), map_.dots.get(row.insee))
            for row in shown
            if row.insee in map_.paths or row.insee in map_.dots
        ],
        _labels(map_, shown[:NAMED]),
        [point for point in (map_.place(*lunch) for lunch in lunches) if point],
    )


def _rows(session: Session, now: datetime) -> tuple[Row, ...]:
    """By commune, the most people to invite first: one query, whoever works in two communes being in each."""
    invited = select(Invitation.professional_id).where(Invitation.invited_at.is_not(None))
    never = case((Professional.id.not_in(invited), Professional.id))
    counted = (
        select(Commune.insee, Commune.name, Commune.department, Commune.lat, Commune.lon, func.count(never.distinct()))
        .join(PracticePlace, PracticePlace.commune_insee == Commune.insee)
        .join(Professional, Professional.id == PracticePlace.professional_id)
        .where(may_be_invited(now))
        .group_by(Commune.insee, Commune.name, Commune.department, Commune.lat, Commune.lon)
    )
    found = [Row(*row) for row in session.execute(counted)]
    return tuple(sorted(found, key=lambda row: (-row.people, fold(row.name), row.insee)))


def _drawn(rows: Sequence[Row], lunches: Sequence[tuple[float, float]]) -> str:
    if not rows:
        return ""
    remain = [row for row in rows if row.people]
    return render_template(
        "pages/_uninvited.html",
        rows=remain,
        conclusion=conclusion(remain) if remain else "",
        drawing=drawing_of(rows, lunches) if remain else None,
        width=WIDTH,
    )


def _said(row: Row) -> str:
    return ngettext(
        "%(name)s, %(num)d personne jamais invitée",
        "%(name)s, %(num)d personnes jamais invitées",
        row.people,
        name=row.name,
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
