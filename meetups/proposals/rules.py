"""The rules of a proposal: who goes first, and on which day. Plain values in, plain values out."""

import math
from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Weights:
    """What each fact is worth when people are chosen, in one place.

    Only facts that the person can see on their own page: an answer, an absence or a guess about either has no weight.
    """

    everyone: float = 1.0  # anybody within reach is worth inviting
    never_invited: float = 2.0
    newcomer: float = 0.5
    month_of_waiting: float = 1 / 12  # for each month since their last meetup, so that a year weighs as `everyone`
    months_at_most: float = 24.0  # after which waiting longer adds nothing; also who has never come to any


WEIGHTS = Weights()


@dataclass(frozen=True)
class Hours:
    """When a meetup of some format starts (time in Paris) and how long it lasts."""

    start: time
    minutes: int


LUNCH = Hours(time(12, 15), 90)
HOURS = {  # by code of the format
    "lunch": LUNCH,
    "evening": Hours(time(19, 0), 120),
    "breakfast": Hours(time(7, 45), 60),
    "coffee": Hours(time(14, 30), 60),
    "good_news": Hours(time(13, 0), 60),
    "discussion": Hours(time(18, 30), 90),
    "feedback": Hours(time(18, 30), 120),
}
PARIS = ZoneInfo("Europe/Paris")
TUESDAY, THURSDAY = 1, 3
WEEKDAYS = (TUESDAY, THURSDAY)
NOTICE_DAYS = 42  # six weeks: a town hall answers, and rotas are drawn up a month ahead
HORIZON_DAYS = 182


@dataclass(frozen=True)
class Slot:
    """A day and hours for one meetup. Instants are aware, in UTC."""

    day: date
    starts_at: datetime
    ends_at: datetime
    school_holidays_known: bool  # False: the published calendar stops before that day, so check by hand


def priority(
    times_invited: int, months_since_last: float | None, is_newcomer: bool, weights: Weights = WEIGHTS
) -> float:
    """What choosing this person is worth, more than 0.

    ``months_since_last``: months since the last meetup that they came to, None when there was none; somebody who
    was invited and did not come waits like somebody never seen. Raises ``ValueError`` for a number below 0 or NaN.
    """
    if times_invited < 0:
        raise ValueError(f"times_invited is {times_invited}: expected 0 or more")
    months = weights.months_at_most if months_since_last is None else months_since_last
    if math.isnan(months) or months < 0:
        raise ValueError(f"months_since_last is {months}: expected 0 or more")
    worth = weights.everyone + weights.month_of_waiting * min(months, weights.months_at_most)
    if times_invited == 0:
        worth += weights.never_invited
    return worth + weights.newcomer if is_newcomer else worth


def candidate_days(
    today: date,
    *,
    notice_days: int = NOTICE_DAYS,
    horizon_days: int = HORIZON_DAYS,
    weekdays: Collection[int] = WEEKDAYS,
    public_holidays: Container[date] = (),
    school_holidays: Container[date] = (),
) -> list[date]:
    """The days, soonest first, between ``notice_days`` and ``horizon_days`` from ``today`` (both included).

    ``today``: the date in Paris. ``weekdays``: 0 is Monday. A day missing from a calendar counts as an ordinary one:
    where the school calendar ends, ``Slot.school_holidays_known`` tells.
    """
    days = (today + timedelta(days=ahead) for ahead in range(notice_days, horizon_days + 1))
    return [
        day for day in days if day.weekday() in weekdays and day not in public_holidays and day not in school_holidays
    ]


def slot_on(day: date, hours: Hours = LUNCH, *, school_known_until: date = date.max) -> Slot:
    """The instants of ``hours`` on ``day`` in Paris: 12:15 there is 11:15 UTC in winter and 10:15 in summer."""
    starts_at = datetime.combine(day, hours.start, PARIS).astimezone(UTC)
    return Slot(day, starts_at, starts_at + timedelta(minutes=hours.minutes), day <= school_known_until)
