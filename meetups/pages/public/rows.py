"""A line of a list of lunches, with what depends on the reader: how far from the commune they typed, what is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask_babel import gettext

from meetups.geography.distances import crow_km
from meetups.geography.models import Commune
from meetups.geography.naming import of_place
from meetups.pages.public.lists import Line
from meetups.planning.models import MeetupStatus

State = Literal["cancelled", "over", "now", "full", "open"]


@dataclass(frozen=True)
class Row:
    """``distance`` is a part of a sentence, empty when no commune was typed or the lunch is in that very commune."""

    line: Line
    state: State
    distance: str = ""


def rows(lines: Iterable[Line], origin: Commune | None, now: datetime) -> list[Row]:
    """Lines in their order."""
    return [Row(line, _state(line, now), _distance(line, origin) if origin else "") for line in lines]


def _state(line: Line, now: datetime) -> State:
    if line.status is MeetupStatus.CANCELLED:
        return "cancelled"
    if line.ends_at <= now:
        return "over"
    if line.starts_at <= now:
        return "now"
    return "full" if line.seats_left <= 0 else "open"


def _distance(line: Line, origin: Commune) -> str:
    if line.commune_insee == origin.insee:
        return ""
    km = max(1, round(crow_km(*origin.point, line.lat, line.lon)))
    return gettext("à %(km)d km %(of_place)s à vol d’oiseau", km=km, of_place=of_place(origin.name))
