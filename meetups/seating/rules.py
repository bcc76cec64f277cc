"""A plan of tables as plain values: how many tables, who sits where, which wishes hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from meetups.web.naming import of_person

LEAST_PEOPLE = 4
USUAL, SMALLEST, LARGEST = 6, 5, 8
"""People at a table."""
MOST_ROUNDS, MOST_PLACES = 10, 100
SUMMITS = (
    *("Nivolet", "Revard", "Granier", "Arclusaz", "Semnoz", "Grand Arc", "Margériaz", "Charvin", "Colombier", "Isère"),
    *("Trélod", "Arc", "Leysse", "Chéran", "Bauges", "Belledonne", "Vanoise", "Doron", "Sierroz", "Épine"),
)
"""Summits and rivers of Savoie: tables are called by a name that nobody is above or below."""


@dataclass(frozen=True)
class Table:
    """One table: its number from 1, what it is called, its places."""

    number: int
    name: str
    places: int


@dataclass(frozen=True)
class Spot:
    """Where somebody sits."""

    table: int
    is_pinned: bool = False


@dataclass(frozen=True)
class Layout:
    """Tables, and who sits where: (round, person) → spot, so that nobody sits twice in a round."""

    tables: tuple[Table, ...]
    rounds: int = 1
    seats: Mapping[tuple[int, int], Spot] = field(default_factory=dict)

    @property
    def places(self) -> int:
        """How many people can sit at once."""
        return sum(table.places for table in self.tables)

    def table(self, number: int) -> Table | None:
        """The table of this number."""
        return next((table for table in self.tables if table.number == number), None)

    def where(self, round_: int, person: int) -> int | None:
        """The number of somebody's table in a round."""
        spot = self.seats.get((round_, person))
        return spot.table if spot else None

    def at(self, number: int, round_: int) -> list[int]:
        """Who sits at a table in a round."""
        return [person for (r, person), spot in self.seats.items() if r == round_ and spot.table == number]


@dataclass(frozen=True)
class Bonds:
    """Wishes that hold on the day, and how sentences name people. Pairs are (smaller id, larger id)."""

    apart: frozenset[tuple[int, int]] = frozenset()
    together: frozenset[tuple[int, int]] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)

    def company(self, person: int) -> set[int]:
        """Everybody who must sit with ``person``, themselves included."""
        found, ahead = {person}, [person]
        while ahead:
            one = ahead.pop()
            for pair in self.together:
                if one in pair:
                    ahead += set(pair) - found
                    found |= set(pair)
        return found

    def named(self, *people: int) -> str:
        """« Inès et Karim »."""
        return " et ".join(self._name(person) for person in people)

    def of(self, *people: int) -> str:
        """« d’Inès et de Karim »."""
        return " et ".join(of_person(self._name(person)) for person in people)

    def _name(self, person: int) -> str:
        return self.names.get(person, "une personne")


def pair_of(one: int, other: int) -> tuple[int, int]:
    """The pair, smaller id first."""
    return min(one, other), max(one, other)


def even_sizes(people: int, tables: int) -> list[int]:
    """How many people at each table, as evenly as can be; the larger tables first."""
    return [people // tables + (table < people % tables) for table in range(tables)]


def usual_tables(people: int) -> int:
    """How many tables of about six: never more than eight people at one and, when that can be, at least five."""
    fewest = -(-people // LARGEST)
    return max(1, fewest, min(round(people / USUAL), people // SMALLEST))


def tables_for(people: int, count: int, names: Iterable[str] = (), *, most: int | None = None) -> tuple[Table, ...]:
    """``count`` tables for ``people``, with one free place each, up to eight, for who arrives late.

    ``names`` come first; the usual ones follow. ``most``: how many places the meetup has, for all the tables.
    """
    given = list(names)
    called = given + [name for name in SUMMITS if name not in given]
    sizes = even_sizes(people, count)
    free = count if most is None else max(0, min(count, most - people))
    roomy = range(count - free, count)  # the smaller tables are the last
    places = [min(size + 1, max(size, LARGEST)) if table in roomy else size for table, size in enumerate(sizes)]
    return tuple(
        Table(number, called[number - 1] if number <= len(called) else "", max(1, seats))
        for number, seats in enumerate(places, 1)
    )


def with_room(layout: Layout, people: int) -> Layout:
    """The same plan with tables added, or places, when more people come than it can seat; nobody moves for it."""
    tables = list(layout.tables)
    while sum(table.places for table in tables) < people:
        small = min(tables, key=lambda table: table.places)
        if len(tables) >= usual_tables(people) and small.places < LARGEST:
            tables[tables.index(small)] = replace(small, places=small.places + 1)
        else:
            names = [name for name in SUMMITS if name not in {table.name for table in tables}]
            number = max(table.number for table in tables) + 1
            tables.append(Table(number, names[0] if names else "", USUAL + 1))
    return replace(layout, tables=tuple(tables))


def broken_wishes(layout: Layout, bonds: Bonds) -> list[tuple[int, int]]:
    """Pairs kept apart that share a table, and pairs kept together that do not, each once."""
    found = set()
    for wished, should_share in ((bonds.apart, False), (bonds.together, True)):
        for one, other in wished:
            for round_ in range(layout.rounds):
                here, there = layout.where(round_, one), layout.where(round_, other)
                if here and there and (here == there) is not should_share:
                    found.add((one, other))
    return sorted(found)
