"""Least travel for the open sites, at the same weight served: cycles of moves that save kilometres (numba).

A seating is the least when no cycle of moves saves anything (Klein, "A primal method for minimal cost flows",
Management Science 14, 1967). Nodes are the open sites, then "a free place", then each weight at which somebody waits;
an arc moves one guest on, lets one out, or lets in the nearest who waits and weighs as much as whoever left.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meetups.engine.covering.seating import lift, next_weight, put, waits

LEAST = 1e-7  # kilometres that a cycle saves at least: sums of floats differ in their last digits


class Arcs(NamedTuple):
    """Arcs out of each open site, and the weights at which somebody waits."""

    sites: NDArray[Any]  # (open,) int64
    node: NDArray[Any]  # (sites,) int64: node of an open site, -1 of another
    start: NDArray[Any]  # (open + 1,) int64: room for the arcs of each open site
    size: NDArray[Any]  # (open,) int64: arcs
    to: NDArray[Any]  # (room,) int64
    cost: NDArray[Any]  # (room,) float64: kilometres added
    who: NDArray[Any]  # (room,) int32
    edge: NDArray[Any]  # (room,) int64: edge at the site where they go, -1 when let out
    spot: NDArray[Any]  # (nodes,) int64: where the arc to a node stands in the row being filled
    weights: NDArray[Any]  # (classes,) float64 ascending: weights at which somebody sits and somebody waits
    head: NDArray[Any]  # (open,) int64: weight (its number) of the next who waits at each open site, -1 for none
    entered: NDArray[Any]  # (open,) int64: edge along which they would come in


def arcs_of(market: Any, hall: Any) -> Arcs:
    """The arcs of a seating of largest weight."""
    sites = np.flatnonzero(hall.is_open)
    node = np.full(market.sites, -1, dtype=np.int64)
    node[sites] = np.arange(len(sites))
    served = hall.place >= 0
    weights = np.intersect1d(market.weight[served], market.weight[~served & (market.weight > 0)])
    start = np.zeros(len(sites) + 1, dtype=np.int64)
    np.cumsum(overlaps(market, sites, node) + np.minimum(len(weights), market.capacity[sites]), out=start[1:])
    room, nodes = int(start[-1]), len(sites) + 1 + len(weights)
    arcs = Arcs(
        sites=sites, node=node, start=start, size=np.zeros(len(sites), dtype=np.int64),
        to=np.zeros(room, dtype=np.int64), cost=np.zeros(room), who=np.zeros(room, dtype=np.int32),
        edge=np.zeros(room, dtype=np.int64), spot=np.full(nodes, -1, dtype=np.int64), weights=weights,
        head=np.full(len(sites), -1, dtype=np.int64), entered=np.full(len(sites), -1, dtype=np.int64),
    )  # fmt: skip
    for n in range(len(sites)):
        fill(market, hall, arcs, n)
    return arcs


@njit(cache=True)
def overlaps(market: Any, sites: Any, node: Any) -> Any:
    """(open,) int64: for each open site how many others reach somebody whom it reaches."""
    seen, out = np.full(len(sites), -1, np.int64), np.zeros(len(sites), np.int64)
    for n in range(len(sites)):
        for e in range(market.start[sites[n]], market.start[sites[n] + 1]):
            i = market.person[e]
            for k in range(market.first[i], market.first[i + 1]):
                p = node[market.site[k]]
                if p >= 0 and p != n and seen[p] != n:
                    seen[p] = n
                    out[n] += 1
            if out[n] == len(sites) - 1:
                break
    return out


@njit(cache=True)
def add(arcs: Any, n: Any, to: Any, cost: Any, who: Any, edge: Any) -> None:
    """Remember the cheapest arc from ``n`` to ``to``."""
    row = arcs.spot[to]
    if row < 0:
        row = arcs.start[n] + arcs.size[n]
        arcs.spot[to] = row
        arcs.size[n] += 1
        arcs.cost[row] = np.inf
    if cost < arcs.cost[row]:
        arcs.to[row], arcs.cost[row], arcs.who[row], arcs.edge[row] = to, cost, who, edge


@njit(cache=True)
def number_of(arcs: Any, weight: Any) -> Any:
    """The number of a weight at which somebody sits and somebody waits, -1 of another."""
    c = np.searchsorted(arcs.weights, weight)
    return c if c < len(arcs.weights) and arcs.weights[c] == weight else -1


@njit(cache=True)
def fill(market: Any, hall: Any, arcs: Any, n: Any) -> None:
    """Find the arcs out of node ``n``, an open site."""
    s, opened = arcs.sites[n], len(arcs.sites)
    arcs.size[n] = 0
    for row in range(hall.base[s], hall.base[s] + hall.load[s]):
        i = hall.seats[row]
        here = market.km[hall.at[i]]
        for k in range(market.first[i], market.first[i + 1]):
            p = arcs.node[market.site[k]]
            if p >= 0 and p != n:
                add(arcs, n, p, market.km[market.edge[k]] - here, i, market.edge[k])
        c = number_of(arcs, market.weight[i])
        if c >= 0:
            add(arcs, n, opened + 1 + c, -here, i, -1)
    for row in range(arcs.start[n], arcs.start[n] + arcs.size[n]):
        arcs.spot[arcs.to[row]] = -1


@njit(cache=True)
def relax(market: Any, hall: Any, arcs: Any, far: Any, back: Any, arc: Any) -> Any:
    """One round of Bellman and Ford; whether a distance fell. ``arc``: row of the arc into a node, -1 for none."""
    opened, fell = len(arcs.sites), False
    for n in range(opened):
        for row in range(arcs.start[n], arcs.start[n] + arcs.size[n]):
            to = arcs.to[row]
            if far[n] + arcs.cost[row] < far[to] - LEAST:
                far[to], back[to], arc[to] = far[n] + arcs.cost[row], n, row
                fell = True
        s = arcs.sites[n]
        if hall.load[s] < market.capacity[s] and far[n] < far[opened] - LEAST:
            far[opened], back[opened], arc[opened] = far[n], n, -1
            fell = True
    for n in range(opened):
        if far[opened] < far[n] - LEAST:
            far[n], back[n], arc[n] = far[opened], opened, -1
            fell = True
        if arcs.head[n] >= 0:
            c, cost = opened + 1 + arcs.head[n], market.km[arcs.entered[n]]
            if far[c] + cost < far[n] - LEAST:
                far[n], back[n], arc[n] = far[c] + cost, c, -2
                fell = True
    return fell


@njit(cache=True)
def turn(market: Any, hall: Any, arcs: Any, back: Any, arc: Any, entry: Any) -> None:
    """Make the moves of the cycle through ``entry``, then find the arcs that changed."""
    opened = len(arcs.sites)
    n, size = entry, 0
    who, edge = np.empty(len(back), np.int64), np.empty(len(back), np.int64)
    while True:
        if arc[n] >= 0:
            who[size], edge[size] = arcs.who[arc[n]], arcs.edge[arc[n]]
            size += 1
        elif arc[n] == -2:
            edge[size] = arcs.entered[n]
            who[size] = market.person[edge[size]]
            size += 1
        n = back[n]
        if n == entry:
            break
    for k in range(size):
        if hall.place[who[k]] >= 0:
            lift(hall, who[k])
            if edge[k] < 0:
                waits(market, hall, who[k])
    for k in range(size):
        if edge[k] >= 0:
            s = np.searchsorted(market.start, edge[k], side="right") - 1
            put(hall, who[k], s, edge[k])
    n = entry
    while True:
        if n < opened:
            fill(market, hall, arcs, n)
        n = back[n]
        if n == entry:
            break


@njit(cache=True)
def come_nearer(market: Any, hall: Any, arcs: Any, rounds: Any) -> Any:
    """Make cycles of moves that save kilometres, looking for them ``rounds`` times; whether none is left."""
    nodes = len(arcs.spot)
    far, back, arc = np.empty(nodes), np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    seen = np.empty(nodes, np.int64)
    for _ in range(rounds):
        far[:], back[:], arc[:] = 0.0, -1, -1
        for n in range(len(arcs.sites)):
            arcs.head[n] = number_of(arcs, next_weight(market, hall, arcs.sites[n]))
            arcs.entered[n] = hall.head[arcs.sites[n]]
        found = False
        while not found:
            if not relax(market, hall, arcs, far, back, arc):
                return True
            seen[:] = -1
            for root in range(nodes):
                n = root
                while n >= 0 and seen[n] < 0:
                    seen[n] = root
                    n = back[n]
                if n >= 0 and seen[n] == root:
                    turn(market, hall, arcs, back, arc, n)
                    found = True
    return False
