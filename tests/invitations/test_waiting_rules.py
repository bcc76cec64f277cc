"""Who is next: laws of the order of the waiting list, and what its screen says of it."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.invitations.waiting_rules import (
    InLine,
    WaitingReason,
    family_share,
    in_order,
    placed_by_hand,
    reasons,
)
from tests.factories import NOW

BY_HAND, IN_TURN = WaitingReason.BY_HAND, WaitingReason.IN_TURN
PASSES, YIELDS = WaitingReason.PASSES, WaitingReason.YIELDS
FAMILIES = ["soins", "medecine", "transport"]


def waiting(*families: str) -> list[InLine]:
    """People who joined one minute after the other."""
    return [InLine(NOW + timedelta(minutes=key), key, family) for key, family in enumerate(families)]


def keys(order: list[InLine]) -> list[int]:
    return [one.key for one in order]


families = st.lists(st.sampled_from(FAMILIES), max_size=12)
seated = st.dictionaries(st.sampled_from(FAMILIES), st.integers(0, 6))
capacities = st.integers(1, 18)


@st.composite
def lines(draw: st.DrawFn) -> list[InLine]:
    """A line where some were placed by hand, and some joined at the same instant."""
    drawn = draw(st.lists(st.tuples(st.sampled_from(FAMILIES), st.integers(0, 5), st.booleans()), max_size=10))
    return [
        InLine(NOW + timedelta(minutes=minutes), key, family, key if by_hand else None)
        for key, (family, minutes, by_hand) in enumerate(drawn)
    ]


def test_oldest_first_when_no_family_has_its_share() -> None:
    assert keys(in_order(reversed(waiting("soins", "medecine", "soins")), {}, 24)) == [0, 1, 2]


def test_a_family_that_holds_a_third_of_the_table_lets_the_next_one_pass() -> None:
    order = in_order(waiting("soins", "soins", "medecine"), {"soins": 8, "medecine": 3}, 24)
    assert keys(order) == [2, 0, 1]
    assert reasons(order) == [PASSES, YIELDS, YIELDS]


def test_each_place_given_counts_for_the_next() -> None:
    order = in_order(waiting("soins", "soins", "medecine"), {"soins": 7}, 24)
    assert keys(order) == [0, 2, 1]
    assert reasons(order) == [IN_TURN, PASSES, YIELDS]


def test_whom_an_organiser_placed_goes_first_whatever_the_mix() -> None:
    soins, medecine, transport = waiting("soins", "medecine", "transport")
    order = in_order([replace(soins, rank=2), medecine, replace(transport, rank=1)], {"transport": 20}, 24)
    assert keys(order) == [2, 0, 1]
    assert reasons(order) == [BY_HAND, BY_HAND, IN_TURN]


@pytest.mark.parametrize(("capacity", "share"), [(1, 1), (3, 1), (4, 2), (24, 8), (25, 9)])
def test_a_share_is_a_third_rounded_up(capacity: int, share: int) -> None:
    assert family_share(capacity) == share


@given(lines(), seated, capacities)
def test_nobody_is_lost_and_those_placed_by_hand_go_first(
    line: list[InLine], held: dict[str, int], capacity: int
) -> None:
    order = in_order(line, held, capacity)
    assert sorted(order) == sorted(line)
    by_hand = [one.rank for one in order if one.rank is not None]
    assert by_hand == sorted(by_hand)
    assert [one.rank for one in order[: len(by_hand)]] == by_hand


@given(lines(), seated, capacities)
def test_within_one_family_whoever_waited_longest_goes_first(
    line: list[InLine], held: dict[str, int], capacity: int
) -> None:
    order = in_order(line, held, capacity)
    for family in FAMILIES:
        mine = [one for one in order if one.family == family and one.rank is None]
        assert mine == sorted(mine)


@given(families, seated, capacities)
def test_nobody_passes_someone_older_whose_family_lacks_its_share(
    line: list[str], held: dict[str, int], capacity: int
) -> None:
    order, now_held = in_order(waiting(*line), held, capacity), Counter(held)
    share = family_share(capacity)
    for index, chosen in enumerate(order):
        passed = [other for other in order[index + 1 :] if other < chosen]
        assert all(now_held[other.family] >= share for other in passed)
        assert not passed or now_held[chosen.family] < share, "only what the table lacks passes"
        now_held[chosen.family] += 1


@given(families, seated, capacities, st.sampled_from(FAMILIES))
def test_whoever_joins_later_changes_the_order_of_nobody(
    line: list[str], held: dict[str, int], capacity: int, family: str
) -> None:
    before = in_order(waiting(*line), held, capacity)
    after = in_order(waiting(*line, family), held, capacity)
    assert [one for one in after if one.key != len(line)] == before


@given(lines(), seated, capacities)
def test_the_reason_said_is_true(line: list[InLine], held: dict[str, int], capacity: int) -> None:
    order = in_order(line, held, capacity)
    for index, (one, reason) in enumerate(zip(order, reasons(order), strict=True)):
        passed = any(other < one for other in order[index + 1 :] if other.rank is None)
        was_passed = any(other > one for other in order[:index] if other.rank is None)
        expected = {(True, False): PASSES, (False, True): YIELDS, (False, False): IN_TURN}
        assert reason is (BY_HAND if one.rank is not None else expected[passed, was_passed])


@given(lines().filter(len), seated, capacities, st.data())
def test_whom_an_organiser_moves_stands_where_they_were_put(
    line: list[InLine], held: dict[str, int], capacity: int, data: st.DataObject
) -> None:
    order = in_order(line, held, capacity)
    moved, position = data.draw(st.sampled_from(order)), data.draw(st.integers(0, len(order) - 1))
    ranked = placed_by_hand(order, moved.key, position)
    again = in_order(
        [replace(one, rank=ranked.index(one.key) if one.key in ranked else None) for one in line], held, capacity
    )
    expected = [one.key for one in order if one.key != moved.key]
    expected.insert(position, moved.key)
    assert keys(again)[: max(position + 1, len(ranked))] == expected[: max(position + 1, len(ranked))]
    assert placed_by_hand(again, moved.key, position) == ranked, "said twice, it is said once"
