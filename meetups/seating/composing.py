"""The engine asked about one meetup: plain values in, plain values out, outside of any transaction.

Importing this loads no compiler: the engine's functions do, where they are called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meetups.engine.errors import EngineError
from meetups.engine.tables.checking import check
from meetups.engine.tables.result import described
from meetups.seating.asking import Asked, Composed
from meetups.seating.errors import TooFewPeople
from meetups.seating.gathering import Gathered
from meetups.seating.rules import LEAST_PEOPLE


@dataclass(frozen=True)
class Moved:
    """Somebody who changes table; ``origin`` is None for who had none."""

    person: int
    round: int
    origin: int | None
    target: int


@dataclass(frozen=True)
class Adjusted:
    """A plan after a late change, and who moves for it."""

    composed: Composed
    moved: tuple[Moved, ...]
    seated: tuple[Moved, ...]
    gone: int
    """How many people of the former plan do not come any more."""


def composed(gathered: Gathered, *, seed: int) -> Composed:
    """Everybody at the tables of ``gathered.layout``, around its pins. A ``DomainError`` says what to do."""
    from meetups.engine.tables.seating import seat

    if len(gathered.people) < LEAST_PEOPLE:  # a plan that exists outlives those who leave it: see ``adjusted``
        raise TooFewPeople
    asked = Asked(gathered)
    try:
        found = seat(asked.to_seat(), iterations=asked.iterations, seed=seed)
    except EngineError as error:
        raise asked.refusal(error) from error
    return asked.plan(found)


def adjusted(gathered: Gathered, *, seed: int) -> Adjusted:
    """The same plan for those who come now: as few people as possible change table."""
    from meetups.engine.tables.late import Move, reseat_late

    asked = Asked(gathered)
    try:
        found = reseat_late(asked.to_seat(), asked.rounds, iterations=asked.iterations, seed=seed)
    except EngineError as error:
        raise asked.refusal(error) from error

    def said(move: Move) -> Moved:
        origin = None if move.origin < 0 else asked.number(move.origin)
        return Moved(asked.ids[move.person], move.round, origin, asked.number(move.target))

    gone = {person for _round, person in gathered.layout.seats} - set(asked.ids)
    moved, seated = tuple(map(said, found.moved)), tuple(map(said, found.seated))
    return Adjusted(asked.plan(found.seating), moved, seated, len(gone))


def weighed(gathered: Gathered) -> Mapping[str, Any]:
    """The quality of the plan as it stands, changed by hand: counted, nothing is searched, nothing is refused."""
    asked = Asked(gathered)
    if not asked.ids:  # nobody is left to count
        return gathered.quality
    return asked.quality(described(check(asked.as_it_stands()), asked.rounds, 0))
