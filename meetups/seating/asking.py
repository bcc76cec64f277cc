"""The tables of one meetup in the engine's terms, people and tables by position; and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from meetups.engine.arrays import IntArray
from meetups.engine.tables.errors import NoSeatingError, TogetherError, TooManyPeopleError
from meetups.engine.tables.problem import BoolArray, SeatingProblem
from meetups.engine.tables.result import Seating
from meetups.seating.errors import NotEnoughPlaces, TooFewPeople, TooManyToSeat, WishesClash
from meetups.seating.gathering import Gathered
from meetups.seating.rules import Layout, Spot, pair_of

ITERATIONS, FOR_EACH = 400_000, 10_000
"""Swaps tried, at most, and for each person of each round: well under a second for a room full of people."""


@dataclass(frozen=True)
class Composed:
    """A plan, and the plain numbers from which its worth is said."""

    layout: Layout
    quality: Mapping[str, Any]


class Asked:
    """The problem in the engine's terms: people and tables by position."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.layout = gathered, gathered.layout
        self.ids = [person.id for person in gathered.people]
        self.position = {person: position for position, person in enumerate(self.ids)}
        self.tables = {table.number: position for position, table in enumerate(self.layout.tables)}

    def to_seat(self) -> SeatingProblem:
        """Everybody who comes, around the pins. A ``DomainError`` says what cannot hold."""
        if not self.ids:
            raise TooFewPeople
        if len(self.ids) > self.layout.places:
            raise NotEnoughPlaces(len(self.ids), self.layout.places)
        return replace(self._problem(), pins=self._pins())

    def as_it_stands(self) -> SeatingProblem:
        """Those who have a seat, and the wishes that the plan keeps: counting it refuses nothing."""
        problem, rounds = self._problem(), self.rounds
        return replace(
            problem,
            absent=rounds < 0,
            apart=[pair for pair in problem.apart if not _share(rounds, *pair).any()],
            together=[pair for pair in problem.together if _share(rounds, *pair).all()],
        )

    @property
    def iterations(self) -> int:
        """How many swaps may be tried: the answer then depends on nothing else."""
        return min(ITERATIONS, FOR_EACH * len(self.ids) * self.layout.rounds)

    @property
    def rounds(self) -> IntArray:
        """(rounds, people): the table where each sits now, -1 for none."""
        rows = np.full((self.layout.rounds, len(self.ids)), -1, dtype=np.int64)
        for (round_, person), spot in self.layout.seats.items():
            if person in self.position and spot.table in self.tables and round_ < self.layout.rounds:
                rows[round_, self.position[person]] = self.tables[spot.table]
        return rows

    def number(self, position: int) -> int:
        """The number of the table at this position."""
        return self.layout.tables[position].number

    def _problem(self) -> SeatingProblem:
        people, bonds = self.gathered.people, self.gathered.bonds
        return SeatingProblem(
            people=len(people),
            sizes=[table.places for table in self.layout.tables],
            rounds=self.layout.rounds,
            history=self._history(),
            profession=_codes([person.trade or None for person in people]),
            structure=_codes([person.structure_id for person in people]),
            newcomer=np.array([person.id in self.gathered.newcomers for person in people]),
            host=np.array([person.is_relay for person in people]),
            apart=[(self.position[one], self.position[other]) for one, other in sorted(bonds.apart)],
            together=[(self.position[one], self.position[other]) for one, other in sorted(bonds.together)],
        )

    def _history(self) -> IntArray | None:
        if not self.gathered.met:
            return None
        matrix = np.zeros((len(self.ids), len(self.ids)), dtype=np.int64)
        for (one, other), times in self.gathered.met.items():
            if one in self.position and other in self.position:
                here, there = self.position[one], self.position[other]
                matrix[here, there] = matrix[there, here] = times
        return matrix

    def _pins(self) -> list[tuple[int, int, int]]:
        """Pins of those who come; two that a wish forbids are refused by name."""
        pins = {
            key: spot.table for key, spot in self.layout.seats.items() if spot.is_pinned and key[1] in self.position
        }
        bonds = self.gathered.bonds
        for (round_, person), table in sorted(pins.items()):
            for other in sorted(bonds.company(person)):
                if pins.get((round_, other), table) != table:
                    raise WishesClash(_CLASH.format(of=bonds.of(person, other)))
        for one, other_one in sorted(bonds.apart):
            for round_ in range(self.layout.rounds):
                if (where := pins.get((round_, one))) is not None and where == pins.get((round_, other_one)):
                    raise WishesClash(_CLASH.format(of=bonds.of(one, other_one)))
        return [
            (round_, self.position[person], self.tables[table]) for (round_, person), table in sorted(pins.items())
        ]

    def plan(self, found: Seating) -> Composed:
        """The engine's answer as a layout that keeps its pins."""
        seats = {}
        for round_, row in enumerate(found.rounds.tolist()):
            for position, table in enumerate(row):
                if table >= 0:
                    key = (round_, self.ids[position])
                    before = self.layout.seats.get(key)
                    seats[key] = Spot(self.number(table), before is not None and before.is_pinned)
        layout = Layout(self.layout.tables, self.layout.rounds, seats)
        return Composed(layout, self.quality(found))

    def quality(self, found: Seating) -> dict[str, Any]:
        """Plain numbers, as they are kept."""
        return {
            "parts": vars(found.parts),
            "bounds": vars(found.bounds),
            "repeated_pairs": found.repeated_pairs,
            "first_meetings": self._first_meetings(found.rounds),
            "people": int((found.rounds >= 0).any(axis=0).sum()),
            "searched": found.iterations > 0 or found.proved,
        }

    def _first_meetings(self, rounds: IntArray) -> int:
        """Pairs who share a table here and never did before."""
        pairs = set()
        for row in rounds:
            for table in range(len(self.layout.tables)):
                who = np.flatnonzero(row == table).tolist()
                pairs |= {(a, b) for index, a in enumerate(who) for b in who[index + 1 :]}
        met = self.gathered.met
        return sum(pair_of(self.ids[a], self.ids[b]) not in met for a, b in pairs)

    def refusal(self, error: Exception) -> Exception:
        """The engine's refusal, said to the organiser."""
        match error:
            case TooManyPeopleError():
                return TooManyToSeat()
            case TogetherError():
                return WishesClash(
                    "Trop de personnes doivent rester ensemble : aucune table n’a autant de places. Retirez un "
                    "souhait, ou ajoutez des places à une table."
                )
            case NoSeatingError(item=int(item)):
                return WishesClash(_NONE_FOUND.format(name=self.gathered.bonds.named(self.ids[item])))
            case _:
                return WishesClash(
                    "Vos souhaits et les places fixées ne tiennent pas ensemble : libérez une place fixée, ou retirez "
                    "un souhait."
                )


_CLASH = "Les places fixées {of} contredisent un de vos souhaits : libérez l’une de ces places, ou retirez le souhait."
_NONE_FOUND = (
    "Aucun plan ne tient tous vos souhaits : {name} est en cause. Retirez un souhait, libérez une place fixée, ou "
    "ajoutez une table."
)


def _share(rounds: IntArray, one: int, other: int) -> BoolArray:
    """(rounds,): whether two people share a table."""
    together: BoolArray = (rounds[:, one] == rounds[:, other]) & (rounds[:, one] >= 0)
    return together


def _codes(values: list[Any]) -> IntArray:
    """A number for each value, -1 for none."""
    known: dict[Any, int] = {}
    return np.array([-1 if each is None else known.setdefault(each, len(known)) for each in values], dtype=np.int64)
