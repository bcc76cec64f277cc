"""Days on which a meetup can be held: notice, weekdays, holidays, rooms, notes. Plain values, no database."""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from meetups.geography.day_notes import holds_on
from meetups.planning.models import MeetupFormat
from meetups.planning.rules import loan_for
from meetups.proposals.formats import slot_bit
from meetups.proposals.rules import HORIZON_DAYS, HOURS, Slot, candidate_days, slot_on

EVERY_DAY = tuple(range(7))
QUARTER_DAYS = 91
"""Left after the notice, however long it is."""


@dataclass(frozen=True)
class Note:
    """A ``DayNote`` without its rows."""

    label: str
    weekdays: tuple[int, ...]
    first_day: date | None
    last_day: date | None
    communes: frozenset[str]
    """Empty: everywhere."""

    def warns(self, day: date, insee: str) -> bool:
        """Whether it holds on that day in that commune."""
        return holds_on(self, day) and (not self.communes or insee in self.communes)


@dataclass(frozen=True)
class Calendar:
    """The days of the association, and what is known of each."""

    today: date
    """In Paris."""
    notice_days: int
    weekdays: tuple[int, ...]
    public_holidays: Container[date]
    school_holidays: Container[date]
    school_known_until: date
    notes: Sequence[Note]

    @cached_property
    def days(self) -> list[date]:
        """Every day allowed by the association's own notice, soonest first."""
        return candidate_days(
            self.today,
            notice_days=self.notice_days,
            horizon_days=max(HORIZON_DAYS, self.notice_days + QUARTER_DAYS),
            weekdays=self.weekdays,
            public_holidays=self.public_holidays,
            school_holidays=self.school_holidays,
        )

    def after(self, notice_days: int) -> Iterator[date]:
        """Those that leave a host its own notice too."""
        first = self.today + timedelta(days=notice_days)
        if notice_days + QUARTER_DAYS <= HORIZON_DAYS:
            return (day for day in self.days if day >= first)
        longer = candidate_days(
            self.today,
            notice_days=max(notice_days, self.notice_days),
            horizon_days=notice_days + QUARTER_DAYS,
            weekdays=self.weekdays,
            public_holidays=self.public_holidays,
            school_holidays=self.school_holidays,
        )
        return iter(longer)

    def warnings(self, day: date, insee: str) -> list[str]:
        """What to know of that day there."""
        return [note.label for note in self.notes if note.warns(day, insee)]

    def slot(self, day: date, format_: MeetupFormat) -> Slot:
        """The instants of that format on that day."""
        return slot_on(day, HOURS[format_.value], school_known_until=self.school_known_until)


def is_free(free: int, taken: Iterable[tuple[datetime, datetime]], slot: Slot, format_: MeetupFormat) -> bool:
    """Whether a room can be lent: its half-days hold the slot, or nobody said, and no other loan overlaps."""
    weekday_says_no = free >= 0 and not free & slot_bit(slot.day.weekday(), format_)
    if weekday_says_no:
        return False
    loan = loan_for(slot.starts_at, slot.ends_at)
    return all(ends_at <= loan.starts_at or loan.ends_at <= starts_at for starts_at, ends_at in taken)


def open_days(
    calendar: Calendar,
    format_: MeetupFormat,
    *,
    insee: str,
    notice_days: int,
    free: int,
    taken: Sequence[tuple[datetime, datetime]],
    area_days: Collection[date],
) -> list[date]:
    """The days on which that room can be had, those that no note warns of first, then soonest first."""
    days = [
        day
        for day in calendar.after(notice_days)
        if day not in area_days and is_free(free, taken, calendar.slot(day, format_), format_)
    ]
    return sorted(days, key=lambda day: bool(calendar.warnings(day, insee)))
