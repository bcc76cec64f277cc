"""Where to meet: choose the sites that serve the most weight, capacities counted (capacitated maximal covering).

The value of a set of sites is that of its best seating, which is exact: a site seats at most ``capacity`` of the
people whom it reaches, and people move on to let others in. The sites are found by a lazy greedy algorithm, then
exchanged one for another. A Lagrangian bound says how much better any choice could be: 0 is proved best. At the weight
served, the kilometres of the sites chosen are the fewest. Sources: the modules of ``meetups.engine.covering``.

Pure: arrays in, values out, seed and budget as arguments. Calling ``choose_sites`` loads numba (0.4 s), importing this
does not.
"""

from collections.abc import Sequence

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray, amounts, codes, counts, same_length, whole
from meetups.engine.budget import Budget
from meetups.engine.covering.result import Coverage, Reach, Step
from meetups.engine.errors import CapacityError, DistanceError, GroupError, ReachError, ShapeError, WeightError

__all__ = ["Coverage", "Reach", "Step", "choose_sites"]

ITERATIONS = 1_000


def choose_sites(
    reach: Reach | Sequence[IntArray],
    weight: FloatArray,
    capacity: IntArray,
    count: int,
    *,
    group: IntArray | None = None,
    most: int = 1,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
) -> Coverage:
    """Choose at most ``count`` sites; fewer when no other would serve anybody. A weight of 0 takes no place.

    ``reach``: whom each site serves, with kilometres if they matter, or one array of people for each site.
    ``weight`` (people,): what serving a person is worth, 0 or more; each is served once at most. ``capacity``
    (sites,): places. ``group`` (sites,): at most ``most`` sites of one group are chosen (one meetup for each host); a
    negative code is a site alone. ``seconds`` and ``iterations`` (steps of the bound and exchanges tried) are budgets,
    whichever ends first; without, a thousand iterations. Iterations and a seed alone decide the answer. Seconds end
    the whole call, within a quarter and the time to lay it out and seat everybody once: see ``Step.is_exact``.
    Equal gains: the fewest kilometres, then the lowest site. Raises an ``EngineError`` naming the first bad item.
    """
    weight = amounts("weight", weight, WeightError)
    capacity = counts("capacity", capacity, CapacityError)
    reach = _checked(reach if isinstance(reach, Reach) else Reach.of(reach), weight.size, capacity.size)
    group = _numbered(group, capacity.size)
    count, most = min(whole("count", count), capacity.size), whole("most", most)
    budget = Budget(seconds, ITERATIONS if seconds is None and iterations is None else iterations)
    from meetups.engine.covering.solving import solve  # here: it loads numba

    return solve(reach, weight, capacity, count, group, most, budget, seed)


def _checked(reach: Reach, people: int, sites: int) -> Reach:
    start, who = codes("start", reach.start, ShapeError), np.asarray(reach.people)
    codes("people", who[:1] if who.ndim == 1 else who, ReachError)  # its type; a copy of all could be large
    if start.size != sites + 1:
        raise ShapeError(f"reach has {start.size - 1} sites, capacity {sites}")
    falls = np.flatnonzero(np.diff(start) < 0)
    if falls.size:
        raise ShapeError(f"start[{falls[0] + 1}] is less than start[{falls[0]}]", int(falls[0]) + 1)
    if start[0] != 0 or start[-1] != who.size:
        raise ShapeError(f"start goes from {start[0]} to {start[-1]}: expected 0 to {who.size}, the number of edges")
    if who.size and (who.min() < 0 or who.max() >= people):
        bad = int(np.flatnonzero((who < 0) | (who >= people))[0])
        site = int(np.searchsorted(start, bad, side="right")) - 1
        raise ReachError(f"site {site} reaches person {who[bad]}: there are {people} people", site)
    who = who.astype(np.int32, copy=False)
    if reach.km is None:
        return Reach(start, who)
    km = amounts("km", reach.km, DistanceError)
    same_length(people=who, km=km)
    return Reach(start, who, km)


def _numbered(group: IntArray | None, sites: int) -> IntArray:
    if group is None:
        return np.full(sites, -1, dtype=np.int64)
    given = codes("group", group, GroupError)
    if given.size != sites:
        raise ShapeError(f"group has {given.size} sites, capacity {sites}")
    numbers = np.full(sites, -1, dtype=np.int64)
    numbers[given >= 0] = np.unique(given[given >= 0], return_inverse=True)[1]
    return numbers
