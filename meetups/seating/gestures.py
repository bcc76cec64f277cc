"""What hands may do to a plan: each person once a round, places, pins and wishes hold, or it is refused."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from meetups.seating.errors import NotEnoughPlaces, Seated, WishesClash
from meetups.seating.rules import Bonds, Layout, Spot, Table, broken_wishes


def move(layout: Layout, round_: int, person: int, number: int, bonds: Bonds) -> Layout:
    """Seat ``person``, with whoever must stay with them, at a table with enough free places."""
    table = layout.table(number)
    if table is None:
        raise Seated("Cette table n’est plus dans le plan : choisissez dans les listes.")
    group = {person, *(one for one in bonds.company(person) if layout.where(round_, one))}
    moving = sorted(one for one in group if layout.where(round_, one) != number)
    if not moving:
        raise Seated(f"{bonds.named(person)} est déjà à la table {number}.")
    if len(moving) > table.places - len(layout.at(number, round_)):
        raise Seated(_no_room(bonds, moving, table))
    return _seated(layout, round_, dict.fromkeys(moving, number), bonds)


def exchange(layout: Layout, round_: int, one: int, other: int, bonds: Bonds) -> Layout:
    """Two people take each other's places; whoever has none takes the other's, who then has none."""
    here, there = layout.where(round_, one), layout.where(round_, other)
    if here is None and there is None:
        raise Seated(
            f"{bonds.named(one, other)} n’ont pas encore de place : choisissez une table, ou ajustez le plan."
        )
    if here == there:
        raise Seated(f"{bonds.named(one, other)} sont déjà à la même table.")
    return _seated(layout, round_, {one: there, other: here}, bonds)


def pin(layout: Layout, round_: int, person: int, *, is_pinned: bool) -> Layout:
    """Keep somebody at their table whatever is mixed, or not any more."""
    if (round_, person) not in layout.seats:
        raise Seated("Cette personne n’est plus dans le plan.")
    spot = replace(layout.seats[round_, person], is_pinned=is_pinned)
    return replace(layout, seats={**layout.seats, (round_, person): spot})


def rearranged(
    layout: Layout, tables: tuple[Table, ...], rounds: int, people: Collection[int], bonds: Bonds
) -> Layout:
    """``people``, who come, around other tables: only pins keep their spots, the rest is to be composed.

    Raises when the tables are too small for ``people``, or when somebody is pinned where no table is left.
    """
    places = sum(table.places for table in tables)
    if places < len(people):
        raise NotEnoughPlaces(len(people), places)
    kept = {
        (round_, person): spot
        for (round_, person), spot in layout.seats.items()
        if spot.is_pinned and round_ < rounds and person in people
    }
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


def _seated(layout: Layout, round_: int, to: Mapping[int, int | None], bonds: Bonds) -> Layout:
    """``to``: person → table, None for no place any more. Refused when a pin or a wish says no."""
    if round_ >= layout.rounds:
        raise Seated("Ce tour n’est plus dans le plan : choisissez dans les listes.")
    seats = dict(layout.seats)
    for person, number in to.items():
        spot = seats.pop((round_, person), None)
        if spot is not None and spot.is_pinned:
            raise Seated(f"La place {bonds.of(person)} est fixée à la table {spot.table} : libérez-la d’abord.")
        if number is not None:
            seats[round_, person] = Spot(number)
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
