"""Budgets: seconds end a call, iterations alone decide an answer."""

from time import perf_counter

import pytest

from meetups.engine import budget
from meetups.engine.coverage import choose_sites
from tests.engine.test_coverage import choose, region


def test_a_region_is_answered_within_one_percent_of_the_bound() -> None:
    coverage = choose_sites(*region(), 20)
    assert len(coverage.steps) == 20
    assert coverage.gap < 0.01
    assert coverage.km_is_least


class Clock:
    """Moves on by so many seconds each time that somebody looks."""

    def __init__(self, pace: float) -> None:
        self.started, self.pace = perf_counter(), pace
        self.now = self.started

    def __call__(self) -> float:
        self.now += self.pace
        return self.now


@pytest.mark.parametrize("pace", [0.001, 0.02, 0.5])
def test_the_whole_call_ends_soon_after_its_seconds(monkeypatch: pytest.MonkeyPatch, pace: float) -> None:
    """Opening, bounding, exchanging, explaining and coming nearer all look at the clock."""
    question = region()
    clock = Clock(pace)
    monkeypatch.setattr(budget, "perf_counter", clock)
    coverage = choose_sites(*question, 60, seconds=1.0)
    assert clock.now - clock.started < 1.25 + 10 * pace
    assert len(coverage.steps) == 60
    assert coverage.value <= coverage.bound


def test_without_time_to_explain_losses_are_the_most_that_they_can_be() -> None:
    reach, weight = [[0, 1, 2], [0, 1], [3]], [1.0, 1.0, 1.0, 1.0]
    coverage, hurried = (choose(reach, weight, [9, 9, 9], count=2, seconds=seconds) for seconds in (None, 0.0))
    assert all(step.is_exact for step in coverage.steps)
    assert hurried.sites == coverage.sites == (0, 2)
    assert [(step.gain, step.lost, step.runner_up, step.is_exact) for step in hurried.steps] == [
        (3, 3, None, False),
        (1, 1, None, False),
    ]


def test_a_longer_search_is_never_worse() -> None:
    values = [choose_sites(*region(), 60, iterations=number).value for number in (1, 200, 600)]
    assert values == sorted(values)
