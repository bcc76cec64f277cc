"""Who can be reached from where, and which sites were chosen: plain values, no compiler."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.quality import Quality


@dataclass(frozen=True, eq=False)  # arrays have no single truth value to compare
class Reach:
    """Whom each site can serve: site s the people ``people[start[s]:start[s + 1]]``, in any order.

    ``start`` (sites + 1,), ``people`` (edges,) indices, ``km`` (edges,) what each would travel. A person named twice
    by a site counts once, the shorter way.
    """

    start: IntArray
    people: IntArray
    km: FloatArray | None = None

    @classmethod
    def of(cls, people: Sequence[IntArray], km: Sequence[FloatArray] | None = None) -> "Reach":
        """From one array of people (and one of kilometres) for each site."""
        start = np.cumsum([0, *map(len, people)])
        joined = np.concatenate(people) if any(map(len, people)) else np.empty(0, int)
        return cls(start, joined, None if km is None else np.concatenate(km or [np.empty(0)]))


@dataclass(frozen=True)
class Step:
    """One site chosen, and why. Each number is the difference of two best seatings, so that solving again gives it."""

    site: int
    gain: float  # weight that it added to the sites before it; the gains sum to the value
    lost: float  # weight that the whole choice loses without it: what only it brings
    runner_up: int | None  # the best other site in its place, if any would serve somebody
    runner_up_loss: float  # weight that the whole choice loses with the runner-up instead; ``lost`` when there is none
    is_exact: bool = True
    """False when seconds ended first, or when dozens of sites were compared for the runner-up and not all: the losses
    are then the most that they can be, some other site may stand in at a smaller loss (a negative one is a better
    choice, found too late), and after too few seconds a gain is the weight of the guests."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """The sites chosen, best first, and how good they are together."""

    steps: tuple[Step, ...]
    guests: tuple[IntArray, ...]  # people of each step's site, ascending
    place: IntArray  # (people,) the site that serves each person, -1 for none
    quality: Quality  # total weight served, beside what no choice exceeds
    km: float  # travelled in all; 0 when the reach has no kilometres
    km_is_least: bool  # no seating of as much weight at these sites travels less
    spent: int  # iterations

    @property
    def sites(self) -> tuple[int, ...]:
        """The sites in the order of the steps."""
        return tuple(step.site for step in self.steps)

    @property
    def value(self) -> float:
        """Total weight served."""
        return self.quality.value

    @property
    def bound(self) -> float:
        """No choice serves more weight."""
        return self.quality.bound

    @property
    def gap(self) -> float:
        """How far the bound is, as a share of it; 0 is proved best."""
        return self.quality.gap
