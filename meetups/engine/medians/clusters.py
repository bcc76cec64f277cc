"""Annealing of the capacitated p-median: clients shift and swap between clusters, whose site follows (numba).

``sum[k, j]`` is what the clients of cluster k cost at candidate j: it makes a change of site one look-up, and is
brought up to date only when a move is kept. Places beyond the capacity cost ``price`` each.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meetups.engine.tables.annealing import accepted
from meetups.engine.tables.kernels import below

MEDIAN_MOVES = 32  # one move in so many tries another site for a cluster


class Clusters(NamedTuple):
    """A plan, in or out of the capacities."""

    cluster: NDArray[Any]  # (clients,) int64
    site: NDArray[Any]  # (clusters,) int64
    load: NDArray[Any]  # (clusters,) int64
    used: NDArray[Any]  # (candidates,) bool
    sum: NDArray[Any]  # (clusters, candidates) float64
    best: NDArray[Any]  # (clients,) int64: the candidate of each in the best plan within the capacities
    opened: NDArray[Any]  # (clusters,) int64: the sites of that plan


@njit(cache=True)
def count_up(cost: Any, demand: Any, capacity: Any, plan: Any, price: Any) -> Any:
    """All that follows from ``cluster`` and ``site``: (cost, places beyond the capacities)."""
    plan.load[:] = 0
    plan.sum[:] = 0.0
    plan.used[:] = False
    for i in range(demand.size):
        plan.load[plan.cluster[i]] += demand[i]
        plan.sum[plan.cluster[i]] += cost[i]
    total, over = 0.0, 0
    for k in range(plan.site.size):
        plan.used[plan.site[k]] = True
        total += plan.sum[k, plan.site[k]]
        over += max(0, plan.load[k] - capacity[plan.site[k]])
    return total + price * over, over


@njit(cache=True)
def place(cost: Any, demand: Any, capacity: Any, plan: Any, order: Any, price: Any) -> Any:
    """Put the clients of ``order`` that have no cluster (-1) where they cost least, beyond the capacity included."""
    plan.load[:] = 0
    for i in range(demand.size):
        if plan.cluster[i] >= 0:
            plan.load[plan.cluster[i]] += demand[i]
    for i in order:
        if plan.cluster[i] >= 0:
            continue
        best, chosen = np.inf, 0
        for k in range(plan.site.size):
            room = capacity[plan.site[k]] - plan.load[k]
            each = cost[i, plan.site[k]] + price * max(0, demand[i] - max(0, room))
            if each < best:
                best, chosen = each, k
        plan.cluster[i] = chosen
        plan.load[chosen] += demand[i]
    return count_up(cost, demand, capacity, plan, price)


@njit(cache=True)
def resite(plan: Any, k: Any, j: Any) -> None:
    """Cluster ``k`` goes to candidate ``j``."""
    plan.used[plan.site[k]] = False
    plan.used[j] = True
    plan.site[k] = j


@njit(cache=True)
def best_site(plan: Any, k: Any, capacity: Any, price: Any) -> Any:
    """(the candidate where cluster ``k`` costs least, among those that no other has, what this saves)."""
    here = plan.site[k]
    now = plan.sum[k, here] + price * max(0, plan.load[k] - capacity[here])
    best, chosen = now, here
    for j in range(plan.used.size):
        if plan.sum[k, j] < best and not plan.used[j]:
            each = plan.sum[k, j] + price * max(0, plan.load[k] - capacity[j])
            if each < best:
                best, chosen = each, j
    return chosen, now - best


@njit(cache=True)
def anneal(
    cost: Any, demand: Any, capacity: Any, plan: Any, rng: Any, hot: Any, cold: Any, moves: Any, price: Any, best: Any
) -> Any:
    """Cool from ``hot`` to ``cold`` in ``moves`` tries; the cost of ``plan.best``, which is at most ``best``."""
    clients, clusters, candidates = demand.size, plan.site.size, plan.used.size
    now, over = count_up(cost, demand, capacity, plan, price)
    cooling = (cold / hot) ** (1.0 / max(1, moves))
    heat = hot
    for move in range(moves):
        heat *= cooling
        if move % MEDIAN_MOVES == 0:
            k, j = below(rng, clusters), below(rng, candidates)
            here = plan.site[k]
            if plan.used[j]:
                continue
            more = max(0, plan.load[k] - capacity[j]) - max(0, plan.load[k] - capacity[here])
            change = plan.sum[k, j] - plan.sum[k, here] + price * more
            if not accepted(rng, change, heat):
                continue
            resite(plan, k, j)
            now, over = now + change, over + more
        else:
            i, h = below(rng, clients), below(rng, clients + clusters)
            k = plan.cluster[i]
            m = plan.cluster[h] if h < clients else h - clients  # a swap with somebody, or a shift
            if k == m:
                continue
            here, there = plan.site[k], plan.site[m]
            moved = demand[i] - (demand[h] if h < clients else 0)
            more = max(0, plan.load[k] - moved - capacity[here]) - max(0, plan.load[k] - capacity[here])
            more += max(0, plan.load[m] + moved - capacity[there]) - max(0, plan.load[m] - capacity[there])
            change = cost[i, there] - cost[i, here] + price * more
            if h < clients:
                change += cost[h, here] - cost[h, there]
            if not accepted(rng, change, heat):
                continue
            plan.cluster[i] = m
            plan.load[k] -= moved
            plan.load[m] += moved
            if h < clients:
                plan.cluster[h] = k
                for j in range(candidates):
                    shift = cost[i, j] - cost[h, j]
                    plan.sum[k, j] -= shift
                    plan.sum[m, j] += shift
            else:
                for j in range(candidates):
                    plan.sum[k, j] -= cost[i, j]
                    plan.sum[m, j] += cost[i, j]
            now, over = now + change, over + more
            for c in (k, m):
                j, gain = best_site(plan, c, capacity, price)
                if j != plan.site[c]:
                    over += max(0, plan.load[c] - capacity[j]) - max(0, plan.load[c] - capacity[plan.site[c]])
                    resite(plan, c, j)
                    now -= gain
        if over == 0 and now < best - 1e-9 * max(1.0, best):
            best = now
            for i in range(clients):
                plan.best[i] = plan.site[plan.cluster[i]]
            plan.opened[:] = plan.site
    return best
