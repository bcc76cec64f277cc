"""A plan of tables, and how good it is in terms that anybody can check."""

from dataclasses import dataclass

from meetups.engine.arrays import IntArray
from meetups.engine.quality import Statement
from meetups.engine.tables.bounds import bounds_of, rounds_without_repeat
from meetups.engine.tables.checking import Checked
from meetups.engine.tables.score import Parts, parts_of, repeated_pairs


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class Seating:
    """Who sits where."""

    rounds: IntArray  # (rounds, people): the table, -1 when absent
    parts: Parts
    bounds: Parts  # no plan has fewer units, part by part
    objective: int  # the parts, weighted
    bound: int  # the bounds, weighted: no plan costs less
    repeated_pairs: int  # pairs that meet again, however often; those kept together aside
    rounds_without_repeat: int  # by counting, repeats are unavoidable after so many rounds (fewer may be possible)
    iterations: int  # swaps tried

    @property
    def proved(self) -> bool:
        """Whether no plan is better."""
        return self.objective == self.bound

    @property
    def gap(self) -> float | None:
        """How much of the bound the plan costs more, at most; None when the bound is 0 and the plan is not."""
        return (self.objective - self.bound) / self.bound if self.bound else 0.0 if self.proved else None

    @property
    def statement(self) -> Statement:
        """What can be said of the plan, first of all."""
        if self.bounds.repeats:
            return Statement.REPEATS_UNAVOIDABLE
        if self.proved:
            return Statement.PROVED_BEST
        return Statement.WITHIN if self.bound else Statement.BEST_FOUND


def described(checked: Checked, rounds: IntArray, iterations: int) -> Seating:
    """The plan ``rounds``, counted from scratch."""
    parts, bounds = parts_of(checked, rounds), bounds_of(checked)
    return Seating(
        rounds=rounds,
        parts=parts,
        bounds=bounds,
        objective=parts.objective(checked.weights),
        bound=bounds.objective(checked.weights),
        repeated_pairs=repeated_pairs(checked, rounds),
        rounds_without_repeat=rounds_without_repeat(checked),
        iterations=iterations,
    )
