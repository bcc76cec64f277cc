"""When a search ends."""

import math
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Budget:
    """What may be spent. Iterations alone make the answer depend on nothing else."""

    seconds: float | None
    iterations: int | None
    started: float = field(default_factory=perf_counter)
    spent: int = 0

    @property
    def share(self) -> float:
        """How much is spent, from 0 to 1."""
        clock = (perf_counter() - self.started) / max(self.seconds, 1e-9) if self.seconds is not None else 0.0
        count = self.spent / max(1, self.iterations) if self.iterations is not None else 0.0
        return min(1.0, max(clock, count))

    @property
    def total(self) -> float:
        """About how many iterations there are in all; for seconds, by the speed so far."""
        by_clock = math.inf
        if self.seconds is not None:
            elapsed = perf_counter() - self.started
            by_clock = self.spent * max(1.0, self.seconds / max(elapsed, 1e-6))
        return max(1.0, min(by_clock, math.inf if self.iterations is None else float(self.iterations)))
