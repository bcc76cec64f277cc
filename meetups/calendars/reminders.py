"""When to write to people: reminders before a meetup, and the end of an offered place. Pure.

Nobody is woken: reminders leave between 9:00 and 19:00, and no offer ends between 20:00 and 9:00, on the wall clock
of the meetup's zone (IANA name). All instants are aware; those returned are in UTC.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from meetups.calendars.errors import InvalidDelay

_MORNING = time(9)
_EVENING = time(19)
_NIGHT = time(20)
_DAY = timedelta(days=1)
# A reminder that comes later than this changes nobody's day.
_NOTICE = timedelta(hours=2)
_LAST_DAYS = timedelta(days=2)


def reminder_at(starts_at: datetime, delta: timedelta, zone: str) -> datetime:
    """The instant of a reminder ``delta`` before the start, always before it.

    ``delta`` is counted on the wall clock: one day before 12:15 is 12:15 the day before, be it 23, 24 or 25 hours.
    An hour after 19:00 becomes 19:00 of that day. An hour before 9:00 becomes 9:00 of that day, or, when that
    leaves less than two hours (a breakfast at 7:30), 19:00 of the evening before.
    Raises :class:`~meetups.calendars.errors.InvalidDelay` unless ``delta`` is positive.
    """
    if delta <= timedelta(0):
        raise InvalidDelay("a reminder comes before the start")
    wished = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) - delta
    if wished.time() > _EVENING:
        return _on_clock(wished, _EVENING, zone)
    if wished.time() >= _MORNING:
        return _on_clock(wished, wished.time(), zone)
    morning = _on_clock(wished, _MORNING, zone)
    return morning if morning <= starts_at - _NOTICE else _on_clock(wished - _DAY, _EVENING, zone)


def offer_expiry(
    offered_at: datetime,
    starts_at: datetime,
    zone: str,
    *,
    usual: timedelta = timedelta(hours=24),
    last: timedelta = timedelta(hours=3),
) -> datetime:
    """Until when a place offered to the next in line is held: never before ``offered_at``, never after the start.

    ``usual`` after the offer; ``last`` in the two days (48 hours) before the start. An offer made earlier does not
    reach into those days by more than ``last``, so that the delay shrinks without a step, and of two offers the later
    one never ends first. An end between 20:00 and 9:00 is put off to 9:00; when the meetup has begun by then, the
    place is held until the start, since nobody would read another offer at night.
    Raises :class:`~meetups.calendars.errors.InvalidDelay` for an offer after the start, and unless
    0 < ``last`` <= ``usual``.
    """
    if not timedelta(0) < last <= usual:
        raise InvalidDelay("delays are positive, and the last one is the shorter")
    # In another zone, adding a day would mean the same hour of the clock: delays are elapsed time.
    offered_at, starts_at = offered_at.astimezone(UTC), starts_at.astimezone(UTC)
    if offered_at > starts_at:
        raise InvalidDelay("no place is offered once the meetup has begun")
    shortened = max(offered_at, starts_at - _LAST_DAYS) + last
    return min(after_the_night(min(offered_at + usual, shortened), zone), starts_at)


def after_the_night(instant: datetime, zone: str) -> datetime:
    """``instant``, or the next 9:00 when it falls from 20:00 (included) to 9:00 on the clocks of ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    if local.time() >= _NIGHT:
        return _on_clock(local + _DAY, _MORNING, zone)
    if local.time() < _MORNING:
        return _on_clock(local, _MORNING, zone)
    return instant.astimezone(UTC)


def _on_clock(day: datetime, hour: time, zone: str) -> datetime:
    """The instant when clocks of ``zone`` show ``hour`` on the day of ``day``. By day, they show each hour once."""
    return datetime.combine(day.date(), hour, ZoneInfo(zone)).astimezone(UTC)
