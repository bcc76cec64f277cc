from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.proposals.explaining import new_pairs
from meetups.proposals.rules import (
    HOURS,
    WEIGHTS,
    Hours,
    Weights,
    candidate_days,
    priority,
    slot_on,
)
from meetups.proposals.situation import Met

MONDAY = date(2026, 11, 23)
invited = st.integers(1, 50)
months = st.none() | st.floats(0, 600)


def test_whoever_was_never_invited_goes_before_whoever_was() -> None:
    assert priority(0, None, False) > priority(1, None, False)
    assert priority(0, 3.0, False) == priority(1, 3.0, False) + WEIGHTS.never_invited


def test_a_newcomer_goes_before_an_equal() -> None:
    assert priority(2, 6.0, True) == priority(2, 6.0, False) + WEIGHTS.newcomer


def test_waiting_weighs_month_after_month_up_to_two_years() -> None:
    assert priority(1, 12.0, False) == pytest.approx(2 * WEIGHTS.everyone)
    assert priority(1, 1.0, False) < priority(1, 2.0, False) < priority(1, 24.0, False)
    assert priority(1, 24.0, False) == priority(1, 240.0, False)


def test_whoever_never_came_waits_like_whoever_came_long_ago() -> None:
    assert priority(3, None, False) == priority(3, 24.0, False)


@given(invited, invited, months, st.booleans())
def test_how_often_somebody_was_asked_in_vain_has_no_weight(
    few: int, many: int, months: float | None, newcomer: bool
) -> None:
    assert priority(few, months, newcomer) == priority(many, months, newcomer)


@given(invited, st.booleans(), st.booleans())
def test_nobody_who_was_asked_goes_before_whoever_never_was(times: int, newcomer: bool, other: bool) -> None:
    assert priority(0, None, newcomer) > priority(times, None, other)


@given(st.integers(0, 50), months, st.booleans())
def test_everybody_is_worth_inviting(times: int, months: float | None, newcomer: bool) -> None:
    assert priority(times, months, newcomer) >= WEIGHTS.everyone > 0


def test_an_organiser_can_move_the_weights() -> None:
    assert priority(0, 0.0, True, Weights(everyone=1, never_invited=7, newcomer=3)) == 11


@pytest.mark.parametrize(("times", "months"), [(-1, None), (0, -0.1), (0, float("nan"))])
def test_an_impossible_fact_is_refused(times: int, months: float | None) -> None:
    with pytest.raises(ValueError, match="expected 0 or more"):
        priority(times, months, False)


def test_days_are_tuesdays_and_thursdays_from_six_weeks_ahead() -> None:
    days = candidate_days(MONDAY)
    assert days[:3] == [date(2027, 1, 5), date(2027, 1, 7), date(2027, 1, 12)]
    assert {day.weekday() for day in days} == {1, 3}
    assert days[-1] <= MONDAY + timedelta(days=182)


def test_a_town_hall_and_guests_get_six_weeks_not_a_day_less() -> None:
    assert candidate_days(date(2026, 11, 24))[0] == date(2027, 1, 5)
    assert candidate_days(date(2026, 11, 25))[0] == date(2027, 1, 7)


def test_both_ends_of_the_horizon_count() -> None:
    assert candidate_days(MONDAY, notice_days=1, horizon_days=3) == [date(2026, 11, 24), date(2026, 11, 26)]
    assert candidate_days(MONDAY, notice_days=4, horizon_days=3) == []


def test_other_weekdays_can_be_asked_for() -> None:
    assert candidate_days(MONDAY, notice_days=0, horizon_days=7, weekdays=[4]) == [date(2026, 11, 27)]


def test_public_and_school_holidays_are_avoided() -> None:
    public, school = {date(2027, 1, 5)}, {date(2027, 1, 7)}
    days = candidate_days(MONDAY, public_holidays=public, school_holidays=school)
    assert days[0] == date(2027, 1, 12)


TUESDAY, THURSDAY = date(2027, 1, 5), date(2027, 1, 7)


def test_a_quarter_past_noon_in_paris_is_another_instant_in_summer() -> None:
    assert slot_on(date(2027, 6, 15)).starts_at == datetime(2027, 6, 15, 10, 15, tzinfo=UTC)


def test_school_holidays_past_the_published_calendar_are_said_to_be_unknown() -> None:
    assert slot_on(TUESDAY, school_known_until=TUESDAY).school_holidays_known
    assert not slot_on(THURSDAY, school_known_until=TUESDAY).school_holidays_known


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.sampled_from(sorted(HOURS)))
def test_a_slot_is_its_local_hours_on_its_day_and_carries_utc(day: date, code: str) -> None:
    hours: Hours = HOURS[code]
    slot = slot_on(day, hours)
    local = slot.starts_at.astimezone(ZoneInfo("Europe/Paris"))
    assert (local.date(), local.time()) == (day, hours.start)
    assert slot.starts_at.tzinfo is slot.ends_at.tzinfo is UTC
    assert slot.ends_at - slot.starts_at == timedelta(minutes=hours.minutes)


def test_pairs_who_came_to_one_meetup_at_least_are_not_new() -> None:
    met = Met(person=np.array([1, 2, 2, 3, 8]), meetup=np.array([7, 7, 9, 9, 7]))
    assert new_pairs(met, [1, 2, 3]) == 1, "the first and the third never sat together"
    assert new_pairs(met, [4, 5, 6]) == 3
    assert new_pairs(met, [4]) == new_pairs(met, []) == 0
