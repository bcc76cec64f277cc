"""A week of half-days to tick: when a meetup suits, when a call is welcome. Drawn by ``macros/half_days.html``."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from wtforms import SelectMultipleField

from meetups.directory.half_days import CODES, HALF_DAYS, WEEKDAYS, Moment


class Box(NamedTuple):
    """One half-day: its code, its whole name, its id on the page, and whether it is ticked."""

    code: str
    label: str
    id: str
    is_ticked: bool


class HalfDaysField(SelectMultipleField):
    """Codes of half-days; what is none is ignored."""

    moments = tuple(Moment)

    def __init__(self, label: str | None = None, **options: Any) -> None:
        """Every half-day of a working week."""
        choices = {half_day.code: half_day.label for half_day in HALF_DAYS}
        super().__init__(label, choices=choices, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the codes that exist, each once."""
        self.data = sorted(CODES.intersection(valuelist))

    def days(self) -> Iterator[tuple[str, list[Box]]]:
        """Each day with its boxes, in the order of ``moments``."""
        for number, weekday in enumerate(WEEKDAYS):
            yield (
                weekday,
                [
                    Box(each.code, each.label, f"{self.id}-{each.code}", each.code in (self.data or ()))
                    for each in HALF_DAYS
                    if each.weekday == number
                ],
            )
