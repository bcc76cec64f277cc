"""A plan of tables as plain values, and what hands may do to it: each person once a round, places, pins, wishes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from meetups.seating.errors import NotEnoughPlaces, Seated, WishesClash
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
        return " et ".join(self.names.get(person, "une personne") for person in people)


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


def tables_for(people: int, count: int, names: Iterable[str] = ()) -> tuple[Table, ...]:
    """``count`` tables for ``people``, with one free place each, up to eight, for who arrives late.

    ``names`` come first; the usual ones follow.
    """
    given = list(names)
    called = given + [name for name in SUMMITS if name not in given]
    sizes = even_sizes(people, count)
    return tuple(
        Table(number, called[number - 1] if number <= len(called) else "", max(1, min(size + 1, max(size, LARGEST))))
        for number, size in enumerate(sizes, 1)
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
                spots = layout.seats.get((round_, one)), layout.seats.get((round_, other))
                if spots[0] and spots[1] and (spots[0].table == spots[1].table) is not should_share:
                    found.add((one, other))
    return sorted(found)


def move(layout: Layout, round_: int, person: int, number: int, bonds: Bonds) -> Layout:
    """Seat ``person``, with whoever must stay with them, at a table with enough free places."""
    table = layout.table(number)
    if table is None or (round_, person) not in layout.seats:
        raise Seated("Cette personne ou cette table n’est plus dans le plan : choisissez dans les listes.")
    group = [one for one in sorted(bonds.company(person)) if (round_, one) in layout.seats]
    moving = [one for one in group if layout.seats[round_, one].table != number]
    if not moving:
        raise Seated(f"{bonds.named(person)} est déjà à la table {number}.")
    free = table.places - len(layout.at(number, round_))
    if len(moving) > free:
        raise Seated(_no_room(bonds, moving, table))
    return _seated(layout, round_, dict.fromkeys(moving, number), bonds)


def exchange(layout: Layout, round_: int, one: int, other: int, bonds: Bonds) -> Layout:
    """Two people take each other's places."""
    here, there = layout.seats.get((round_, one)), layout.seats.get((round_, other))
    if here is None or there is None:
        raise Seated("Une de ces personnes n’est plus dans le plan : choisissez dans les listes.")
    if here.table == there.table:
        raise Seated(f"{bonds.named(one, other)} sont déjà à la même table.")
    return _seated(layout, round_, {one: there.table, other: here.table}, bonds)


def pin(layout: Layout, round_: int, person: int, *, is_pinned: bool) -> Layout:
    """Keep somebody at their table whatever is mixed, or not any more."""
    if (round_, person) not in layout.seats:
        raise Seated("Cette personne n’est plus dans le plan.")
    spot = replace(layout.seats[round_, person], is_pinned=is_pinned)
    return replace(layout, seats={**layout.seats, (round_, person): spot})


def rearranged(layout: Layout, tables: tuple[Table, ...], rounds: int, people: int, bonds: Bonds) -> Layout:
    """The same people around other tables: only pins keep their spots, the rest is to be composed.

    Raises when the tables are too small for ``people``, or when somebody is pinned where no table is left.
    """
    places = sum(table.places for table in tables)
    if places < people:
        raise NotEnoughPlaces(people, places)
    kept = {key: spot for key, spot in layout.seats.items() if spot.is_pinned and key[0] < rounds}
    room = {table.number: table.places for table in tables}
    for (_round, person), spot in kept.items():
        if spot.table not in room:
            raise Seated(
                f"{bonds.named(person)} a une place fixée à la table {spot.table}, que vous retirez : libérez d’abord "
                "sa place."
            )
    held = Counter((round_, spot.table) for (round_, _person), spot in kept.items())
    for (_round, number), count in sorted(held.items()):
        if count > room[number]:
            raise WishesClash(f"La table {number} a {count} places fixées : elle ne peut pas en avoir moins.")
    return Layout(tables, rounds, kept)


def _seated(layout: Layout, round_: int, to: Mapping[int, int], bonds: Bonds) -> Layout:
    """``to``: person → table. Refused when a pin or a wish says no."""
    for person in to:
        if layout.seats[round_, person].is_pinned:
            spot = layout.seats[round_, person]
            raise Seated(
                f"La place {of_person(bonds.named(person))} est fixée à la table {spot.table} : libérez-la d’abord."
            )
    seats = dict(layout.seats) | {(round_, person): Spot(number) for person, number in to.items()}
    after = replace(layout, seats=seats)
    before = set(broken_wishes(layout, bonds))
    for pair in broken_wishes(after, bonds):
        if pair in before:
            continue
        if pair in bonds.apart:
            raise Seated(f"{bonds.named(*pair)} ne doivent pas être à la même table : c’est un de vos souhaits.")
        raise Seated(f"{bonds.named(*pair)} restent à la même table : c’est un de vos souhaits.")
    return after


def _no_room(bonds: Bonds, moving: list[int], table: Table) -> str:
    if len(moving) == 1:
        return (
            f"La table {table.number} est complète : échangez {bonds.named(*moving)} avec une personne de cette table."
        )
    return (
        f"{len(moving)} personnes restent ensemble ({', '.join(bonds.named(one) for one in moving)}), et la table "
        f"{table.number} n’a pas autant de places libres."
    )
