"""Open a site: who gets in, and along which chains (numba)."""

from typing import Any

from numba import njit

from meetups.engine.covering.seating import MARK, OPEN, next_weight, pull


@njit(cache=True)
def start_labels(market: Any, hall: Any, size: Any) -> None:
    """Get ready to walk between the root and the ``size`` queued sites, whose labels are known."""
    hall.number[: size + 2] = 0
    for n in range(size):
        s = hall.queue[n]
        hall.number[hall.label[s]] += 1


@njit(cache=True)
def relabel(hall: Any, s: Any, size: Any) -> None:
    """No chain of the length of its label starts at ``s``: it is longer. A label of ``size``: there is none."""
    label = hall.label[s]
    hall.number[label] -= 1
    if hall.number[label] == 0:  # nothing left between the root and longer labels
        for n in range(size):
            if hall.label[hall.queue[n]] >= label:
                hall.label[hall.queue[n]] = size
        return
    hall.label[s] = label + 1
    hall.number[label + 1] += 1


@njit(cache=True)
def sources(market: Any, hall: Any, root: Any, floor: Any) -> Any:
    """Queue, after ``root``, the sites of a price above ``floor`` that chains lead to it, with labels; how many."""
    hall.mem[MARK] += 1
    mark = hall.mem[MARK]
    hall.seen[root], hall.label[root], hall.queue[0] = mark, 0, root
    size, done = 1, 0
    while done < size < hall.mem[OPEN]:
        s = hall.queue[done]
        done += 1
        for e in range(market.start[s], market.start[s + 1]):
            p = hall.place[market.person[e]]
            if p >= 0 and hall.seen[p] != mark and hall.price[p] > floor:
                hall.seen[p], hall.label[p], hall.queue[size] = mark, hall.label[s] + 1, p
                size += 1
                if size == hall.mem[OPEN]:
                    break
    for n in range(size):
        s = hall.queue[n]
        hall.row[s], hall.lead[s] = hall.base[s], next_weight(market, hall, s)
    start_labels(market, hall, size)
    return size


@njit(cache=True)
def walk_in(market: Any, hall: Any, t: Any, root: Any, size: Any) -> Any:
    """Whether a chain leads from ``t`` to ``root``; it is then in ``via``. ``queue`` is used backwards for the way."""
    mark = hall.mem[MARK]
    s = t
    while s != root:
        label, onward = hall.label[s], -1
        if label >= size:
            if s == t:
                return False
            s = hall.back[s]
            continue
        while onward < 0 and hall.row[s] < hall.base[s] + hall.load[s]:
            i = hall.seats[hall.row[s]]
            for k in range(market.first[i], market.first[i + 1]):
                p = market.site[k]
                if hall.seen[p] == mark and hall.label[p] == label - 1:
                    onward = p
                    hall.via[s, 0], hall.via[s, 1], hall.via[s, 2] = i, market.edge[k], p
                    break
            if onward < 0:
                hall.row[s] += 1
        if onward >= 0:
            hall.back[onward] = s
            s = onward
        else:
            relabel(hall, s, size)
            hall.row[s] = hall.base[s]
            if s != t:
                s = hall.back[s]
    return True


@njit(cache=True)
def heaviest(market: Any, hall: Any, size: Any) -> Any:
    """The queued site that a chain may link to the root and whose next person weighs most; -1 if none waits."""
    while True:
        best = -1
        for n in range(size):
            s = hall.queue[n]
            if hall.label[s] < size and hall.lead[s] > 0 and (best < 0 or hall.lead[s] > hall.lead[best]):
                best = s
        if best < 0:
            return best
        weight = next_weight(market, hall, best)
        if weight == hall.lead[best]:
            return best
        hall.lead[best] = weight


@njit(cache=True)
def last_direct(market: Any, hall: Any, s: Any) -> Any:
    """Weight of the last person whom ``s`` would seat without chains; 0 when places are left."""
    room = market.capacity[s]
    for e in range(hall.head[s], market.start[s + 1]):
        if hall.place[market.person[e]] < 0:
            room -= 1
            if room == 0:
                return market.weight[market.person[e]]
    return 0.0


@njit(cache=True)
def open_site(market: Any, hall: Any, s: Any) -> Any:
    """Open ``s`` and seat as much more weight as its places allow; the weight gained."""
    hall.is_open[s] = True
    hall.mem[OPEN] += 1
    gain = last = 0.0
    if market.capacity[s] == 0:
        return gain
    size = sources(market, hall, s, last_direct(market, hall, s))
    while hall.load[s] < market.capacity[s]:
        t = heaviest(market, hall, size)
        last = hall.lead[t] if t >= 0 else 0.0
        if t < 0:
            break
        if walk_in(market, hall, t, s, size):
            e = hall.head[t]
            pull(hall, market.person[e], e, t, s)
            gain += last
    hall.price[s] = last  # one more place would bring no more than the last one did
    return gain
