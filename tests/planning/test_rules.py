"""Pure decisions about a room."""

from datetime import UTC, datetime, timedelta

import pytest

from meetups.planning.rules import loan_for, telephone_on

LUNCH = datetime(2027, 1, 19, 11, 15, tzinfo=UTC)


def test_a_room_is_borrowed_with_time_before_and_after() -> None:
    loan = loan_for(LUNCH, LUNCH + timedelta(minutes=90))
    assert (LUNCH - loan.starts_at, loan.ends_at - LUNCH) == (timedelta(minutes=45), timedelta(minutes=120))


@pytest.mark.parametrize(
    ("asked", "rung"),
    [("2026-11-23", "2026-12-03"), ("2026-11-19", "2026-11-30"), ("2026-11-18", "2026-11-30")],
    ids=["a Thursday stays", "a Sunday waits a day", "a Saturday waits two"],
)
def test_a_host_is_rung_after_ten_days_never_on_a_week_end(asked: str, rung: str) -> None:
    now = datetime.fromisoformat(asked + "T09:00+00:00")
    assert telephone_on(now, LUNCH).date().isoformat() == rung


def test_half_way_when_time_is_short_even_on_a_week_end() -> None:
    friday = datetime(2027, 1, 15, 9, tzinfo=UTC)
    assert telephone_on(friday, friday + timedelta(days=2)) == friday + timedelta(days=1)


def test_never_before_now() -> None:
    assert telephone_on(LUNCH, LUNCH - timedelta(days=1)) >= LUNCH
