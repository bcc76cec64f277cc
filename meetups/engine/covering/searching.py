"""Which sites: lazy greedy, then a site closed for a better one, again and again; beside a bound that falls."""

import numpy as np

from meetups.engine.budget import Budget
from meetups.engine.covering.ceiling import Ceiling
from meetups.engine.covering.growing import grow
from meetups.engine.covering.opening import GRAIN, LESS, Opening

BOUNDING, FEWEST_STEPS = 0.4, 20  # share of the budget until the last step of the bound, and how many steps at least
HASTE = 0.8  # share of the seconds after which nothing more is begun


def search(opening: Opening, budget: Budget, seed: int) -> float:
    """Leave the best set found open; no choice serves more than what is returned."""
    rng = np.random.default_rng(seed)
    clock = Budget(budget.seconds, None, budget.started)
    grow(opening, np.arange(opening.market.sites), clock)
    ceiling = Ceiling(opening)
    best = Best(opening)
    steps = 0
    while (
        (steps == 0 or budget.share < BOUNDING or (steps < FEWEST_STEPS and clock.share < HASTE))
        and not ceiling.is_spent
        and not best.is_proved(ceiling)
    ):
        ceiling.lower(best.value)
        steps += 1
        budget.spent += 1
        if steps % FEWEST_STEPS == 0 and clock.share < HASTE:
            opening.rebuild(ceiling.favourites().tolist())
            best.look(opening)
    best.restore(opening)
    while opening.sites and clock.share < HASTE:
        improve(opening, ceiling, budget, rng)
        best.look(opening)
        if budget.share >= 1 or best.is_proved(ceiling):
            break
        opening.rebuild(best.sites)
        shake(opening, ceiling, clock, rng)
    best.restore(opening)
    return best.value if best.is_proved(ceiling) else ceiling.bound


class Best:
    """The best set so far."""

    def __init__(self, opening: Opening) -> None:
        """The sites open now."""
        self.sites, self.value, self.km = list(opening.sites), opening.value, opening.km

    def look(self, opening: Opening) -> None:
        """Remember the sites open now if they are better."""
        slack = GRAIN * max(1.0, self.value)
        rise = opening.value - self.value
        if rise > slack or (rise >= -slack and opening.km < self.km - LESS):
            self.sites, self.value, self.km = list(opening.sites), opening.value, opening.km

    def restore(self, opening: Opening) -> None:
        """Have them open again."""
        if opening.sites != self.sites:
            opening.rebuild(self.sites)

    def is_proved(self, ceiling: Ceiling) -> bool:
        """Whether nothing better exists: the bound is reached, or no other site could help."""
        if ceiling.bound - self.value <= 1e-9 * max(1.0, self.value):
            return True
        others = ~ceiling.hopeless
        others[self.sites] = False
        return not others.any()


def improve(opening: Opening, ceiling: Ceiling, budget: Budget, rng: np.random.Generator) -> None:
    """Exchange sites until no exchange is better, or the budget ends."""
    clock = Budget(budget.seconds, None, budget.started)
    grow(opening, np.flatnonzero(~ceiling.hopeless), clock)
    waiting = rng.permutation(opening.sites).tolist()
    known = opening.known(~ceiling.hopeless)
    while waiting and budget.share < 1:
        closed = waiting.pop()
        budget.spent += 1
        found = opening.exchange(closed, known, keep=True, clock=clock)
        if found.closed not in opening.sites:
            known = opening.known(~ceiling.hopeless)
            waiting = [site for site in rng.permutation(opening.sites).tolist() if site != found.other]


def shake(opening: Opening, ceiling: Ceiling, clock: Budget, rng: np.random.Generator) -> None:
    """Close a few sites and open others that the relaxation does not exclude."""
    number = min(len(opening.sites), int(rng.integers(2, 4)))
    gone = rng.choice(opening.sites, number, replace=False).tolist()
    opening.rebuild([site for site in opening.sites if site not in gone])
    others = np.flatnonzero(~ceiling.hopeless)
    others = others[~np.isin(others, [*gone, *opening.sites])]
    for site in rng.permutation(others)[:1].tolist():
        if opening.fits(site):
            opening.open(site)
    grow(opening, others, clock, rush=1)
