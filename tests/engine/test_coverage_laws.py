"""What holds for every instance, checked against trying everything on tiny ones."""

from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.engine.coverage import Coverage, Reach, choose_sites
from tests.engine.brute import Instance, best_seating, optimum


@st.composite
def instances(draw: st.DrawFn, *, floats: bool = False) -> Instance:
    """Up to 5 people and 4 sites. Whole weights keep sums exact, so that ties are real ties."""
    number = draw(st.integers(1, 5))
    amount = st.floats(0, 10, allow_subnormal=False) if floats else st.integers(0, 6).map(float)
    people = st.lists(st.integers(0, number - 1), unique=True)
    sites = draw(st.lists(st.tuples(people, st.integers(0, 3)), min_size=1, max_size=4))
    return Instance(
        reach=[reach for reach, _ in sites],
        weight=draw(st.lists(amount, min_size=number, max_size=number)),
        capacity=[places for _, places in sites],
        count=draw(st.integers(0, 4)),
    )


def solve(instance: Instance, iterations: int = 60, group: list[int] | None = None, seed: int = 0) -> Coverage:
    reach = [np.array(people, dtype=np.int64) for people in instance.reach]
    weight, capacity = np.array(instance.weight), np.array(instance.capacity)
    code = None if group is None else np.array(group)
    return choose_sites(reach, weight, capacity, instance.count, group=code, iterations=iterations, seed=seed)


@given(instances())
def test_the_value_is_within_the_bound_of_the_optimum_and_the_bound_is_above(instance: Instance) -> None:
    coverage, best = solve(instance), optimum(instance)
    assert coverage.value <= best <= coverage.bound * (1 + 1e-12)
    assert coverage.value >= (1 - coverage.gap - 1e-12) * best
    assert coverage.gap == 0 or coverage.value < coverage.bound


@given(instances(floats=True), st.lists(st.integers(-1, 1), min_size=4, max_size=4), st.integers(0, 2))
def test_groups_are_held_and_the_bound_counts_them(instance: Instance, codes: list[int], most: int) -> None:
    sites = range(len(instance.reach))
    reach = [np.array(people, dtype=np.int64) for people in instance.reach]
    weight, capacity, group = np.array(instance.weight), np.array(instance.capacity), np.array(codes[: len(sites)])
    coverage = choose_sites(reach, weight, capacity, instance.count, group=group, most=most, iterations=60)

    def is_held(choice: tuple[int, ...]) -> bool:
        return all([codes[site] for site in choice].count(code) <= most for code in (0, 1))

    choices = (choice for size in range(instance.count + 1) for choice in combinations(sites, size))
    best = max(best_seating(instance, choice) for choice in choices if is_held(choice))
    assert is_held(coverage.sites)
    assert coverage.value <= best + 1e-9
    assert best <= coverage.bound + 1e-9 * max(1, best)


@given(instances())
def test_each_number_of_a_step_is_that_of_solving_again(instance: Instance) -> None:
    coverage = solve(instance)
    for done, step in enumerate(coverage.steps):
        opened, others = list(coverage.sites[:done]), [site for site in coverage.sites if site != step.site]
        assert step.gain == best_seating(instance, [*opened, step.site]) - best_seating(instance, opened) > 0
        assert step.lost == coverage.value - best_seating(instance, others)
        outside = set(range(len(instance.reach))) - set(coverage.sites)
        stand_ins = {site: best_seating(instance, [*others, site]) for site in outside}
        best = max([best_seating(instance, others), *stand_ins.values()])
        assert step.runner_up_loss == coverage.value - best >= 0
        if step.runner_up is None:
            assert step.runner_up_loss == step.lost
        else:
            assert stand_ins[step.runner_up] == best


@given(instances(floats=True))
def test_the_seating_is_a_best_one_nobody_is_served_twice_and_capacities_hold(instance: Instance) -> None:
    coverage = solve(instance)
    assert len(coverage.sites) <= instance.count
    assert len(set(coverage.sites)) == len(coverage.sites)
    everybody = [person for guests in coverage.guests for person in guests.tolist()]
    assert len(set(everybody)) == len(everybody)
    assert sorted(everybody) == np.flatnonzero(coverage.place >= 0).tolist()
    for step, guests in zip(coverage.steps, coverage.guests, strict=True):
        assert len(guests) <= instance.capacity[step.site]
        assert set(guests.tolist()) <= set(instance.reach[step.site])
        assert set(coverage.place[guests].tolist()) == {step.site}
    assert coverage.value == pytest.approx(best_seating(instance, coverage.sites))
    assert sum(step.gain for step in coverage.steps) == pytest.approx(coverage.value)


