"""Dates and numbers as French readers write them: « mardi 19 janvier », « 12 h 15 », « 1 000 »."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from meetups.web.naming import of_person

PARIS = "Europe/Paris"
LOCALE = "fr"
NO_BREAK = "\u00a0"


def local(moment: datetime, zone: str = PARIS) -> datetime:
    """The same instant on the clocks of ``zone``; ``moment`` is aware."""
    return moment.astimezone(ZoneInfo(zone))


@lru_cache(4096)
def _written(day: date, pattern: str) -> str:
    return format_date(day, pattern, LOCALE)


def weekday(moment: datetime, zone: str = PARIS) -> str:
    """« mardi »."""
    return _written(local(moment, zone).date(), "EEEE")


def day(moment: datetime, zone: str = PARIS) -> str:
    """« 19 », and « 1er » for the first."""
    number = local(moment, zone).day
    return "1er" if number == 1 else str(number)


def month(moment: datetime, zone: str = PARIS) -> str:
    """« janvier »."""
    return _written(local(moment, zone).date(), "MMMM")


def day_date(moment: datetime, zone: str = PARIS) -> str:
    """« mardi 19 janvier »: what a person remembers."""
    return f"{weekday(moment, zone)} {day(moment, zone)}{NO_BREAK}{month(moment, zone)}"


def long_date(moment: datetime, zone: str = PARIS) -> str:
    """« mardi 19 janvier 2027 »."""
    return f"{day_date(moment, zone)} {local(moment, zone).year}"


def short_date(moment: datetime, zone: str = PARIS) -> str:
    """« mar. 19 janv. », « lun. 1er févr. »."""
    at = local(moment, zone).date()
    return f"{_written(at, 'EEE')} {day(moment, zone)} {_written(at, 'MMM')}"


def hour(moment: datetime, zone: str = PARIS) -> str:
    """« 12 h 15 », « 9 h », with no-break spaces."""
    at = local(moment, zone)
    text = f"{at.hour}{NO_BREAK}h"
    return f"{text}{NO_BREAK}{at.minute:02d}" if at.minute else text


@lru_cache(4096)
def number(value: float) -> str:
    """« 1 000 », « 4,5 »: at most one decimal."""
    return format_decimal(value, "#,##0.#", LOCALE)


def plain_date(value: date) -> str:
    """« 19 janvier 2027 », « 1er janvier 2027 », for a day without an hour."""
    return ("1er" if value.day == 1 else str(value.day)) + _written(value, " MMMM yyyy")


def phone(value: str) -> str:
    """« 04 65 71 00 12 » from ``+33465710012`` or ``0465710012``; anything else stays as written."""
    digits = "0" + value[3:] if value.startswith("+33") else value
    if len(digits) != 10 or not digits.isdigit():
        return value
    return NO_BREAK.join(digits[i : i + 2] for i in range(0, 10, 2))


FILTERS: dict[str, Callable[..., str]] = {
    f.__name__: f
    for f in (weekday, day, month, day_date, long_date, short_date, hour, number, plain_date, phone, of_person)
}


def register(app: Flask) -> None:
    """Make them filters of every template."""
    app.jinja_env.filters.update(FILTERS)
