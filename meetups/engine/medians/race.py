"""The search for a better plan and the proof that there is none, turn by turn, until they meet."""

import math
from dataclasses import dataclass
from typing import Protocol

from meetups.engine.arrays import IntArray
from meetups.engine.budget import Budget
from meetups.engine.quality import GRAIN

FIRST_KICKS = 8  # of the search, before the first turn of the proof
KICKS = ((150, 4), (600, 1))  # as long as so many kicks brought nothing better: so many before each turn
LATE = 4  # then one kick for so many turns


@dataclass(frozen=True)
class Ceiling:
    """What a bound must reach to prove a value best: on whole costs, the next whole number below is enough."""

    whole: bool

    def of(self, value: float) -> float:
        """The bound from which nothing better than ``value`` remains."""
        grain = GRAIN * max(1.0, abs(value))
        return value - 1.0 + grain if self.whole and grain < 0.1 else value - 0.5 * grain

    def raised(self, bound: float, value: float) -> float:
        """``bound`` as strong as the costs allow, never above ``value``."""
        if bound >= self.of(value):
            return value
        grain = GRAIN * max(1.0, abs(value))
        return min(value, math.ceil(bound - grain) if self.whole and grain < 0.1 else bound)


class Search(Protocol):
    """Plans, better and better."""

    value: float

    def kick(self) -> None:
        """Look for a better plan near the best."""

    def start_from(self, sites: IntArray) -> None:
        """Look for a better plan that opens about ``sites``."""

    def narrow(self, hopeful: IntArray) -> None:
        """Forget the candidates that no better plan opens."""


class Proof(Protocol):
    """A bound, higher and higher."""

    bound: float
    hopeful: IntArray  # the candidates that a better plan may open

    def advance(self, value: float) -> IntArray | None:
        """Raise the bound, knowing a plan of ``value``; sites worth a try."""


def race(search: Search, proof: Proof, ceiling: Ceiling, budget: Budget) -> None:
    """Go on until the best is proved or the budget is spent. An iteration is one kick or one turn of the proof.

    The search has most of the time at first, the proof at last.
    """
    kicks, idle, turn = FIRST_KICKS, 0, 0
    while proof.bound < ceiling.of(search.value):
        for _ in range(kicks):
            if budget.share >= 1:
                return
            value = search.value
            search.kick()
            budget.spent += 1
            idle = idle + 1 if search.value >= value else 0
        turn += 1
        kicks = next((number for limit, number in KICKS if idle < limit), 1 if turn % LATE == 0 else 0)
        if budget.share >= 1:
            return
        sites = proof.advance(search.value)
        budget.spent += 1
        search.narrow(proof.hopeful)
        if sites is not None:
            search.start_from(sites)
