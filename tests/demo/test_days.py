"""Days that a volunteer would choose."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from meetups.demo.days import first_good_day, moment, past_days, weeks_later
from meetups.proposals.holidays import public_holidays, school_holidays

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@given(DAYS)
def test_past_days_are_good_distinct_and_within_eighteen_months(today: date) -> None:
    days = past_days(today, 12)
    public, school = public_holidays(), school_holidays()
    assert days == sorted(set(days))
    assert len(days) == 12
    assert today - timedelta(days=555) < days[0]
    assert days[-1] <= today - timedelta(days=21)
    assert all(day.weekday() in {1, 3} and day not in public and day not in school for day in days)


@given(DAYS)
def test_the_next_good_day_is_never_before(day: date) -> None:
    assert first_good_day(day, step=1) >= day


def test_an_hour_is_that_of_paris_in_summer_and_in_winter() -> None:
    assert moment(date(2026, 7, 14), 12, 15) == datetime(2026, 7, 14, 10, 15, tzinfo=UTC)
    assert moment(date(2026, 12, 1), 12, 15) == datetime(2026, 12, 1, 11, 15, tzinfo=UTC)


def test_a_week_later_keeps_the_hour_when_the_clocks_change_and_leaves_holidays_out() -> None:
    later = weeks_later(moment(date(2026, 10, 15), 12, 15))  # autumn holidays, the clocks change, 11 November
    assert [next(later), next(later)] == [moment(date(2026, 11, 5), 12, 15), moment(date(2026, 11, 12), 12, 15)]
