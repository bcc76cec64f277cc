"""Dates as French readers write them."""

from datetime import date

from meetups.web.filters import plain_date


def test_the_first_of_a_month_is_an_ordinal_and_other_days_are_not() -> None:
    assert plain_date(date(2026, 1, 1)) == "1er janvier 2026"
    assert plain_date(date(2026, 1, 11)) == "11 janvier 2026"
    assert plain_date(date(2027, 8, 31)) == "31 août 2027"
