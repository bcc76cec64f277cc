"""The two nights when clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.planning.moments import Moment, NoSuchHour, NoSuchYear, moment

PARIS = "Europe/Paris"


def test_a_lunch_in_winter_and_one_in_summer() -> None:
    assert moment(date(2027, 1, 19), time(12, 15), PARIS) == Moment(datetime(2027, 1, 19, 11, 15, tzinfo=UTC), False)
    assert moment(date(2027, 7, 6), time(12, 15), PARIS) == Moment(datetime(2027, 7, 6, 10, 15, tzinfo=UTC), False)


def test_the_hour_that_spring_skips_is_refused() -> None:
    with pytest.raises(NoSuchHour, match="n’existe pas"):
        moment(date(2027, 3, 28), time(2, 30), PARIS)
    assert moment(date(2027, 3, 28), time(3, 0), PARIS).at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_the_hour_that_autumn_repeats_is_the_first_of_the_two_and_says_so() -> None:
    assert moment(date(2027, 10, 31), time(2, 30), PARIS) == Moment(datetime(2027, 10, 31, 0, 30, tzinfo=UTC), True)
    assert not moment(date(2027, 10, 31), time(3, 0), PARIS).is_repeated


@given(st.dates(date(2024, 1, 1), date(2035, 1, 1)), st.times())
def test_every_accepted_hour_reads_back_as_it_was_typed(day: date, hour: time) -> None:
    hour = hour.replace(second=0, microsecond=0)
    try:
        found = moment(day, hour, PARIS)
    except NoSuchHour:
        assert (day.month, hour.hour) == (3, 2)
        return
    shown = found.at.astimezone(ZoneInfo(PARIS))
    assert (shown.date(), shown.time()) == (day, hour)


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_a_year_that_is_a_slip_of_the_keyboard_is_refused(year: int) -> None:
    with pytest.raises(NoSuchYear, match="année"):
        moment(date(year, 12, 31), time(23, 59), PARIS)
