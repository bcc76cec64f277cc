"""Months of a calendar, with what is booked on each day as clocks show it there. Plain values in, plain values out."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from meetups.pages.hosts.bookings import Booking
from meetups.web.filters import LOCALE

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = 5
_WEEKS = Calendar()


@dataclass(frozen=True)
class Day:
    """One day of a month, and what stands on it."""

    date: date
    bookings: Sequence[Booking]

    @property
    def is_weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.date.weekday() >= SATURDAY

    @property
    def is_confirmed(self) -> bool:
        """At least one room is surely taken."""
        return any(booking.is_confirmed for booking in self.bookings)


@dataclass(frozen=True)
class Month:
    """Weeks from Monday to Sunday; ``None`` for a day of another month."""

    first: date
    weeks: Sequence[Sequence[Day | None]]

    @property
    def label(self) -> str:
        """« Janvier 2027 »."""
        return format_date(self.first, "LLLL yyyy", LOCALE).capitalize()

    @property
    def booked(self) -> dict[str, list[Day]]:
        """The days taken, by room, alphabetically."""
        rooms: dict[str, list[Day]] = defaultdict(list)
        for day in (day for week in self.weeks for day in week if day):
            for room in sorted({booking.room for booking in day.bookings}):
                rooms[room].append(Day(day.date, [each for each in day.bookings if each.room == room]))
        return dict(sorted(rooms.items()))


def month_start(now: datetime) -> datetime:
    """The first instant of the month that Paris is in."""
    return _midnight(now.astimezone(PARIS).date().replace(day=1))


def year_start(year: int) -> datetime:
    """The first instant of a year in Paris."""
    return _midnight(date(year, 1, 1))


def months_of(bookings: Iterable[Booking], now: datetime) -> list[Month]:
    """This month and the next, then each later month in which a room is booked or asked for."""
    by_day: dict[date, list[Booking]] = defaultdict(list)
    for booking in bookings:
        by_day[booking.starts_at.astimezone(ZoneInfo(booking.zone)).date()].append(booking)
    this = now.astimezone(PARIS).date().replace(day=1)
    shown = {this, _next(this)} | {day.replace(day=1) for day in by_day if day >= this}
    return [_month(first, by_day) for first in sorted(shown)]


def _month(first: date, by_day: dict[date, list[Booking]]) -> Month:
    weeks = _WEEKS.monthdatescalendar(first.year, first.month)
    return Month(
        first,
        [[Day(day, by_day.get(day, [])) if day.month == first.month else None for day in week] for week in weeks],
    )


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS).astimezone(UTC)
