"""What holds for every table, checked against trying every table of a tiny list of candidates."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.engine.assignment import Picked, Selection, choose_guests
from tests.engine.brute import best_table

Candidates = list[tuple[float, float, int]]
people = st.tuples(st.integers(0, 5).map(float), st.integers(0, 3).map(float), st.integers(0, 3))
few = st.lists(people, max_size=7)
many = st.lists(people, max_size=40)
shares = st.sampled_from([0.2, 1 / 3, 0.5, 1.0])


def choose(candidates: Candidates, capacity: int, share: float) -> Selection:
    weight, distance, group = zip(*candidates, strict=True) if candidates else ((), (), ())
    return choose_guests(np.array(weight), np.array(distance), np.array(group), capacity, max_share=share)


def seated_by_group(candidates: Candidates, selection: Selection) -> Counter[int]:
    return Counter(candidates[guest][2] for guest in selection.guests)


@given(many, st.integers(0, 30), shares)
def test_the_table_is_never_over_full_nor_holds_an_empty_place_while_somebody_waits(
    candidates: Candidates, capacity: int, share: float
) -> None:
    guests = choose(candidates, capacity, share).guests.tolist()
    assert len(guests) == len(set(guests)) == min(capacity, len(candidates))


@given(many, st.integers(0, 30), shares)
def test_the_share_holds_whenever_the_groups_can_fill_the_table(
    candidates: Candidates, capacity: int, share: float
) -> None:
    selection = choose(candidates, capacity, share)
    cap = math.ceil(share * capacity - 1e-9)
    seats_under = sum(min(size, cap) for size in Counter(group for _, _, group in candidates).values())
    fills = seats_under >= min(capacity, len(candidates))
    assert selection.cap_was_raised != fills
    most = max(seated_by_group(candidates, selection).values(), default=0)
    assert most <= selection.group_cap
    assert not fills or selection.group_cap == cap


@given(many, st.integers(0, 30), shares)
def test_every_group_sits_while_there_are_places(candidates: Candidates, capacity: int, share: float) -> None:
    selection = choose(candidates, capacity, share)
    present = {group for _, _, group in candidates}
    seated = seated_by_group(candidates, selection)
    assert len(seated) == min(len(present), capacity) == selection.groups_seated
    assert selection.picked.count(Picked.MIX) == len(seated)


@given(few, st.integers(0, 7), shares)
def test_no_other_table_under_the_same_rules_weighs_more(candidates: Candidates, capacity: int, share: float) -> None:
    selection = choose(candidates, capacity, share)
    weight, group = [c[0] for c in candidates], [c[2] for c in candidates]
    if len(set(group)) > capacity:
        return  # then the rarest sit, whatever they weigh
    best = best_table(weight, group, len(selection.guests), selection.group_cap, selection.groups_seated)
    assert sum(weight[guest] for guest in selection.guests) == best


@given(many, st.integers(0, 30), shares)
def test_whoever_a_cap_left_out_came_before_somebody_seated_and_their_group_is_full(
    candidates: Candidates, capacity: int, share: float
) -> None:
    selection = choose(candidates, capacity, share)
    seated = seated_by_group(candidates, selection)
    order = sorted(range(len(candidates)), key=lambda i: (-candidates[i][0], candidates[i][1], i))
    last = max((order.index(guest) for guest in selection.guests), default=-1)
    for person in selection.left_out_by_cap.tolist():
        assert person not in selection.guests
        assert seated[candidates[person][2]] == selection.group_cap
        assert order.index(person) < last


@given(many, st.integers(0, 30), shares, st.randoms(use_true_random=False))
def test_the_order_of_candidates_and_the_numbers_of_groups_do_not_change_the_weight(
    candidates: Candidates, capacity: int, share: float, chance: object
) -> None:
    codes = [0, 1, 2, 3]
    chance.shuffle(codes)  # type: ignore[attr-defined]
    other = [(weight, distance, codes[group]) for weight, distance, group in candidates]
    # Equals are told apart by their index alone, so renumber only people who differ.
    distinct = len({(weight, distance) for weight, distance, _ in candidates}) == len(candidates)
    order = list(range(len(other)))
    if distinct:
        chance.shuffle(order)  # type: ignore[attr-defined]
    before = choose(candidates, capacity, share)
    after = choose([other[i] for i in order], capacity, share)
    assert [order[guest] for guest in after.guests] == before.guests.tolist()


@pytest.mark.parametrize("seed", range(3))
def test_the_same_question_has_the_same_answer_and_is_left_untouched(seed: int) -> None:
    chance = np.random.default_rng(seed)
    arrays = chance.integers(0, 4, 5000) / 2, chance.uniform(0, 30, 5000), chance.integers(0, 12, 5000)
    kept = [array.copy() for array in arrays]
    one, other = (choose_guests(*arrays, 24) for _ in range(2))
    assert one.guests.tolist() == other.guests.tolist()
    assert all(np.array_equal(a, b) for a, b in zip(arrays, kept, strict=True))
