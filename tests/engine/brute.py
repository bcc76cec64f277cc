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
    discount: float = 1.0


def worth(times: Iterable[int], instance: Instance) -> float:
    """The value when person i is served ``times[i]`` times."""
    kept = 1.0 - instance.discount
    return sum(
        weight * kept**again for weight, served in zip(instance.weight, times, strict=True) for again in range(served)
    )


def best_seating(instance: Instance, sites: Iterable[int]) -> float:
    """The value of the best seating of these sites: every way to fill each of them."""
    states = {(0,) * len(instance.weight)}
    for site in sites:
        reach = instance.reach[site]
        tables = list(combinations(reach, min(instance.capacity[site], len(reach))))
        states = {
            tuple(times + (person in table) for person, times in enumerate(state))
            for state in states
            for table in tables
        }
    return max(worth(state, instance) for state in states)


def optimum(instance: Instance) -> float:
    """The value of the best choice of sites."""
    sites = range(len(instance.reach))
    count = min(instance.count, len(sites))
    return max(best_seating(instance, choice) for choice in combinations(sites, count))


def eager_greedy(instance: Instance) -> tuple[list[int], list[float]]:
    """The sites and gains of a greedy choice that looks at every site at every step."""
    chosen: list[int] = []
    gains: list[float] = []
    while len(chosen) < instance.count:
        value = best_seating(instance, chosen)
        others = [site for site in range(len(instance.reach)) if site not in chosen]
        gain = {site: best_seating(instance, [*chosen, site]) - value for site in others}
        best = max(others, key=lambda site: (gain[site], -site), default=None)
        if best is None or gain[best] <= 0:
            break
        chosen.append(best)
        gains.append(gain[best])
    return chosen, gains


def best_table(weight: Sequence[float], group: Sequence[int], places: int, cap: int, groups: int) -> float | None:
    """The largest weight of ``places`` people of ``groups`` groups, at most ``cap`` of each; None if none fits."""
    fits = [
        sum(weight[i] for i in table)
        for table in combinations(range(len(weight)), places)
        if len({group[i] for i in table}) == groups
        and all(sum(group[i] == code for i in table) <= cap for code in set(group))
    ]
    return max(fits, default=None)