@given(instances(floats=True))
def test_in_a_hurry_the_seating_is_still_a_best_one_and_every_number_on_the_safe_side(instance: Instance) -> None:
    reach = Reach.of([np.array(people, dtype=np.int64) for people in instance.reach])
    weight, capacity = np.array(instance.weight), np.array(instance.capacity)
    coverage = choose_sites(reach, weight, capacity, instance.count, seconds=0.0)
    assert coverage.value == pytest.approx(best_seating(instance, coverage.sites))
    assert optimum(instance) <= coverage.bound + 1e-9 * max(1, coverage.bound)
    assert sum(step.gain for step in coverage.steps) == pytest.approx(coverage.value)
    for step, guests in zip(coverage.steps, coverage.guests, strict=True):
        without = best_seating(instance, [site for site in coverage.sites if site != step.site])
        assert step.lost == step.runner_up_loss == pytest.approx(weight[guests].sum())
        assert step.lost >= coverage.value - without - 1e-9
        assert not step.is_exact


@given(instances(floats=True), st.randoms(use_true_random=False))
def test_numbering_people_and_sites_otherwise_changes_no_seating(instance: Instance, chance: Random) -> None:
    """With every site open the value is exact, whatever the order."""
    people, sites = list(range(len(instance.weight))), list(range(len(instance.reach)))
    chance.shuffle(people)
    chance.shuffle(sites)
    weight = [0.0] * len(people)
    for old, new in enumerate(people):
        weight[new] = instance.weight[old]
    renamed = Instance(
        [[people[person] for person in instance.reach[site]] for site in sites],
        weight,
        [instance.capacity[site] for site in sites],
        len(sites),
    )
    assert solve(replace(instance, count=len(sites))).value == solve(renamed).value


@given(instances(), st.lists(st.integers(0, 4), unique=True), st.integers(0, 3))
def test_one_more_site_never_lowers_the_optimum(instance: Instance, people: list[int], places: int) -> None:
    reach = [person for person in people if person < len(instance.weight)]
    more = replace(instance, reach=[*instance.reach, reach], capacity=[*instance.capacity, places])
    assert optimum(more) >= optimum(instance)
    assert solve(more).bound >= solve(instance).value


@given(instances(floats=True))
def test_one_site_alone_is_the_best(instance: Instance) -> None:
    one = replace(instance, count=1)
    assert solve(one).value == pytest.approx(optimum(one))


@given(instances(), st.data())
def test_no_seating_of_that_weight_at_these_sites_travels_less(instance: Instance, data: st.DataObject) -> None:
    whole = st.integers(0, 9).map(float)
    km = [data.draw(st.lists(whole, min_size=len(who), max_size=len(who))) for who in instance.reach]
    reach = Reach.of([np.array(who, dtype=np.int64) for who in instance.reach], [np.array(far) for far in km])
    coverage = choose_sites(reach, np.array(instance.weight), np.array(instance.capacity), 4, iterations=20)
    states: dict[tuple[int, ...], float] = {(-1,) * len(instance.weight): 0.0}
    for site in coverage.sites:
        for state, so_far in list(states.items()):
            free = [(who, far) for who, far in zip(instance.reach[site], km[site], strict=True) if state[who] < 0]
            for size in range(1, min(instance.capacity[site], len(free)) + 1):
                for table in combinations(free, size):
                    seated = list(state)
                    for who, _ in table:
                        seated[who] = site
                    states[tuple(seated)] = so_far + sum(far for _, far in table)
    worth = {state: sum(w for w, at in zip(instance.weight, state, strict=True) if at >= 0) for state in states}
    assert coverage.km_is_least
    assert coverage.km == min(far for state, far in states.items() if worth[state] == coverage.value)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_same_question_has_the_same_answer_and_is_left_untouched(seed: int) -> None:
    chance = np.random.default_rng(seed)
    reach = Reach.of([np.flatnonzero(chance.random(60) < 0.2) for _ in range(12)])
    weight, capacity = chance.random(60), chance.integers(0, 9, 12)
    kept = reach.people.copy(), weight.copy(), capacity.copy()
    one, other = (choose_sites(reach, weight, capacity, 6, iterations=80, seed=seed) for _ in range(2))
    assert one.steps == other.steps
    assert (one.place.tolist(), one.quality, one.spent) == (other.place.tolist(), other.quality, other.spent)
    assert np.array_equal(reach.people, kept[0])
    assert np.array_equal(weight, kept[1])
    assert np.array_equal(capacity, kept[2])
