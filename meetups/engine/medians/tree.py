"""Branch and bound over candidates, best bound first: each node fixes some open or closed and raises its bound."""

import heapq
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.medians.dual import CLOSED, FREE, OPEN, Dual, Lists, ascend, listed
from meetups.engine.medians.race import Ceiling

CHUNK = 25  # steps of the ascent in one turn, fewer when the lists are long
ENTRIES = 4_000_000  # looked at in one turn, about
END = 0.003  # an ascent ends when its steps are so short
ROOT_STEPS, NODE_STEPS, NODE_LENGTH = 1500, 75, 0.4


@dataclass(order=True)
class Node:
    """Some candidates fixed, and the prices to start from."""

    bound: float
    number: int
    status: NDArray[np.int8] = field(compare=False)
    lam: FloatArray = field(compare=False)
    mean: FloatArray = field(compare=False)


class Tree:
    """The proof of a p-median; ``cost`` is (candidates, clients), ``near`` and ``top`` (clients,) the prices' range."""

    def __init__(self, cost: FloatArray, count: int, near: FloatArray, top: FloatArray, ceiling: Ceiling) -> None:
        self._cost, self._count, self._ceiling, self._top = cost, count, ceiling, top
        self.bound = float(cost.min(axis=0).sum())
        self.hopeful = np.arange(len(cost))  # what a better plan may open
        self._sites = np.zeros(count, dtype=np.int64)
        self._heap: list[Node] = []
        self._made = 0
        nothing = np.zeros(len(cost), np.int8)
        self._enter(Node(self.bound, 0, nothing, (near + top) / 2, np.zeros(len(cost))), ROOT_STEPS, 1.0)

    def advance(self, value: float) -> IntArray | None:
        """One chunk of steps at the current node; the sites that its relaxation opens."""
        node, ceiling = self._node, self._ceiling.of(value)
        if not self._decided(node):
            steps = max(1, min(CHUNK, ENTRIES // (self._lists.who.size + 1)))
            ascend(self._lists, node.status, self._count, self._dual, value, ceiling, steps, self._sites)
            self._left -= steps
            node.bound = max(node.bound, float(self._dual.dial[0]))
            if node.bound < ceiling:
                self._fix(node, ceiling)
        sites = self._sites.copy()
        if node.bound >= ceiling or self._decided(node):
            sites = self._only(node) if node.bound < ceiling else sites
            self._next(ceiling)
        elif self._left <= 0 or self._dual.dial[1] < END:
            self._split(node)
            self._next(ceiling)
        ahead = min(self._node.bound, self._heap[0].bound if self._heap else np.inf)
        self.bound = max(self.bound, ahead)
        return sites

    def _decided(self, node: Node) -> bool:
        return bool((node.status == OPEN).sum() >= self._count or (node.status != CLOSED).sum() <= self._count)

    def _only(self, node: Node) -> IntArray | None:
        """The one choice that a decided node leaves, if any."""
        opened = np.flatnonzero(node.status == OPEN)
        if opened.size < self._count:
            opened = np.flatnonzero(node.status != CLOSED)
        return opened if opened.size == self._count else None

    def _fix(self, node: Node, ceiling: float) -> None:
        """Open or close what no better plan does otherwise, by reduced costs."""
        missing = self._count - int((node.status == OPEN).sum())
        free = np.flatnonzero(node.status == FREE)
        rho = self._dual.rho[free]
        order = np.argsort(rho, kind="stable")
        last, after = rho[order[missing - 1]], rho[order[missing]]
        room = ceiling - float(self._dual.dial[0])
        closing = free[order[missing:]][rho[order[missing:]] - last >= room]
        node.status[free[order[:missing]][after - rho[order[:missing]] >= room]] = OPEN
        node.status[closing] = CLOSED
        if node.number == 0 and closing.size:
            self.hopeful = np.flatnonzero(node.status != CLOSED)
        if closing.size * 8 > free.size:
            self._list(node)

    def _split(self, node: Node) -> None:
        """Two nodes: with and without the candidate that the relaxation hesitates most to open."""
        free = np.flatnonzero(node.status == FREE)
        best = free[np.argmin(np.abs(self._dual.mean[free] - 0.5))]
        for fixed in (OPEN, CLOSED):
            status = node.status.copy()
            status[best] = fixed
            self._made += 1
            child = Node(node.bound, self._made, status, self._dual.best.copy(), self._dual.mean.copy())
            heapq.heappush(self._heap, child)

    def _next(self, ceiling: float) -> None:
        """Go to the open node of lowest bound; when none is left, the bound is infinite: nothing is better."""
        self._heap = self._heap if self._heap and self._heap[0].bound < ceiling else []
        if self._heap:
            self._enter(heapq.heappop(self._heap), NODE_STEPS, NODE_LENGTH)
        else:
            self._node.bound = np.inf

    def _enter(self, node: Node, steps: int, length: float) -> None:
        self._node, self._left = node, steps
        dial = np.array([-np.inf, length, 0.0])
        still = np.zeros(node.lam.size)
        self._dual = Dual(node.lam.copy(), still, node.lam, np.zeros(len(self._cost)), node.mean, dial)
        self._list(node)

    def _list(self, node: Node) -> None:
        self._lists = Lists(*listed(self._cost, self._top, node.status), self._top)
