"""Late cancellations and arrivals: the plan stays, the fewest people move, and it is said who."""

from dataclasses import dataclass, replace

import numpy as np

from meetups.engine.arrays import IntArray, whole
from meetups.engine.errors import ShapeError
from meetups.engine.tables.bounds import bounds_of
from meetups.engine.tables.checking import Checked, check
from meetups.engine.tables.dealing import dealt
from meetups.engine.tables.errors import UnknownPersonError
from meetups.engine.tables.mending import mended
from meetups.engine.tables.problem import SeatingProblem
from meetups.engine.tables.result import Seating, described
from meetups.engine.tables.search import search
from meetups.engine.tables.seating import budget_of, refuse_broken
from meetups.engine.tables.state import Changes, cost_of

MOVE, NEED = 1 << 13, 1 << 16  # a move costs more than the mix can win; a host, or company, is worth eight moves
LEAST = 3  # people at a table: with fewer, somebody is moved there
CALM = 10  # times the smallest weight


@dataclass(frozen=True, order=True)
class Move:
    """Somebody changes table in a round."""

    round: int
    person: int
    origin: int
    target: int


@dataclass(frozen=True, eq=False)
class Reseating:
    """The plan after a late change."""

    seating: Seating
    moved: tuple[Move, ...]
    seated: tuple[Move, ...]  # those who had no table (origin -1)

    @property
    def proved_fewest(self) -> bool:
        """Whether nobody had to move; otherwise the moves are the fewest found."""
        return not self.moved


def reseat_late(
    problem: SeatingProblem,
    previous: IntArray,
    *,
    kept_rounds: int = 0,
    least: int = LEAST,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
) -> Reseating:
    """Seat ``problem`` as it is now, close to ``previous`` (rounds, people; -1: had no table).

    Who cancelled is ``absent`` in the problem; who arrives has -1 in ``previous``. People move only so that hard rules
    hold, that each table has a host if there are enough, and that no table has fewer than ``least`` people when it
    could have more; then the mix decides which ones. The first ``kept_rounds`` rounds are over: they stay.
    Raises an ``EngineError`` subclass naming the first bad item.
    """
    previous = _plan(problem, previous)
    kept = min(whole("kept_rounds", kept_rounds), problem.rounds)
    checked = check(_now(problem, previous, kept))
    home = np.where(checked.present, previous, -1)
    strict = replace(checked, weights=replace(checked.weights, hosts=NEED, uneven=NEED))
    changes = Changes(
        home=home.astype(np.int32),
        price=MOVE,
        kept=kept,
        low=np.minimum(checked.even, whole("least", least)),
        high=np.broadcast_to(checked.places, checked.even.shape),
    )
    start, budget = _start(strict, home, kept, seed), budget_of(seconds, iterations)
    needed = cost_of(strict, start, changes) >= MOVE
    cool = CALM * max(1, checked.weights.professions)
    found = search(
        strict,
        start,
        budget,
        bounds_of(strict).objective(strict.weights),
        seed,
        hot=MOVE / 2 if needed else cool,
        changes=changes,
    )
    refuse_broken(checked, found.rounds[kept:])
    seating = described(checked, found.rounds, found.iterations)
    changed = np.argwhere((found.rounds != previous) & checked.present)
    moves = [Move(r, p, int(previous[r, p]), int(found.rounds[r, p])) for r, p in changed.tolist()]
    return Reseating(
        seating,
        moved=tuple(move for move in moves if move.origin >= 0),
        seated=tuple(move for move in moves if move.origin < 0),
    )


def _plan(problem: SeatingProblem, previous: IntArray) -> IntArray:
    rounds = np.asarray(previous)
    if rounds.shape != (problem.rounds, problem.people) or not np.issubdtype(rounds.dtype, np.integer):
        raise ShapeError(
            f"previous is {rounds.dtype} of shape {rounds.shape}: expected ({problem.rounds}, {problem.people})"
        )
    if (bad := np.argwhere((rounds < -1) | (rounds >= len(problem.sizes)))).size:
        raise UnknownPersonError(f"previous{bad[0].tolist()} is table {rounds[tuple(bad[0])]}", int(bad[0, 1]))
    return rounds.astype(np.int64)


def _now(problem: SeatingProblem, previous: IntArray, kept: int) -> SeatingProblem:
    """The problem without what rounds that are over would have asked: they have whom they had."""
    absent = np.zeros(previous.shape, dtype=np.bool_) if problem.absent is None else np.array(problem.absent)
    absent[:kept] = previous[:kept] < 0
    pins = [tuple(pin) for pin in np.asarray(problem.pins).reshape(-1, 3).tolist() if not 0 <= pin[0] < kept]
    return replace(problem, absent=absent, pins=pins)


def _start(checked: Checked, home: IntArray, kept: int, seed: int) -> IntArray:
    rng = np.random.default_rng(seed)
    rows = []
    for number, row in enumerate(home):
        new = row if number < kept else mended(checked, number, row, rng)
        rows.append(dealt(checked, seed)[number] if new is None else new)
    return np.array(rows, dtype=np.int64)
