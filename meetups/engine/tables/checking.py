"""The problem as the search takes it, once everything in it has been looked at."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meetups.engine.arrays import IntArray, whole
from meetups.engine.errors import CapacityError, EngineError, GroupError, ShapeError, WeightError
from meetups.engine.tables.errors import EmptyError, HistoryError, TooManyPeopleError, UnknownPersonError
from meetups.engine.tables.problem import BoolArray, SeatingProblem, Weights
from meetups.engine.tables.wishes import Wishes, check_wishes

MOST_PEOPLE = 10_000  # the matrices of the search hold people² and rounds × tables × people cells
MOST_CELLS = 500_000_000
MOST_MEETINGS = 50
MOST_WEIGHT = 1000


@dataclass(frozen=True, eq=False)
class Checked:
    """Arrays of known shape; nothing in them can surprise the search."""

    people: int
    rounds: int
    places: IntArray  # (tables,)
    history: NDArray[np.int32]  # (people, people), symmetric, diagonal 0, at most MOST_MEETINGS
    profession: IntArray  # (people,), -1 unknown
    structure: IntArray
    newcomer: BoolArray
    host: BoolArray
    present: BoolArray  # (rounds, people)
    even: IntArray  # (rounds, tables): how many people each table would have, as evenly as places allow
    wishes: Wishes
    weights: Weights

    @property
    def tables(self) -> int:
        """How many tables there are."""
        return self.places.size


def check(problem: SeatingProblem) -> Checked:
    """Everything of ``problem``, looked at; raises an ``EngineError`` subclass naming the first bad item."""
    people, rounds = whole("people", problem.people), whole("rounds", problem.rounds)
    places = _integers("sizes", problem.sizes, CapacityError, least=0)
    for name, amount in (("people", people), ("rounds", rounds), ("sizes", places.size)):
        if amount == 0:
            raise EmptyError(f"{name} is empty: there is nothing to seat")
    if people > MOST_PEOPLE or rounds * places.size * people > MOST_CELLS:
        raise TooManyPeopleError(f"{people} people, {places.size} tables, {rounds} rounds: more than the search holds")
    present = ~_flags("absent", problem.absent, (rounds, people))
    _check_places(present, places)
    return Checked(
        people=people,
        rounds=rounds,
        places=places,
        history=_history(problem, people),
        profession=_codes("profession", problem.profession, people),
        structure=_codes("structure", problem.structure, people),
        newcomer=_flags("newcomer", problem.newcomer, (people,)),
        host=_flags("host", problem.host, (people,)),
        present=present,
        even=np.array([even_fill(int(row.sum()), places) for row in present]),
        wishes=check_wishes(problem, people, rounds, places, present),
        weights=_check_weights(problem.weights),
    )


def even_fill(people: int, places: IntArray) -> IntArray:
    """How many sit at each table when people are spread as evenly as places allow; extra ones at the first tables."""
    level = 0
    while int(np.minimum(places, level + 1).sum()) <= people and level < int(places.max(initial=0)):
        level += 1
    fill = np.minimum(places, level)
    room = np.flatnonzero(places > level)[: people - int(fill.sum())]
    fill[room] += 1
    return fill


def _check_places(present: BoolArray, places: IntArray) -> None:
    for number, row in enumerate(present):
        if int(row.sum()) > int(places.sum()):
            raise TooManyPeopleError(f"round {number}: {row.sum()} people, {places.sum()} places", number)


def _integers(name: str, values: Any, error: type[EngineError], *, least: int | None = None) -> IntArray:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ShapeError(f"{name} has shape {array.shape}: expected one dimension")
    if array.size == 0:
        return np.zeros(0, dtype=np.int64)
    if array.dtype == np.bool_ or not np.issubdtype(array.dtype, np.number):
        raise error(f"{name} holds {array.dtype}: expected whole numbers")
    good = np.isfinite(array) & (np.floor(array) == array)
    bad = np.flatnonzero(~good if least is None else ~(good & (array >= least)))
    if bad.size:
        raise error(f"{name}[{bad[0]}] is {array[bad[0]]}: expected a whole number", int(bad[0]))
    return array.astype(np.int64)


def _codes(name: str, values: Any, people: int) -> IntArray:
    if values is None:
        return np.full(people, -1, dtype=np.int64)
    array = _integers(name, values, GroupError)
    if array.size != people:
        raise ShapeError(f"{name} has {array.size} items, there are {people} people")
    codes = np.unique(array, return_inverse=True)[1].reshape(-1)
    return np.where(array < 0, -1, codes)


def _flags(name: str, values: Any, shape: tuple[int, ...]) -> BoolArray:
    if values is None:
        return np.zeros(shape, dtype=np.bool_)
    array = np.asarray(values)
    if array.shape != shape or array.dtype != np.bool_:
        raise ShapeError(f"{name} is {array.dtype} of shape {array.shape}: expected true or false of shape {shape}")
    return array.copy()  # the compiled loop knows one kind of array: its own, that it may write


def _history(problem: SeatingProblem, people: int) -> NDArray[np.int32]:
    total = np.zeros((people, people), dtype=np.int32)
    if problem.history is not None:
        total += _matrix(np.asarray(problem.history), people)
    for item, row in enumerate(np.asarray(problem.met).reshape(-1, 3) if len(problem.met) else ()):
        one, other, times = _integers(f"met[{item}]", row, HistoryError, least=0).tolist()
        if one >= people or other >= people:
            raise UnknownPersonError(f"met[{item}] is {one}, {other}: there are {people} people", item)
        if one == other:
            raise HistoryError(f"met[{item}]: person {one} meets themselves", item)
        total[one, other] = total[other, one] = min(MOST_MEETINGS, int(total[one, other]) + times)
    return total


def _matrix(given: NDArray[Any], people: int) -> NDArray[np.int32]:
    if given.shape != (people, people):
        raise ShapeError(f"history has shape {given.shape}: expected {people} × {people}")
    if not np.issubdtype(given.dtype, np.number):
        raise HistoryError(f"history holds {given.dtype}: expected whole numbers")
    bad = np.argwhere(~(np.isfinite(given) & (given >= 0) & (np.floor(given) == given) & (given == given.T)))
    if bad.size:
        one, other = bad[0].tolist()
        raise HistoryError(f"history[{one}, {other}] is {given[one, other]}: expected 0 or more, and symmetric", one)
    counts = np.minimum(given, MOST_MEETINGS).astype(np.int32)
    np.fill_diagonal(counts, 0)
    return counts


def _check_weights(weights: Weights) -> Weights:
    for name, value in vars(weights).items():
        if whole(f"weights.{name}", value, WeightError) > MOST_WEIGHT:
            raise WeightError(f"weights.{name} is {value}: expected at most {MOST_WEIGHT}")
    return weights
