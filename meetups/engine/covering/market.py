"""Who can go where, laid out for the inner loops: heaviest first from each site, and back from each person (numba)."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meetups.engine.arrays import FloatArray, IntArray


class Market(NamedTuple):
    """Edges from sites to people of positive weight, each pair once."""

    start: NDArray[Any]  # (sites + 1,) int64: edges of each site
    person: NDArray[Any]  # (edges,) int32: heaviest first, then nearest, then lowest
    km: NDArray[Any]  # (edges,) float64
    first: NDArray[Any]  # (people + 1,) int64: where each person's sites begin
    site: NDArray[Any]  # (edges,) int32: sites of each person, ascending
    edge: NDArray[Any]  # (edges,) int32: the same pair, seen from the site
    weight: NDArray[Any]  # (people,) float64
    capacity: NDArray[Any]  # (sites,) int64: never more than the people whom a site reaches
    order: NDArray[Any]  # (people,) int32: heaviest first, then lowest

    @property
    def sites(self) -> int:
        """How many sites there are."""
        return len(self.capacity)

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.weight)


def market_of(start: IntArray, person: NDArray[Any], km: FloatArray, weight: FloatArray, capacity: IntArray) -> Market:
    """Lay out checked arrays: ``start`` (sites + 1,), ``person`` int32 and ``km`` (edges,); time linear in edges."""
    first, site, edge = by_person(start, person, km, weight)
    order = np.argsort(-weight, kind="stable").astype(np.int32)
    begin = np.zeros(len(capacity) + 1, dtype=np.int64)
    np.cumsum(np.bincount(site, minlength=len(capacity)), out=begin[1:])
    who, far = by_site(begin, first, site, edge, km, order)
    nearest_first(begin, who, far, weight)
    mirror(begin, who, first, edge)
    places = np.minimum(capacity, np.diff(begin))
    return Market(begin, who, far, first, site, edge, weight, places, order)


@njit(cache=True)
def by_person(start: Any, person: Any, km: Any, weight: Any) -> Any:
    """(first, site, edge) of each person, edges as given; of a pair named twice the shortest."""
    people, sites = len(weight), len(start) - 1
    first, last = np.zeros(people + 1, np.int64), np.full(people, -1, np.int32)
    for s in range(sites):
        for e in range(start[s], start[s + 1]):
            i = person[e]
            if weight[i] > 0 and last[i] != s:
                last[i] = s
                first[i + 1] += 1
    for i in range(people):
        first[i + 1] += first[i]
    fill = first[:-1].copy()
    site, edge = np.empty(first[people], np.int32), np.empty(first[people], np.int32)
    for s in range(sites):
        for e in range(start[s], start[s + 1]):
            i = person[e]
            if weight[i] <= 0:
                continue
            if fill[i] == first[i] or site[fill[i] - 1] != s:
                site[fill[i]], edge[fill[i]] = s, e
                fill[i] += 1
            elif km[e] < km[edge[fill[i] - 1]]:
                edge[fill[i] - 1] = e
    return first, site, edge


@njit(cache=True)
def by_site(start: Any, first: Any, site: Any, edge: Any, km: Any, order: Any) -> Any:
    """(person, km) of each site, people in the given order."""
    fill = start[:-1].copy()
    who, far = np.empty(len(site), np.int32), np.empty(len(site), np.float64)
    for i in order:
        for k in range(first[i], first[i + 1]):
            s = site[k]
            who[fill[s]], far[fill[s]] = i, km[edge[k]]
            fill[s] += 1
    return who, far


@njit(cache=True)
def nearest_first(start: Any, who: Any, far: Any, weight: Any) -> None:
    """Within a site, people of one weight by distance; in place."""
    for s in range(len(start) - 1):
        e = start[s]
        while e < start[s + 1]:
            stop, ordered = e + 1, True
            while stop < start[s + 1] and weight[who[stop]] == weight[who[e]]:
                ordered = ordered and far[stop - 1] <= far[stop]
                stop += 1
            if not ordered:
                rank = np.argsort(far[e:stop], kind="mergesort")
                who[e:stop] = who[e:stop][rank]
                far[e:stop] = far[e:stop][rank]
            e = stop


@njit(cache=True)
def mirror(start: Any, who: Any, first: Any, edge: Any) -> None:
    """Set ``edge``: for each pair seen from the person, where it stands at the site."""
    fill = first[:-1].copy()
    for s in range(len(start) - 1):
        for e in range(start[s], start[s + 1]):
            i = who[e]
            edge[fill[i]] = e
            fill[i] += 1
