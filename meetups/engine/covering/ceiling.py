"""The bound on every choice of sites, which falls step by step."""

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.covering import relaxing
from meetups.engine.covering.opening import Opening


class Ceiling:
    """The bound, and which sites no better choice opens."""

    def __init__(self, opening: Opening) -> None:
        """Start from the prices of the sites open now."""
        market = opening.market
        self._opening = opening
        self._u = np.zeros(market.people)
        relaxing.rewards(market, opening.hall, self._u)
        self._best_u = self._u.copy()
        self._slope, self._served = np.zeros(market.people), np.zeros(market.people)
        self._worth = np.zeros(market.sites)
        self._taken = np.zeros_like(opening.taken)
        self.bound = float("inf")
        self.hopeless = np.zeros(market.sites, dtype=bool)
        self.liked = np.zeros(market.sites)  # how often the relaxation opened each site lately
        self._scale, self._stalled = 1.0, 0

    @property
    def is_spent(self) -> bool:
        """Whether steps have become too small to matter."""
        return self._scale < 1e-3

    def lower(self, value: float) -> None:
        """One step; ``value`` is the best known."""
        opening = self._opening
        market, hall, u = opening.market, opening.hall, self._u
        relaxing.worths(market, hall, u, self._worth)
        chosen = self._chosen(self._worth)
        bound = float(u.sum() + self._worth[chosen].sum())
        if bound < self.bound - 1e-4 * (self.bound - value):
            self._stalled = 0
        else:
            self._stalled += 1
        if bound < self.bound:
            self.bound = bound
            self._best_u[:] = u
        floor = value * (1 - 1e-9)
        self.hopeless |= relaxing.no_better(
            self._worth, opening.group, opening.most, opening.count, self._taken, chosen, bound, floor
        )
        self.liked *= 0.95
        self.liked[chosen] += 0.05
        if self._stalled >= 8:
            self._scale /= 2
            self._stalled = 0
            u[:] = self._best_u
        relaxing.visits(market, hall, u, chosen, self._served)
        relaxing.step(market, u, self._served, self._slope, 0.5, self._scale * max(bound - value, 1e-9 * bound))

    def favourites(self) -> IntArray:
        """The sites that the relaxation likes best, within the rules."""
        return self._chosen(self.liked + 1e-9 * self._worth / max(1.0, float(self._worth.max(initial=0.0))))

    def _chosen(self, worth: FloatArray) -> IntArray:
        opening = self._opening
        out = np.empty(opening.market.sites, dtype=np.int64)
        order = np.argsort(-worth, kind="stable")
        size = relaxing.pick(order, opening.group, opening.most, opening.count, self._taken, out)
        return out[:size]
