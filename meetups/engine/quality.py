"""How good a solution is, in terms that anybody can check: its value beside a bound that no solution beats."""

from dataclasses import dataclass
from enum import StrEnum

GRAIN = 1e-9  # sums of floats differ in their last digits: a gap below this share of the value is none


class Statement(StrEnum):
    """What can be said of a solution. Codes only: callers put words on them."""

    PROVED_BEST = "proved_best"  # none is better
    REPEATS_UNAVOIDABLE = "repeats_unavoidable"  # tables only: counting shows that some must meet again
    WITHIN = "within"  # none is better than ``bound``
    BEST_FOUND = "best_found"  # the bound says nothing


@dataclass(frozen=True)
class Quality:
    """A value and its bound, in the units of the objective; to be made small (a cost) or large (a gain)."""

    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the bound is, as a share of it; 0 is proved best, infinite when the bound says nothing."""
        distance = abs(self.value - self.bound)
        if distance <= GRAIN * max(abs(self.value), 1.0):
            return 0.0
        return distance / abs(self.bound) if self.bound else float("inf")

    @property
    def statement(self) -> Statement:
        """What can be said first of all."""
        if self.gap == 0.0:
            return Statement.PROVED_BEST
        return Statement.WITHIN if self.gap < float("inf") else Statement.BEST_FOUND
