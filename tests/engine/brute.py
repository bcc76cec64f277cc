"""What is best, by trying everything: slow, simple, and sharing nothing with the engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Instance:
    """A tiny question of where to meet."""

    reach: list[list[int]]
    weight: list[float]
    capacity: list[int]
    count: int


def best_seating(instance: Instance, sites: Iterable[int]) -> float:
    """The value of the best seating of these sites: every way to fill each of them."""
    states = {frozenset[int]()}
    for site in sites:
        reach = instance.reach[site]
        tables = list(combinations(reach, min(instance.capacity[site], len(reach))))
        states = {state.union(table) for state in states for table in tables}
    return max(sum(instance.weight[person] for person in sorted(state)) for state in states)


def optimum(instance: Instance) -> float:
    """The value of the best choice of sites."""
    sites = range(len(instance.reach))
    count = min(instance.count, len(sites))
    return max(best_seating(instance, choice) for choice in combinations(sites, count))


def best_table(weight: Sequence[float], group: Sequence[int], places: int, cap: int, groups: int) -> float | None:
    """The largest weight of ``places`` people of ``groups`` groups, at most ``cap`` of each; None if none fits."""
    fits = [
        sum(weight[i] for i in table)
        for table in combinations(range(len(weight)), places)
        if len({group[i] for i in table}) == groups
        and all(sum(group[i] == code for i in table) <= cap for code in set(group))
    ]
    return max(fits, default=None)
