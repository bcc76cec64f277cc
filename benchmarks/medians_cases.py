"""Questions of p-medians: the instances of a folder (OR-Library's formats), and others drawn at random."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from meetups.engine.arrays import FloatArray, IntArray

LONGEST = 100  # of an edge, as in OR-Library's graphs
CAPACITY, HEAVIEST, SQUARE = 120, 20, 100  # as in its capacitated instances


@dataclass(frozen=True, eq=False)
class Case:
    """One instance. ``capacity`` (candidates,) is None when anybody may go anywhere."""

    name: str
    cost: FloatArray  # (clients, candidates)
    demand: IntArray  # (clients,)
    sites: int
    capacity: IntArray | None = None
    known: int | None = None  # the best value published


def graph_cases(folder: Path) -> list[Case]:
    """The ``pmed*.txt`` of ``folder``, smallest number first; ``pmedopt.txt`` says what is best."""
    lines = (line.split() for line in (folder / "pmedopt.txt").read_text().splitlines())
    known = {words[0]: int(words[1]) for words in lines if len(words) == 2 and words[1].isdigit()}
    return [_read_graph(path, known.get(path.stem)) for path in _numbered(folder, "pmed")]


def capacitated_cases(folder: Path) -> list[Case]:
    """The ``pmedcap*.txt`` of ``folder``, smallest number first."""
    return [_read_capacitated(path) for path in _numbered(folder, "pmedcap")]


def drawn_graph(nodes: int, sites: int, seed: int) -> Case:
    """A connected random graph, as OR-Library's: nodes² / 50 edges of whole lengths."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(nodes)
    extra = max(0, nodes * nodes // 50 - nodes)
    one = np.concatenate((order, rng.integers(0, nodes, extra)))
    other = np.concatenate((np.roll(order, 1), rng.integers(0, nodes, extra)))
    cost = shortest_paths(nodes, one, other, rng.integers(1, LONGEST + 1, one.size))
    return Case(f"{nodes} nœuds, {sites} sites", cost, np.ones(nodes, dtype=np.int64), sites)


def drawn_capacitated(clients: int, sites: int, seed: int) -> Case:
    """Points of a square, as OR-Library's: the demand fills 80 to 95 % of the places."""
    rng = np.random.default_rng(seed)
    points = rng.integers(1, SQUARE + 1, (clients, 2))
    demand = rng.integers(1, HEAVIEST + 1, clients)
    capacity = max(CAPACITY * clients // (10 * sites), int(demand.sum() / (sites * 0.95)) + 1)
    places = np.full(clients, capacity)
    return Case(f"{clients} personnes, {sites} sites", _floored(points), demand, sites, places)


def shortest_paths(nodes: int, one: IntArray, other: IntArray, length: IntArray) -> FloatArray:
    """(nodes, nodes) lengths of the shortest paths (Floyd, 1962); of two equal edges the last counts."""
    cost = np.full((nodes, nodes), np.inf)
    for a, b, each in zip(one.tolist(), other.tolist(), length.tolist(), strict=True):
        cost[a, b] = cost[b, a] = each
    np.fill_diagonal(cost, 0)
    for middle in range(nodes):
        np.minimum(cost, cost[:, middle, None] + cost[middle], out=cost)
    return cost


def _numbered(folder: Path, name: str) -> list[Path]:
    found = (path for path in folder.glob(f"{name}*.txt") if path.stem[len(name) :].isdigit())
    return sorted(found, key=lambda path: int(path.stem[len(name) :]))


def _read_graph(path: Path, known: int | None) -> Case:
    numbers = np.array(path.read_text().split(), dtype=np.int64)
    nodes, _, sites = numbers[:3].tolist()
    edges = numbers[3:].reshape(-1, 3)
    cost = shortest_paths(nodes, edges[:, 0] - 1, edges[:, 1] - 1, edges[:, 2])
    return Case(path.stem, cost, np.ones(nodes, dtype=np.int64), sites, known=known)


def _read_capacitated(path: Path) -> Case:
    numbers = np.array(path.read_text().split(), dtype=np.int64)
    _, known, clients, sites, capacity = numbers[:5].tolist()
    rows = numbers[5 : 5 + 4 * clients].reshape(clients, 4)
    return Case(path.stem, _floored(rows[:, 1:3]), rows[:, 3], sites, np.full(clients, capacity), known)


def _floored(points: IntArray) -> FloatArray:
    apart = points[:, None, :] - points[None, :, :]
    return np.floor(np.sqrt((apart**2).sum(axis=2).astype(np.float64)))
