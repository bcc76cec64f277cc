"""Months of a host's calendar: the day is the one that clocks show there, whatever the season."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from meetups.pages.hosts.bookings import Booking, BookingState
from meetups.pages.hosts.months import Month, month_start, months_of, year_start
from meetups.planning.models import MeetupFormat
from tests.factories import NOW

LUNCH = Booking(
    key="reservation-a",
    starts_at=datetime(2027, 1, 19, 10, 30, tzinfo=UTC),
    ends_at=datetime(2027, 1, 19, 13, 15, tzinfo=UTC),
    zone="Europe/Paris",
    room="salle des Tilleuls",
    head_count=24,
    format=MeetupFormat.LUNCH,
    state=BookingState.CONFIRMED,
)


def at(moment: datetime, **given: object) -> Booking:
    return replace(LUNCH, starts_at=moment, ends_at=moment + timedelta(hours=3), **given)  # type: ignore[arg-type]


def taken(month: Month) -> list[int]:
    return [day.date.day for week in month.weeks for day in week if day and day.bookings]


def test_this_month_and_the_next_are_shown_then_each_one_with_a_booking() -> None:
    assert [month.label for month in months_of([], NOW)] == ["Novembre 2026", "Décembre 2026"]
    labels = [month.label for month in months_of([at(datetime(2027, 3, 2, 11, tzinfo=UTC)), LUNCH], NOW)]
    assert labels == ["Novembre 2026", "Décembre 2026", "Janvier 2027", "Mars 2027"]


def test_december_is_followed_by_january() -> None:
    months = months_of([], datetime(2026, 12, 31, 12, tzinfo=UTC))
    assert [month.first for month in months] == [date(2026, 12, 1), date(2027, 1, 1)]


def test_weeks_start_on_monday_and_hold_the_days_of_their_month_only() -> None:
    january = months_of([LUNCH], NOW)[2]
    assert [day.date.day if day else None for day in january.weeks[0]] == [None, None, None, None, 1, 2, 3]
    assert [day.date.day for week in january.weeks for day in week if day] == list(range(1, 32))
    assert [day.is_weekend for day in january.weeks[1] if day] == [False] * 5 + [True] * 2
    assert all(len(week) == 7 for week in january.weeks)
    assert taken(january) == [19]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2027, 1, 31, 22, 59, tzinfo=UTC), date(2027, 1, 31)),  # 23:59 in Paris, one hour ahead
        (datetime(2027, 1, 31, 23, 0, tzinfo=UTC), date(2027, 2, 1)),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), date(2027, 3, 28)),  # the night when clocks go forward
        (datetime(2027, 5, 31, 21, 59, tzinfo=UTC), date(2027, 5, 31)),  # two hours ahead
        (datetime(2027, 5, 31, 22, 0, tzinfo=UTC), date(2027, 6, 1)),
        (datetime(2027, 10, 30, 22, 30, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 10, 31, 22, 30, tzinfo=UTC), date(2027, 10, 31)),  # the night when they went back is over
        (datetime(2027, 10, 31, 23, 0, tzinfo=UTC), date(2027, 11, 1)),
    ],
)
def test_a_booking_stands_on_the_day_that_clocks_show(moment: datetime, shown: date) -> None:
    months = months_of([at(moment)], NOW)
    days = [day.date for month in months for week in month.weeks for day in week if day and day.bookings]
    assert days == [shown]


def test_a_month_and_a_year_start_at_midnight_in_paris() -> None:
    assert month_start(datetime(2026, 10, 31, 22, 59, tzinfo=UTC)) == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert month_start(datetime(2026, 10, 31, 23, 0, tzinfo=UTC)) == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert month_start(datetime(2027, 3, 31, 21, 59, tzinfo=UTC)) == datetime(2027, 2, 28, 23, tzinfo=UTC)
    assert year_start(2027) == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_a_day_is_sure_as_soon_as_one_room_is() -> None:
    waiting = replace(LUNCH, room="salle du Conseil", state=BookingState.TO_CONFIRM)
    [both] = [day for week in months_of([LUNCH, waiting], NOW)[2].weeks for day in week if day and day.bookings]
    [alone] = [day for week in months_of([waiting], NOW)[2].weeks for day in week if day and day.bookings]
    assert both.is_confirmed
    assert not alone.is_confirmed


def test_a_month_says_which_room_is_taken_on_which_days() -> None:
    waiting = replace(LUNCH, room="salle du Conseil", state=BookingState.TO_CONFIRM)
    later = at(datetime(2027, 1, 26, 11, tzinfo=UTC))
    booked = months_of([LUNCH, waiting, later], NOW)[2].booked
    assert {room: [(day.date.day, day.is_confirmed) for day in days] for room, days in booked.items()} == {
        "salle des Tilleuls": [(19, True), (26, True)],
        "salle du Conseil": [(19, False)],
    }
    assert list(booked) == sorted(booked)
