"""What a vote is worth, which slot is best, which days to offer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.polls.rules import NEAR, Ballot, PollState, Tally, Vote, ranked, state, suggested_days, tally

FIRST = datetime(2027, 1, 12, 11, 15, tzinfo=UTC)


def slot(day: int, yes: int, if_needed: int = 0, families: int = 1) -> Tally:
    return Tally(FIRST + timedelta(days=day), yes=yes, if_needed=if_needed, families=families)


def test_a_slot_is_counted_by_vote_and_by_family() -> None:
    ballots = [
        Ballot("soins", Vote.YES),
        Ballot("soins", Vote.YES),
        Ballot("pharmacie", Vote.IF_NEEDED),
        Ballot("medecine", Vote.NO),
        Ballot("social", None),
    ]
    assert tally(FIRST, ballots) == Tally(FIRST, yes=2, if_needed=1, no=1, silent=1, families=2)


def test_most_people_win_and_two_half_persons_make_one() -> None:
    few, many, halves = slot(0, 4, families=9), slot(1, 7), slot(2, 5, 3)
    assert ranked([few, many, halves]) == [many, halves, few]


def test_within_one_person_the_mix_of_professions_wins() -> None:
    crowd, mixed = slot(0, 9, families=4), slot(1, 8, families=6)
    assert ranked([crowd, mixed]) == [mixed, crowd]
    assert ranked([crowd, slot(1, 7, 1, families=6)])[0] == crowd, "a person and a half is too far"


def test_with_the_same_mix_people_then_the_earliest_decide() -> None:
    assert ranked([slot(0, 8), slot(1, 8, 1)])[0] == slot(1, 8, 1)
    assert ranked([slot(5, 8), slot(2, 8), slot(3, 8)])[0] == slot(2, 8)


counts = st.integers(0, 12)
tallies = st.lists(
    st.builds(slot, st.integers(0, 30), counts, counts, st.integers(0, 7)),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.starts_at,
)


@given(tallies, st.randoms())
def test_the_best_is_never_beaten_and_the_order_of_the_question_does_not_matter(
    slots: list[Tally], random: object
) -> None:
    order = ranked(slots)
    assert sorted(order, key=lambda each: each.starts_at) == sorted(slots, key=lambda each: each.starts_at)
    best = order[0]
    assert all(best.half_persons >= each.half_persons - NEAR for each in slots)
    for each in slots:
        if each.half_persons >= best.half_persons:
            assert best.families >= each.families
    shuffled = list(slots)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranked(shuffled) == order


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, PollState.OPEN),
        ({"is_past": True}, PollState.PAST),
        ({"is_draft": False}, PollState.SETTLED),
        ({"is_closed": True, "is_past": True}, PollState.DROPPED),
        ({"is_closed": True, "has_chosen": True, "is_draft": False}, PollState.FIXED),
        ({"is_closed": True, "has_chosen": True, "is_cancelled": True}, PollState.CANCELLED),
    ],
)
def test_where_a_poll_stands(facts: dict[str, bool], expected: PollState) -> None:
    known = {"is_cancelled": False, "is_closed": False, "has_chosen": False, "is_draft": True, "is_past": False}
    assert state(**(known | facts)) is expected


def test_the_days_offered_are_other_days_of_the_week() -> None:
    days = suggested_days(date(2027, 1, 19), [])
    assert [f"{day:%a %d}" for day in days] == ["Tue 19", "Thu 21", "Mon 25", "Wed 27"]


def test_only_the_days_of_the_week_that_are_allowed_are_offered() -> None:
    days = suggested_days(date(2027, 1, 19), [], weekdays=(1, 3))
    assert [f"{day:%a %d}" for day in days] == ["Tue 19", "Thu 21", "Tue 26", "Thu 28"]
    assert [f"{day:%a}" for day in suggested_days(date(2027, 1, 19), [], weekdays=(0, 1, 2, 3))] == [
        "Tue",
        "Wed",
        "Thu",
        "Mon",
    ]
    assert suggested_days(date(2027, 1, 19), [], 2, weekdays=(5,))[1] == date(2027, 1, 23)


def test_holidays_are_stepped_over() -> None:
    first_of_may, ascension = date(2028, 5, 1), date(2028, 5, 25)
    assert suggested_days(date(2028, 4, 27), [{first_of_may}], 2)[1] == date(2028, 5, 2)
    assert suggested_days(date(2028, 5, 23), [set(), {ascension, date(2028, 5, 26)}], 2)[1] == date(2028, 5, 29)
