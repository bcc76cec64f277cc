"""Believable days: Tuesdays and Thursdays that are nobody's holiday, and hours as Paris says them."""

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from meetups.proposals.holidays import public_holidays, school_holidays
from meetups.proposals.rules import PARIS, WEEKDAYS

PAST_EVERY = timedelta(days=42)
LATEST_PAST = timedelta(days=21)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour in Paris on that day, as a UTC instant."""
    return datetime.combine(day, time(hour, minute), PARIS).astimezone(UTC)


def first_good_day(day: date, *, step: int, taken: Container[date] = ()) -> date:
    """``day``, or the nearest good one after it (``step`` 1) or before it (``step`` -1), outside ``taken``.

    Where the school calendar is not known (after August 2028), every week counts as an ordinary one.
    """
    public, school = public_holidays(), school_holidays()
    while day.weekday() not in WEEKDAYS or day in public or day in school or day in taken:
        day += timedelta(days=step)
    return day


def weeks_later(starts_at: datetime) -> Iterator[datetime]:
    """The same weekday and hour in Paris, each week that follows, holidays left out."""
    at = starts_at.astimezone(PARIS)
    public, school = public_holidays(), school_holidays()
    for week in count(1):
        day = at.date() + timedelta(weeks=week)
        if day not in public and day not in school:
            yield moment(day, at.hour, at.minute)


def past_days(today: date, number: int) -> list[date]:
    """``number`` distinct good days, oldest first, one every six weeks or so until three weeks before ``today``."""
    days: list[date] = []
    for back in range(number):
        days.append(first_good_day(today - LATEST_PAST - back * PAST_EVERY, step=-1, taken=days))
    return sorted(days)
