"""What holds for every instance, checked against trying everything on tiny ones."""

import math
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.engine.coverage import Coverage, choose_sites
from tests.engine.brute import Instance, best_seating, eager_greedy, optimum, worth

GREEDY_SHARE = 1 - 1 / math.e


@st.composite
def instances(draw: st.DrawFn, *, floats: bool = False) -> Instance:
    """Up to 5 people and 4 sites. Whole weights and halves keep sums exact, so that ties are real ties."""
    number = draw(st.integers(1, 5))
    amount = st.floats(0, 10, allow_subnormal=False) if floats else st.integers(0, 6).map(float)
    people = st.lists(st.integers(0, number - 1), unique=True)
    sites = draw(st.lists(st.tuples(people, st.integers(0, 3)), min_size=1, max_size=4))
    return Instance(
        reach=[reach for reach, _ in sites],
        weight=draw(st.lists(amount, min_size=number, max_size=number)),
        capacity=[places for _, places in sites],
        count=draw(st.integers(0, 4)),
        discount=draw(st.sampled_from([1.0, 0.5])),
    )


def solve(instance: Instance) -> Coverage:
    reach = [np.array(people, dtype=np.int64) for people in instance.reach]
    weight, capacity = np.array(instance.weight), np.array(instance.capacity)
    return choose_sites(reach, weight, capacity, instance.count, discount=instance.discount)


@given(instances())
def test_the_value_is_at_least_63_percent_of_the_optimum_and_the_bound_is_above(instance: Instance) -> None:
    coverage, best = solve(instance), optimum(instance)
    assert GREEDY_SHARE * best <= coverage.value <= best <= coverage.bound


@given(instances())
def test_the_choice_is_that_of_a_greedy_that_looks_at_everything(instance: Instance) -> None:
    coverage = solve(instance)
    sites, gains = eager_greedy(instance)
    assert coverage.sites == tuple(sites)
    assert [step.gain for step in coverage.steps] == gains


@given(instances())
def test_the_runner_up_is_the_best_of_the_other_sites(instance: Instance) -> None:
    coverage = solve(instance)
    for done, step in enumerate(coverage.steps):
        open_before = list(coverage.sites[:done])
        value = best_seating(instance, open_before)
        others = set(range(len(instance.reach))) - {*open_before, step.site}
        gains = {site: best_seating(instance, [*open_before, site]) - value for site in others}
        assert step.runner_up_gain == max(gains.values(), default=0)
        assert step.runner_up is None or gains[step.runner_up] == step.runner_up_gain


@given(instances())
def test_guests_fit_their_sites_and_are_worth_the_value(instance: Instance) -> None:
    coverage = solve(instance)
    for site, guests in zip(coverage.sites, coverage.guests, strict=True):
        assert len(guests) <= instance.capacity[site]
        assert len(set(guests.tolist())) == len(guests)
        assert set(guests.tolist()) <= set(instance.reach[site])
    times = Counter(person for guests in coverage.guests for person in guests.tolist())
    assert worth([times[person] for person in range(len(instance.weight))], instance) == coverage.value


@given(instances(floats=True), st.randoms(use_true_random=False))
def test_numbering_people_otherwise_changes_neither_sites_nor_value(instance: Instance, chance: object) -> None:
    new = list(range(len(instance.weight)))
    chance.shuffle(new)  # type: ignore[attr-defined]
    weight = [0.0] * len(new)
    for old, number in enumerate(new):
        weight[number] = instance.weight[old]
    renamed = Instance(
        [[new[person] for person in people] for people in instance.reach],
        weight,
        instance.capacity,
        instance.count,
        instance.discount,
    )
    one, other = solve(instance), solve(renamed)
    assert one.steps == other.steps
    assert (one.value, one.bound) == (other.value, other.bound)


@given(instances(), st.lists(st.integers(0, 4), unique=True), st.integers(0, 3))
def test_one_more_site_never_lowers_the_first_gain_nor_the_optimum_under_the_bound(
    instance: Instance, people: list[int], places: int
) -> None:
    reach = [person for person in people if person < len(instance.weight)]
    more = Instance(
        [*instance.reach, reach],
        instance.weight,
        [*instance.capacity, places],
        instance.count,
        instance.discount,
    )
    before, after = solve(instance), solve(more)
    if before.steps:
        assert after.steps[0].gain >= before.steps[0].gain
    assert after.bound >= before.value


@given(instances(floats=True))
def test_one_site_alone_is_proved_best(instance: Instance) -> None:
    one = Instance(instance.reach, instance.weight, instance.capacity, 1, instance.discount)
    assert solve(one).gap == 0


@given(instances(floats=True))
def test_gains_never_rise_and_the_bound_is_never_below_the_value(instance: Instance) -> None:
    coverage = solve(instance)
    gains = [step.gain for step in coverage.steps]
    assert gains == sorted(gains, reverse=True)
    assert coverage.value <= coverage.bound
    assert 0 <= coverage.gap <= 1 - GREEDY_SHARE + 1e-9


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_same_question_has_the_same_answer_and_is_left_untouched(seed: int) -> None:
    chance = np.random.default_rng(seed)
    reach = [np.flatnonzero(chance.random(60) < 0.2) for _ in range(12)]
    weight, capacity = chance.random(60), chance.integers(0, 9, 12)
    kept = [people.copy() for people in reach], weight.copy(), capacity.copy()
    one, other = (choose_sites(reach, weight, capacity, 6, discount=0.8) for _ in range(2))
    assert one.steps == other.steps
    assert [people.tolist() for people in one.guests] == [people.tolist() for people in other.guests]
    assert all(np.array_equal(a, b) for a, b in zip(reach, kept[0], strict=True))
    assert np.array_equal(weight, kept[1])
    assert np.array_equal(capacity, kept[2])
