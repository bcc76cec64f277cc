"""When people are written to, and until when a place is held."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetups.calendars.errors import InvalidDelay
from meetups.calendars.reminders import after_the_night, offer_expiry, reminder_at
from tests.calendars.samples import CHANGES

PARIS = "Europe/Paris"
ZONE = ZoneInfo(PARIS)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Around both changes of 2027, and between.
INSTANTS = st.datetimes(datetime(2027, 3, 20), datetime(2027, 11, 10), timezones=st.just(UTC))  # noqa: DTZ001
DELTAS = st.timedeltas(timedelta(minutes=1), 30 * DAY)
NEAR_A_CHANGE = st.builds(lambda change, by: change + by, st.sampled_from(CHANGES), st.timedeltas(-3 * DAY, 3 * DAY))
STARTS = st.one_of(INSTANTS, NEAR_A_CHANGE)


def _paris(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _shown(instant):
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("starts_at", "delta", "leaves_at"),
    [
        ("2027-01-19 12:15", DAY, "2027-01-18 12:15"),
        ("2027-01-19 12:15", 7 * DAY, "2027-01-12 12:15"),
        ("2027-01-19 12:15", 3 * HOUR, "2027-01-19 09:15"),
        ("2027-03-28 12:15", DAY, "2027-03-27 12:15"),  # 23 hours
        ("2027-03-30 12:15", 7 * DAY, "2027-03-23 12:15"),
        ("2027-10-31 12:15", DAY, "2027-10-30 12:15"),  # 25 hours
        ("2027-11-02 12:15", 7 * DAY, "2027-10-26 12:15"),
        ("2027-01-19 07:30", DAY, "2027-01-18 09:00"),
        ("2027-01-19 20:30", DAY, "2027-01-18 19:00"),
        ("2027-01-19 07:30", 2 * HOUR, "2027-01-18 19:00"),
        ("2027-01-19 11:00", 3 * HOUR, "2027-01-19 09:00"),
        ("2027-01-19 10:59", 3 * HOUR, "2027-01-18 19:00"),
        ("2027-03-29 02:30", DAY, "2027-03-28 09:00"),  # 02:30 does not exist on the 28th
        ("2027-11-01 02:30", DAY, "2027-10-31 09:00"),
        ("2027-01-19 09:00", DAY, "2027-01-18 09:00"),
        ("2027-01-19 19:00", DAY, "2027-01-18 19:00"),
    ],
)
def test_a_reminder_leaves_at_the_same_hour_of_the_clock_within_the_day(starts_at, delta, leaves_at):
    assert _shown(reminder_at(_paris(starts_at), delta, PARIS)) == leaves_at


@given(STARTS, DELTAS)
def test_a_reminder_leaves_by_day_and_before_the_start(starts_at, delta):
    leaves_at = reminder_at(starts_at, delta, PARIS)
    assert leaves_at.tzinfo is UTC
    assert leaves_at < starts_at
    assert time(9) <= leaves_at.astimezone(ZONE).time() <= time(19)


@given(STARTS, st.integers(1, 60))
def test_a_reminder_of_whole_days_leaves_on_that_very_day(starts_at, days):
    starts = starts_at.astimezone(ZONE)
    leaves = reminder_at(starts_at, days * DAY, PARIS).astimezone(ZONE)
    assert leaves.date() == starts.date() - days * DAY
    if time(9) <= starts.time() <= time(19):
        assert leaves.time() == starts.time()


@given(STARTS, DELTAS, DELTAS)
def test_a_longer_delta_never_leaves_later(starts_at, one, other):
    longer, shorter = max(one, other), min(one, other)
    assert reminder_at(starts_at, longer, PARIS) <= reminder_at(starts_at, shorter, PARIS)


@given(st.dates(datetime(2027, 3, 1).date(), datetime(2027, 11, 30).date()), st.data(), DELTAS)  # noqa: DTZ001
def test_a_meetup_moved_later_is_never_reminded_of_earlier(day, data, delta):
    hours = st.times(time(6), time(23))
    first = datetime.combine(day, data.draw(hours), ZONE)
    second = datetime.combine(day + data.draw(st.integers(0, 10)) * DAY, data.draw(hours), ZONE)
    first, second = sorted((first.astimezone(UTC), second.astimezone(UTC)))
    assert reminder_at(first, delta, PARIS) <= reminder_at(second, delta, PARIS)


@given(STARTS, DELTAS)
def test_the_zone_in_which_an_instant_is_given_does_not_matter(starts_at, delta):
    offered_at, here = starts_at - delta, starts_at.astimezone(ZONE)
    assert reminder_at(here, delta, PARIS) == reminder_at(starts_at, delta, PARIS)
    assert offer_expiry(offered_at.astimezone(ZONE), here, PARIS) == offer_expiry(offered_at, starts_at, PARIS)


@pytest.mark.parametrize("delta", [timedelta(0), -DAY])
def test_a_reminder_after_the_start_is_refused(delta):
    with pytest.raises(InvalidDelay):
        reminder_at(_paris("2027-01-19 12:15"), delta, PARIS)


@pytest.mark.parametrize(
    ("offered_at", "starts_at", "ends_at"),
    [
        ("2027-01-11 10:00", "2027-01-19 12:15", "2027-01-12 10:00"),  # 24 h
        ("2027-01-11 21:00", "2027-01-19 12:15", "2027-01-13 09:00"),  # 24 h, and the night
        ("2027-01-11 08:00", "2027-01-19 12:15", "2027-01-12 09:00"),
        ("2027-01-18 10:00", "2027-01-19 12:15", "2027-01-18 13:00"),  # 3 h
        ("2027-01-18 17:00", "2027-01-19 12:15", "2027-01-19 09:00"),  # 20:00 is the night
        ("2027-01-18 16:59", "2027-01-19 12:15", "2027-01-18 19:59"),
        ("2027-01-19 11:00", "2027-01-19 12:15", "2027-01-19 12:15"),  # never later than the start
        ("2027-01-18 18:00", "2027-01-19 07:30", "2027-01-19 07:30"),  # a breakfast: held through the night
        ("2027-01-17 12:15", "2027-01-19 12:15", "2027-01-17 15:15"),  # the last two days begin
        ("2027-01-17 11:15", "2027-01-19 12:15", "2027-01-17 15:15"),  # an hour earlier: no step
        ("2027-01-16 15:15", "2027-01-19 12:15", "2027-01-17 15:15"),  # 24 h for the last time
        ("2027-03-27 12:00", "2027-04-06 12:15", "2027-03-28 13:00"),  # 24 h across the change of spring
        ("2027-03-27 18:00", "2027-03-28 12:15", "2027-03-28 09:00"),
        ("2027-03-27 20:30", "2027-04-06 12:15", "2027-03-29 09:00"),
        ("2027-10-30 12:00", "2027-11-09 12:15", "2027-10-31 11:00"),  # and of autumn
        ("2027-10-30 18:00", "2027-10-31 12:15", "2027-10-31 09:00"),
        ("2027-10-30 20:30", "2027-11-09 12:15", "2027-10-31 19:30"),
    ],
)
def test_a_place_is_held_for_a_day_then_for_three_hours_and_through_the_night(offered_at, starts_at, ends_at):
    assert _shown(offer_expiry(_paris(offered_at), _paris(starts_at), PARIS)) == ends_at


AHEAD = st.timedeltas(timedelta(0), 12 * DAY)


@given(STARTS, AHEAD)
@example(CHANGES[0] + 11 * HOUR, 16 * HOUR)
@example(CHANGES[1] + 11 * HOUR, 16 * HOUR)
def test_an_offer_ends_between_itself_and_the_start_and_by_day(offered_at, ahead):
    starts_at = offered_at + ahead
    ends_at = offer_expiry(offered_at, starts_at, PARIS)
    assert ends_at.tzinfo is UTC
    assert offered_at <= ends_at <= starts_at
    assert ends_at == starts_at or time(9) <= ends_at.astimezone(ZONE).time() < time(20)


@given(STARTS, AHEAD)
def test_nobody_gets_less_than_three_hours_unless_the_meetup_begins_nor_more_than_a_day_and_a_night(offered_at, ahead):
    starts_at = offered_at + ahead
    held = offer_expiry(offered_at, starts_at, PARIS) - offered_at
    assert held >= min(3 * HOUR, ahead)
    assert held <= DAY + 14 * HOUR  # the night that changes from summer to winter has 14 hours


@given(STARTS, AHEAD, AHEAD)
def test_of_two_offers_the_later_never_ends_first(starts_at, one, other):
    earlier, later = (
        offer_expiry(starts_at - ahead, starts_at, PARIS) for ahead in (max(one, other), min(one, other))
    )
    assert earlier <= later


@given(STARTS, AHEAD, AHEAD)
def test_a_meetup_moved_later_never_shortens_an_offer(offered_at, one, other):
    sooner, later = (offer_expiry(offered_at, offered_at + ahead, PARIS) for ahead in sorted((one, other)))
    assert sooner <= later


@given(STARTS, AHEAD, st.timedeltas(HOUR, 2 * DAY), st.timedeltas(HOUR, 2 * DAY))
def test_longer_delays_never_end_an_offer_sooner(offered_at, ahead, one, other):
    starts_at = offered_at + ahead
    short, long = sorted((one, other))
    held = [
        offer_expiry(offered_at, starts_at, PARIS, usual=usual, last=last)
        for usual, last in ((short, HOUR), (long, HOUR), (long, short))
    ]
    assert held == sorted(held)


def test_the_organisers_own_delays_are_kept():
    offered_at, starts_at = _paris("2027-01-11 10:00"), _paris("2027-01-19 12:15")
    assert _shown(offer_expiry(offered_at, starts_at, PARIS, usual=48 * HOUR)) == "2027-01-13 10:00"
    late = _paris("2027-01-18 10:00")
    assert _shown(offer_expiry(late, starts_at, PARIS, last=HOUR)) == "2027-01-18 11:00"


@pytest.mark.parametrize(("usual", "last"), [(HOUR, 2 * HOUR), (DAY, timedelta(0)), (DAY, -HOUR)])
def test_delays_that_run_backwards_are_refused(usual, last):
    with pytest.raises(InvalidDelay):
        offer_expiry(_paris("2027-01-11 10:00"), _paris("2027-01-19 12:15"), PARIS, usual=usual, last=last)


def test_no_place_is_offered_after_the_start():
    starts_at = _paris("2027-01-19 12:15")
    assert offer_expiry(starts_at, starts_at, PARIS) == starts_at
    with pytest.raises(InvalidDelay):
        offer_expiry(starts_at + timedelta(seconds=1), starts_at, PARIS)


@given(STARTS)
def test_after_the_night_is_now_or_the_next_nine_o_clock(instant):
    morning = after_the_night(instant, PARIS)
    assert after_the_night(morning, PARIS) == morning
    if morning != instant:
        assert instant < morning <= instant + 14 * HOUR
        assert morning.astimezone(ZONE).time() == time(9)
