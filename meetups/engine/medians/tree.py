"""The proof of a p-median: each node fixes some candidates open or closed and raises its bound."""

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.medians.branching import Branching, Node
from meetups.engine.medians.dual import CLOSED, FREE, OPEN, Dual, Lists, ascend, listed
from meetups.engine.medians.race import Ceiling

CHUNK = 25  # steps of the ascent in one turn, fewer when the lists are long
ENTRIES = 4_000_000  # looked at in one turn, about
ALL = np.zeros((0, 0), dtype=np.bool_)


class Tree(Branching):
    """``cost`` is (candidates, clients); ``near`` and ``top`` (clients,) the range of prices."""

    node_steps, node_length = 75, 0.4

    def __init__(self, cost: FloatArray, count: int, near: FloatArray, top: FloatArray, ceiling: Ceiling) -> None:
        super().__init__(float(cost.min(axis=0).sum()), len(cost), ceiling)
        self._cost, self._count, self._top = cost, count, top
        self._sites = np.zeros(count, dtype=np.int64)
        self._start(Node(self.bound, 0, np.zeros(len(cost), np.int8), (near + top) / 2, np.zeros(len(cost)), ALL))

    def _enter(self, length: float) -> None:
        node = self._node
        dial = np.array([-np.inf, length, 0.0])
        still, rho = np.zeros(node.lam.size), np.zeros(len(self._cost))
        self._dual = Dual(node.lam.copy(), still, node.lam, rho, node.mean, dial)
        self._list()

    def _list(self) -> None:
        start, who, price = listed(self._cost, self._top, self._node.status)
        self._lists = Lists(start, who, price, self._top)

    def _climb(self, value: float, ceiling: float) -> IntArray | None:
        node = self._node
        if self._decided():
            return self._only()
        steps = max(1, min(CHUNK, ENTRIES // (self._lists.who.size + 1)))
        ascend(self._lists, node.status, self._count, self._dual, value, ceiling, steps, self._sites)
        self._left -= steps
        node.bound = max(node.bound, float(self._dual.dial[0]))
        if node.bound < ceiling:
            self._fix(ceiling)
        return self._only() if self._decided() else self._sites.copy()

    def _decided(self) -> bool:
        status = self._node.status
        return bool((status == OPEN).sum() >= self._count or (status != CLOSED).sum() <= self._count)

    def _only(self) -> IntArray | None:
        """The one choice that a decided node leaves, if any."""
        opened = np.flatnonzero(self._node.status == OPEN)
        if opened.size < self._count:
            opened = np.flatnonzero(self._node.status != CLOSED)
        return opened if opened.size == self._count else None

    def _length(self) -> float:
        return float(self._dual.dial[1])

    def _fix(self, ceiling: float) -> None:
        """Open or close what no better plan does otherwise, by reduced costs."""
        node = self._node
        missing = self._count - int((node.status == OPEN).sum())
        free = np.flatnonzero(node.status == FREE)
        rho = self._dual.rho[free]
        order = np.argsort(rho, kind="stable")
        chosen, others = order[:missing], order[missing:]
        room = ceiling - float(self._dual.dial[0])
        closing = free[others][rho[others] - rho[chosen[-1]] >= room]
        node.status[free[chosen][rho[others[0]] - rho[chosen] >= room]] = OPEN
        node.status[closing] = CLOSED
        if node.number == 0 and closing.size:
            self.hopeful = np.flatnonzero(node.status != CLOSED)
        if closing.size * 8 > free.size:
            self._list()

    def _children(self) -> list[Node]:
        """With and without the candidate that the relaxation hesitates most to open."""
        node = self._node
        free = np.flatnonzero(node.status == FREE)
        hesitant = free[np.argmin(np.abs(self._dual.mean[free] - 0.5))]
        children = []
        for fixed in (OPEN, CLOSED):
            status = node.status.copy()
            status[hesitant] = fixed
            children.append(Node(node.bound, 0, status, self._dual.best.copy(), self._dual.mean.copy(), ALL))
        return children
