"""The proof of a capacitated p-median: each node opens or closes candidates, or says who may go where."""

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.medians.branching import Branching, Node
from meetups.engine.medians.dual import CLOSED, FREE, OPEN
from meetups.engine.medians.filled import Filling, Pairs, climb, paired, reduce
from meetups.engine.medians.race import Ceiling

CHUNK = 20  # steps of the ascent in one turn, fewer when there are many pairs
PAIRS = 400_000  # looked at in one turn, about
SURE = 0.08  # a candidate chosen so rarely, or left so rarely, is not worth a branch


class CapacitatedTree(Branching):
    """``cost`` is (candidates, clients), ``far`` where out of reach.

    A suggestion is ``count`` sites, then the site of each client, -1 for none.
    """

    node_steps, node_length = 30, 0.5

    def __init__(
        self, cost: FloatArray, far: float, demand: IntArray, capacity: IntArray, count: int, ceiling: Ceiling
    ) -> None:
        super().__init__(float(cost.min(axis=0).sum()), len(cost), ceiling)
        self._cost, self._demand, self._capacity, self._count, self._far = cost, demand, capacity, count, far
        candidates, clients = cost.shape
        self._sites, self._used = np.full(count, -1), np.full(clients, -1)
        self._pair = np.zeros((candidates, clients))
        allowed = (cost < far) & (demand[None, :] <= capacity[:, None])
        near = np.sort(np.where(allowed, cost, cost.min(axis=0)), axis=0)[min(candidates - 1, candidates // count)]
        self._start(Node(self.bound, 0, np.zeros(candidates, np.int8), near, np.zeros(candidates), allowed))

    def _enter(self, length: float) -> None:
        node = self._node
        dial = np.array([-np.inf, length, 0.0])
        still, gain = np.zeros(node.lam.size), np.zeros(len(self._cost))
        self._state = Filling(node.lam.copy(), still, node.lam, gain, node.mean, self._pair, dial)
        self._list()

    def _list(self) -> None:
        node = self._node
        start, who, price = paired(self._cost, node.allowed, node.status)
        worth, taken, number = np.zeros(who.size), np.zeros(who.size, np.bool_), np.zeros(len(self._cost), np.int64)
        self._pairs = Pairs(start, who, price, worth, taken, number, self._demand, self._capacity)

    def _climb(self, value: float, ceiling: float) -> IntArray | None:
        node = self._node
        self._settle()
        if self._decided():
            return self._only()
        steps = max(1, min(CHUNK, PAIRS // (self._pairs.who.size + 1)))
        aim = value if value < self._far else max(node.bound, self._state.lam.sum()) * 1.1 + 1.0
        climb(self._pairs, node.status, self._count, self._state, aim, ceiling, steps, self._sites, self._used)
        self._left -= steps
        node.bound = max(node.bound, float(self._state.dial[0]))
        suggestion = np.concatenate((self._sites, self._used))
        if node.bound < ceiling:
            if reduce(self._pairs, node.status, self._count, self._state, ceiling, node.allowed):
                self._settle()
                self._list()
                if node.number == 0:
                    self.hopeful = np.flatnonzero(node.status != CLOSED)
            if self._decided():
                return self._only()
        return suggestion

    def _settle(self) -> None:
        """A client who may go to one place only opens it; enough open sites close the others."""
        node = self._node
        places = node.allowed.sum(axis=0)
        if places.min() == 0:
            node.bound = np.inf
            return
        node.status[node.allowed[:, places == 1].any(axis=1)] = OPEN
        opened = int((node.status == OPEN).sum())
        if opened > self._count:
            node.bound = np.inf
        elif opened == self._count:
            node.status[node.status == FREE] = CLOSED
            node.allowed[node.status == CLOSED] = False
            if node.allowed.any(axis=0).min() == 0:
                node.bound = np.inf

    def _decided(self) -> bool:
        node = self._node
        return node.bound == np.inf or bool((node.allowed.sum(axis=0) <= 1).all())

    def _only(self) -> IntArray | None:
        node = self._node
        if node.bound == np.inf:
            return None
        opened = np.flatnonzero(node.status == OPEN)[: self._count]
        sites = np.concatenate((opened, np.full(self._count - opened.size, -1)))
        return np.concatenate((sites, node.allowed.argmax(axis=0)))

    def _length(self) -> float:
        return float(self._state.dial[1])

    def _children(self) -> list[Node]:
        """By the candidate that the relaxation hesitates most to open; or by the client it hesitates most to place."""
        node, state = self._node, self._state
        doubt = np.where(node.status == FREE, np.minimum(state.mean, 1 - state.mean), -1.0)
        site = int(np.argmax(doubt))
        one, other = self._child(), self._child()
        if doubt[site] > SURE:
            one.status[site], other.status[site] = OPEN, CLOSED
            other.allowed[site] = False
            return [one, other]
        served = np.where(node.allowed, state.pair, -1.0)
        hesitant = np.where(node.allowed.sum(axis=0) > 1, served.max(axis=0), np.inf)
        client = int(np.argmin(hesitant))
        order = np.argsort(-served[:, client], kind="stable")[: int(node.allowed[:, client].sum())]
        one.allowed[order[::2], client] = False
        other.allowed[order[1::2], client] = False
        return [one, other]

    def _child(self) -> Node:
        node, state = self._node, self._state
        return Node(node.bound, 0, node.status.copy(), state.best.copy(), state.mean.copy(), node.allowed.copy())
