"""Branch and bound, the node of lowest bound first: what both proofs share."""

import heapq
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import FloatArray, IntArray
from meetups.engine.medians.race import Ceiling

END = 0.003  # an ascent ends when its steps are so short
ROOT_STEPS, ROOT_LENGTH = 1500, 1.0


@dataclass(order=True)
class Node:
    """Some decisions taken, and the prices to start from."""

    bound: float
    number: int  # 0 is the root; equal bounds: the older first
    status: NDArray[np.int8] = field(compare=False)  # (candidates,)
    lam: FloatArray = field(compare=False)  # (clients,)
    mean: FloatArray = field(compare=False)  # (candidates,): how often each was chosen lately
    allowed: NDArray[np.bool_] = field(compare=False)  # (candidates, clients), or of no size when all are


class Branching(ABC):
    """The open nodes. ``bound``: no plan is better, infinite when none is left; ``hopeful``: what may be opened."""

    node_steps: int
    node_length: float

    def __init__(self, bound: float, candidates: int, ceiling: Ceiling) -> None:
        self.bound, self.hopeful = bound, np.arange(candidates)
        self._ceiling = ceiling
        self._heap: list[Node] = []
        self._made = 0

    def advance(self, value: float) -> IntArray | None:
        """One chunk of steps at the current node, knowing a plan of ``value``; what its relaxation suggests."""
        ceiling = self._ceiling.of(value)
        node = self._node
        suggestion = self._climb(value, ceiling)
        if node.bound >= ceiling or self._decided():
            self._next(ceiling)
        elif self._left <= 0 or self._length() < END:
            for child in self._children():
                self._made += 1
                child.number = self._made
                heapq.heappush(self._heap, child)
            self._next(ceiling)
        self.bound = max(self.bound, min(self._node.bound, self._heap[0].bound if self._heap else np.inf))
        return suggestion

    def _start(self, root: Node) -> None:
        self._node, self._left = root, ROOT_STEPS
        self._enter(ROOT_LENGTH)

    def _next(self, ceiling: float) -> None:
        if self._heap and self._heap[0].bound < ceiling:
            self._node, self._left = heapq.heappop(self._heap), self.node_steps
            self._enter(self.node_length)
        else:
            self._heap = []
            self._node.bound = np.inf

    @abstractmethod
    def _enter(self, length: float) -> None:
        """Prepare the ascent of the current node."""

    @abstractmethod
    def _climb(self, value: float, ceiling: float) -> IntArray | None:
        """Raise the bound of the current node, and decide what follows from it; a suggestion."""

    @abstractmethod
    def _decided(self) -> bool:
        """Whether the current node leaves at most the plan last suggested."""

    @abstractmethod
    def _length(self) -> float:
        """How long the steps are now."""

    @abstractmethod
    def _children(self) -> list[Node]:
        """Nodes that share the plans of the current one."""
