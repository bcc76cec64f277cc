from datetime import date

from meetups.proposals.holidays import public_holidays, school_holidays
from meetups.proposals.rules import candidate_days, slot_on


def test_public_holidays_are_those_of_france() -> None:
    days = public_holidays()
    assert date(2027, 7, 14) in days
    assert date(2027, 5, 6) in days  # Ascension
    assert date(2027, 5, 7) not in days
    assert date(2027, 12, 26) not in days  # a holiday in Alsace only


def test_school_holidays_are_those_of_savoie() -> None:
    """Winter of 2027: zone A from 13 to 28 February, zone B from the 20th, zone C from the 6th."""
    school = school_holidays()
    assert date(2027, 2, 13) in school
    assert date(2027, 2, 11) not in school
    assert date(2027, 3, 2) not in school
    assert date(2027, 2, 11) in school_holidays("C")


def test_past_the_published_calendar_school_holidays_are_unknown_and_nothing_fails() -> None:
    """The library raises for 2031, and calls the autumn of 2028 free of holidays: it has no data for it."""
    school = school_holidays()
    assert school.known_until == date(2028, 8, 31)
    assert date(2031, 2, 20) not in school
    days = candidate_days(
        date(2028, 7, 20), public_holidays=public_holidays(), school_holidays=school, horizon_days=60
    )
    slot = slot_on(days[0], school_known_until=school.known_until)
    assert slot.day == date(2028, 9, 5)
    assert not slot.school_holidays_known


def test_a_date_is_proposed_whatever_the_year() -> None:
    days = candidate_days(date(2090, 1, 2), public_holidays=public_holidays(), school_holidays=school_holidays())
    assert days
