"""Pure decisions about a meetup and its room."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SETTING_UP = timedelta(minutes=45)
TIDYING = timedelta(minutes=30)
MAX_CAPACITY = 400
PARIS = ZoneInfo("Europe/Paris")
SATURDAY = 5


@dataclass(frozen=True)
class Loan:
    """How long a room is borrowed: the meetup, with setting-up before and tidying after."""

    starts_at: datetime
    ends_at: datetime


def loan_for(starts_at: datetime, ends_at: datetime) -> Loan:
    """The room's loan for a meetup, in the same zone."""
    return Loan(starts_at - SETTING_UP, ends_at + TIDYING)


def telephone_on(now: datetime, starts_at: datetime) -> datetime:
    """When the organiser rings a host that has not answered: in ten days, or half-way when time is short.

    A town hall answers on working days: a day of the week-end becomes the Monday, when that is still before.
    """
    wanted = now + min(timedelta(days=10), max((starts_at - now) / 2, timedelta(0)))
    after_sunday = wanted + timedelta(days=max(0, 7 - wanted.astimezone(PARIS).weekday()))
    is_weekend = wanted.astimezone(PARIS).weekday() >= SATURDAY
    return after_sunday if is_weekend and after_sunday < starts_at else wanted


def moved_deadline(answer_by: datetime, former: datetime, starts_at: datetime, zone: str) -> datetime:
    """The deadline of a meetup that starts at ``starts_at`` rather than ``former``: as long before, on wall clocks.

    ``zone`` is an IANA name. All instants are aware; that given back is too, and never after the start.
    """
    clock = ZoneInfo(zone)
    before = former.astimezone(clock).replace(tzinfo=None) - answer_by.astimezone(clock).replace(tzinfo=None)
    wished = starts_at.astimezone(clock).replace(tzinfo=None, fold=0) - before
    return min(wished.replace(tzinfo=clock).astimezone(UTC), starts_at)
