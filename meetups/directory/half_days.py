"""Parts of the days of a working week: when a meetup suits, when a call is welcome, when a room is free."""

from enum import StrEnum
from typing import NamedTuple


class Moment(StrEnum):
    """A part of a day."""

    MORNING = "matin"
    NOON = "midi"
    AFTERNOON = "après-midi"
    EVENING = "soir"

    @property
    def label(self) -> str:
        """How screens name it."""
        return str(self.value)


WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
"""Monday first, as ``datetime.weekday()`` counts."""


class HalfDay(NamedTuple):
    """« lundi midi »: ``weekday`` counts from Monday, 0."""

    weekday: int
    moment: Moment

    @property
    def code(self) -> str:
        """« 0-midi »: what rows and forms hold."""
        return f"{self.weekday}-{self.moment}"

    @property
    def label(self) -> str:
        """« lundi midi »."""
        return f"{WEEKDAYS[self.weekday]} {self.moment.label}"


HALF_DAYS = tuple(HalfDay(weekday, moment) for moment in Moment for weekday in range(len(WEEKDAYS)))
"""Row by row, as a week is drawn: every morning, then every noon, and so on."""

CODES = frozenset(half_day.code for half_day in HALF_DAYS)
