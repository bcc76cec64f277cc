"""A best seating of the open sites, kept best while sites open and close (numba).

The sets of people that open sites can seat together are the independent sets of a transversal matroid (Edmonds and
Fulkerson, "Transversals and matroid partition", 1965), so taking the heaviest who still fits is exact:
who opens a site lets in the heaviest people first, directly or along a chain of guests who each move on by one site,
and who closes one lets out the lightest. People served stay served while sites open. Chains are the shortest, found
by distance labels that only rise and by the gap between them (Ahuja and Orlin, "Distance-directed augmenting path
algorithms for maximum flow", Naval Research Logistics 38, 1991).

``price[s]`` is at least what one more place at site s would bring; most chains are never looked at thanks to it.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meetups.engine.covering.market import Market

LOG, MARK, PRICES, QUEUED, TRIAL, OPEN = range(6)  # places in ``mem``: lengths, marks, sites open


class Hall(NamedTuple):
    """Who sits where, and what is needed to take a trial back."""

    place: NDArray[Any]  # (people,) int32: site, -1 when not served
    at: NDArray[Any]  # (people,) int32: edge of the seat
    spot: NDArray[Any]  # (people,) int32: row in ``seats``
    seats: NDArray[Any]  # (all places,) int32: people
    base: NDArray[Any]  # (sites + 1,) int64: first place of each site
    load: NDArray[Any]  # (sites,) int64: guests
    is_open: NDArray[Any]  # (sites,) bool
    head: NDArray[Any]  # (sites,) int64: everybody before this edge is served
    price: NDArray[Any]  # (sites,) float64
    label: NDArray[Any]  # (sites,) int64: at most the length of the shortest chain between the site and the root
    number: NDArray[Any]  # (sites + 2,) int64: sites of each label
    row: NDArray[Any]  # (sites,) int64: what comes before it leads no nearer the root
    lead: NDArray[Any]  # (sites,) float64: weight of the person whom a chain from the site would let in or out
    back: NDArray[Any]  # (sites,) int64: the site from which a walk came
    seen: NDArray[Any]  # (sites,) int64: mark of the search that saw the site
    waiting: NDArray[Any]  # (sites,) int64: mark of the search in whose queue the site stands
    queue: NDArray[Any]  # (sites,) int64
    via: NDArray[Any]  # (sites, 3) int64: chain through a site: who moves, along which edge, next site
    touched: NDArray[Any]  # (people,) int64: mark of the trial in which they moved first
    log: NDArray[Any]  # (2 * people, 3) int32: person, place and edge before the trial
    raised: NDArray[Any]  # (sites,) int64: sites whose price rose in the trial
    before: NDArray[Any]  # (sites,) float64: their prices before it
    best: NDArray[Any]  # (most places,) float64: scratch of the largest amounts
    mem: NDArray[Any]  # (6,) int64


def hall_of(market: Market) -> Hall:
    """No site open, nobody served."""
    people, sites = market.people, market.sites
    base = np.zeros(sites + 1, dtype=np.int64)
    np.cumsum(market.capacity, out=base[1:])

    def nothing(*shape: int, dtype: type = np.int64) -> NDArray[Any]:
        return np.zeros(shape, dtype=dtype)

    return Hall(
        place=np.full(people, -1, dtype=np.int32), at=nothing(people, dtype=np.int32),
        spot=nothing(people, dtype=np.int32), seats=nothing(base[-1], dtype=np.int32), base=base,
        load=nothing(sites), is_open=nothing(sites, dtype=np.bool_), head=market.start[:-1].copy(),
        price=nothing(sites, dtype=np.float64), label=nothing(sites), number=nothing(sites + 2), row=nothing(sites),
        lead=nothing(sites, dtype=np.float64), back=nothing(sites), seen=nothing(sites), waiting=nothing(sites),
        queue=nothing(sites), via=nothing(sites, 3), touched=nothing(people),
        log=nothing(2 * people, 3, dtype=np.int32), raised=nothing(sites), before=nothing(sites, dtype=np.float64),
        best=nothing(max(1, int(market.capacity.max(initial=0))), dtype=np.float64), mem=nothing(6),
    )  # fmt: skip


@njit(cache=True)
def note(hall: Any, i: Any) -> None:
    """Remember where ``i`` is before this trial moves them."""
    if hall.touched[i] < hall.mem[TRIAL]:
        hall.touched[i] = hall.mem[TRIAL]
        n = hall.mem[LOG]
        hall.log[n, 0], hall.log[n, 1], hall.log[n, 2] = i, hall.place[i], hall.at[i]
        hall.mem[LOG] += 1


@njit(cache=True)
def put(hall: Any, i: Any, s: Any, e: Any) -> None:
    """Seat ``i``, who sits nowhere, at site ``s`` along edge ``e``."""
    row = hall.base[s] + hall.load[s]
    hall.seats[row] = i
    hall.spot[i] = row
    hall.place[i] = s
    hall.at[i] = e
    hall.load[s] += 1


@njit(cache=True)
def lift(hall: Any, i: Any) -> None:
    """Take ``i`` off their seat."""
    s = hall.place[i]
    hall.load[s] -= 1
    last = hall.seats[hall.base[s] + hall.load[s]]
    hall.seats[hall.spot[i]] = last
    hall.spot[last] = hall.spot[i]
    hall.place[i] = -1


@njit(cache=True)
def waits(market: Any, hall: Any, i: Any) -> None:
    """``i`` is no longer served: the sites that reach them look at them again."""
    for k in range(market.first[i], market.first[i + 1]):
        s = market.site[k]
        hall.head[s] = min(hall.head[s], market.edge[k])


@njit(cache=True)
def next_weight(market: Any, hall: Any, s: Any) -> Any:
    """Weight of the heaviest person whom site ``s`` reaches and nobody serves; they stand at its ``head``. Else 0."""
    e, stop = hall.head[s], market.start[s + 1]
    while e < stop and hall.place[market.person[e]] >= 0:
        e += 1
    hall.head[s] = e
    return market.weight[market.person[e]] if e < stop else 0.0


@njit(cache=True)
def pull(hall: Any, carried: Any, e: Any, s: Any, root: Any) -> None:
    """Seat ``carried`` at ``s`` along edge ``e``, each guest of the chain moving on by one, up to ``root``."""
    note(hall, carried)
    while s != root:
        i, onward, target = hall.via[s, 0], hall.via[s, 1], hall.via[s, 2]
        note(hall, i)
        lift(hall, i)
        put(hall, carried, s, e)
        carried, e, s = i, onward, target
    put(hall, carried, root, e)


@njit(cache=True)
def undo(market: Any, hall: Any, mark: Any) -> None:
    """Seat everybody as when the log had ``mark`` rows. Who opens or closes a site says so again themselves."""
    for n in range(mark, hall.mem[LOG]):
        if hall.place[hall.log[n, 0]] >= 0:
            lift(hall, hall.log[n, 0])
    for n in range(mark, hall.mem[LOG]):
        i = hall.log[n, 0]
        if hall.log[n, 1] >= 0:
            put(hall, i, hall.log[n, 1], hall.log[n, 2])
        else:
            waits(market, hall, i)
    hall.mem[LOG] = mark
