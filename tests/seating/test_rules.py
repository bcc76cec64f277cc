"""What hands may do to a plan: each person once a round, places, pins and wishes hold whatever is asked."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetups.directory.families import ProfessionFamily
from meetups.errors import DomainError
from meetups.seating.composing import adjusted, composed, weighed
from meetups.seating.errors import NotEnoughPlaces, Seated
from meetups.seating.gathering import Gathered, Held, Sitter
from meetups.seating.gestures import exchange, move, pin, rearranged
from meetups.seating.rules import (
    LARGEST,
    SMALLEST,
    Bonds,
    Layout,
    Spot,
    Table,
    broken_wishes,
    even_sizes,
    tables_for,
    usual_tables,
    with_room,
)  # fmt: skip

NAMES = {1: "Inès", 2: "Karim", 3: "Odile", 4: "Zoé"}
TWO_TABLES = (Table(1, "Nivolet", 3), Table(2, "Revard", 3))


def four() -> Layout:
    """Inès and Karim at the first table, Odile and Zoé at the second."""
    return Layout(TWO_TABLES, 1, {(0, who): Spot(1 if who < 3 else 2) for who in NAMES})


def bonds(apart: set[tuple[int, int]] | None = None, together: set[tuple[int, int]] | None = None) -> Bonds:
    return Bonds(frozenset(apart or ()), frozenset(together or ()), NAMES)


@pytest.mark.parametrize("people", range(4, 500))
def test_tables_hold_five_to_eight_people_as_evenly_as_can_be(people: int) -> None:
    count = usual_tables(people)
    sizes = even_sizes(people, count)
    assert sum(sizes) == people
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= LARGEST
    assert min(sizes) >= SMALLEST or people in {4, 9}
    laid = tables_for(people, count)
    assert all(size <= table.places <= LARGEST for size, table in zip(sizes, laid, strict=True))
    assert [table.number for table in laid] == list(range(1, count + 1))


def test_twenty_four_people_sit_at_four_tables_of_six_with_summits_names() -> None:
    assert even_sizes(24, usual_tables(24)) == [6, 6, 6, 6]
    assert [table.name for table in tables_for(24, 4)] == ["Nivolet", "Revard", "Granier", "Arclusaz"]


@pytest.mark.parametrize("people", range(1, 60))
def test_tables_offer_no_more_places_than_the_meetup_and_leave_free_ones_at_the_smaller(people: int) -> None:
    count = usual_tables(people)
    for most in range(people, people + count + 3):
        laid = tables_for(people, count, most=most)
        assert sum(table.places for table in laid) == min(
            most, sum(table.places for table in tables_for(people, count))
        )
        assert all(table.places >= size for table, size in zip(laid, even_sizes(people, count), strict=True))
    assert [table.places for table in tables_for(11, 2, most=12)] == [6, 6]


@pytest.mark.parametrize(("before", "people"), [(6, 7), (6, 24), (24, 28), (24, 29), (24, 33), (4, 400)])
def test_tables_grow_with_the_people_and_keep_those_there_are(before: int, people: int) -> None:
    first = Layout(tables_for(before, usual_tables(before)))
    grown = with_room(first, people)
    assert grown.places >= people
    assert all(table.places <= LARGEST for table in grown.tables)
    assert [table.name for table in grown.tables[: len(first.tables)]] == [table.name for table in first.tables]
    assert len({table.number for table in grown.tables}) == len(grown.tables)
    assert with_room(grown, people) == grown


def test_names_given_stay_and_no_name_comes_twice() -> None:
    assert [table.name for table in tables_for(24, 4, ["La Fenêtre", "Nivolet"])] == [
        *("La Fenêtre", "Nivolet", "Revard", "Granier")
    ]
    assert [table.name for table in tables_for(200, 30)][25:] == [""] * 5


def test_somebody_moves_to_a_free_place_and_not_to_a_full_table() -> None:
    moved = move(four(), 0, 1, 2, bonds())
    assert moved.seats[0, 1].table == 2
    with pytest.raises(Seated, match="La table 2 est complète : échangez Karim"):
        move(moved, 0, 2, 2, bonds())
    with pytest.raises(Seated, match="déjà à la table 1"):
        move(moved, 0, 2, 1, bonds())
    with pytest.raises(Seated, match="n’est plus dans le plan"):
        move(moved, 0, 2, 9, bonds())


def test_two_people_exchange_their_places() -> None:
    swapped = exchange(four(), 0, 1, 3, bonds())
    assert (swapped.seats[0, 1].table, swapped.seats[0, 3].table) == (2, 1)
    with pytest.raises(Seated, match="Inès et Karim sont déjà à la même table"):
        exchange(four(), 0, 1, 2, bonds())


def test_whoever_has_no_place_takes_a_free_one_or_the_one_of_somebody() -> None:
    waits = Layout(TWO_TABLES, 1, {key: spot for key, spot in four().seats.items() if key != (0, 4)})
    assert move(waits, 0, 4, 1, bonds()).seats[0, 4] == Spot(1)
    for after in (exchange(waits, 0, 4, 3, bonds()), exchange(waits, 0, 3, 4, bonds())):
        assert (after.where(0, 4), after.where(0, 3)) == (2, None)
    with pytest.raises(Seated, match="La place d’Inès est fixée"):
        exchange(pin(waits, 0, 1, is_pinned=True), 0, 4, 1, bonds())
    with pytest.raises(Seated, match="Inès et Zoé ne doivent pas être à la même table"):
        move(waits, 0, 4, 1, bonds(apart={(1, 4)}))
    with pytest.raises(Seated, match="Odile et Zoé restent à la même table"):
        exchange(waits, 0, 4, 1, bonds(together={(3, 4)}))
    roomy = Layout((Table(1, "Nivolet", 4), TWO_TABLES[1]), 1, waits.seats)
    beside = move(roomy, 0, 4, 1, bonds(together={(3, 4)}))
    assert {beside.where(0, 3), beside.where(0, 4)} == {1}, "whoever stays with them comes along"
    both = Layout(TWO_TABLES, 1, {(0, 1): Spot(1)})
    with pytest.raises(Seated, match="Odile et Zoé n’ont pas encore de place"):
        exchange(both, 0, 3, 4, bonds())


@pytest.mark.parametrize("round_", [1, 98])
def test_nobody_is_seated_in_a_round_that_is_no_more(round_: int) -> None:
    with pytest.raises(Seated, match="Ce tour n’est plus dans le plan"):
        move(four(), round_, 1, 2, bonds())


def test_a_pinned_place_does_not_move_until_it_is_let_go() -> None:
    held = pin(four(), 0, 1, is_pinned=True)
    for change in (lambda: move(held, 0, 1, 2, bonds()), lambda: exchange(held, 0, 3, 1, bonds())):
        with pytest.raises(Seated, match="La place d’Inès est fixée à la table 1"):
            change()
    assert move(pin(held, 0, 1, is_pinned=False), 0, 1, 2, bonds()).seats[0, 1].table == 2


def test_nobody_is_moved_beside_whom_they_are_kept_apart_from() -> None:
    with pytest.raises(Seated, match="Inès et Odile ne doivent pas être à la même table"):
        move(four(), 0, 1, 2, bonds(apart={(1, 3)}))


def test_those_kept_together_move_together_or_not_at_all() -> None:
    wish = bonds(together={(1, 2)})
    with pytest.raises(Seated, match="2 personnes restent ensemble"):
        move(four(), 0, 1, 2, wish)
    roomy = Layout((TWO_TABLES[0], Table(2, "Revard", 4)), 1, four().seats)
    both = move(roomy, 0, 1, 2, wish)
    assert {both.seats[0, 1].table, both.seats[0, 2].table} == {2}
    with pytest.raises(Seated, match="Inès et Karim restent à la même table"):
        exchange(four(), 0, 1, 3, wish)


def test_a_wish_already_broken_forbids_nothing_more() -> None:
    wish = bonds(apart={(1, 2)})
    assert broken_wishes(four(), wish) == [(1, 2)]
    assert exchange(four(), 0, 2, 3, wish).seats[0, 2].table == 2


def test_other_tables_keep_pins_and_refuse_to_lose_one() -> None:
    held = pin(four(), 0, 3, is_pinned=True)
    kept = rearranged(held, (*TWO_TABLES, Table(3, "Granier", 2)), 1, set(NAMES), bonds())
    assert kept.seats == {(0, 3): Spot(2, is_pinned=True)}
    assert rearranged(held, TWO_TABLES, 1, {1, 2, 4}, bonds()).seats == {}, "who does not come holds no place"
    with pytest.raises(Seated, match="Odile a une place fixée à la table 2, que vous retirez"):
        rearranged(held, (Table(1, "Nivolet", 4),), 1, set(NAMES), bonds())
    with pytest.raises(NotEnoughPlaces, match="4 personnes pour 3 places"):
        rearranged(four(), TWO_TABLES[:1], 1, set(NAMES), bonds())


@dataclass
class Room:
    """A plan under random gestures, as the organiser sees it: gathered anew each time."""

    gathered: Gathered
    refused: list[str] = field(default_factory=list)

    def do(self, verb: str, one: int, other: int, round_: int) -> None:
        layout, held = self.gathered.layout, self.gathered.bonds
        one, other = one % 14 + 1, other % 14 + 1
        round_ %= layout.rounds
        named = {"move": {one}, "exchange": {one, other}}.get(verb, set())
        if named - {person.id for person in self.gathered.people}:
            raise Seated("Lists offer those who come.")
        match verb:
            case "move":
                after = move(layout, round_, one, other % 3 + 1, held)
            case "exchange":
                after = exchange(layout, round_, one, other, held)
            case "pin" | "unpin":
                after = pin(layout, round_, one, is_pinned=verb == "pin")
            case "mix":
                after = composed(self.gathered, seed=one).layout
            case "leave" if len(self.gathered.people) > 8:
                coming = tuple(person for person in self.gathered.people if person.id != one)
                self.gathered = gathered_of(coming, layout, self.gathered.bonds)
                after = adjusted(self.gathered, seed=1).composed.layout
            case _:
                after = adjusted(self.gathered, seed=1).composed.layout
        self.gathered = gathered_of(self.gathered.people, after, self.gathered.bonds)


def sitter(number: int) -> Sitter:
    return Sitter(
        number, str(number), f"P{number}", "", ProfessionFamily.OTHER, str(number % 4), None, number % 5 == 0
    )


def gathered_of(people: tuple[Sitter, ...], layout: Layout, held: Bonds) -> Gathered:
    """As reading it again would give it: wishes about those who come."""
    coming = {person.id for person in people}
    here = [frozenset(pair for pair in pairs if set(pair) <= coming) for pairs in (held.apart, held.together)]
    return Gathered(people, Held(), layout, 1, 0, Bonds(*here, names={one: f"P{one}" for one in coming}))


VERBS = ("move", "exchange", "pin", "unpin", "mix", "leave", "adjust")
GESTURES = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 99), st.integers(0, 99), st.integers(0, 1)), max_size=8
)


@settings(max_examples=40)
@given(GESTURES, st.integers(1, 2))
def test_whatever_is_asked_everybody_sits_once_within_places_and_pins_and_wishes_hold(
    gestures: list[tuple[str, int, int, int]], rounds: int
) -> None:
    people = tuple(sitter(number) for number in range(1, 15))
    wishes = Bonds(frozenset({(1, 2), (3, 4)}), frozenset({(5, 6)}))
    start = gathered_of(people, Layout(tables_for(14, 3), rounds), wishes)
    room = Room(gathered_of(people, composed(start, seed=0).layout, wishes))
    for gesture in gestures:
        before = room.gathered.layout
        try:
            room.do(*gesture)
        except DomainError:
            assert room.gathered.layout == before, "a refusal changes nothing"
        after, coming = room.gathered.layout, {person.id for person in room.gathered.people}
        assert set(after.seats) == {(round_, who) for round_ in range(rounds) for who in coming}
        for table in after.tables:
            assert all(len(after.at(table.number, round_)) <= table.places for round_ in range(rounds))
        assert broken_wishes(after, room.gathered.bonds) == []
        for key, spot in before.seats.items():
            if spot.is_pinned and key in after.seats:
                assert after.seats[key].table == spot.table


PAIRS = st.frozensets(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda two: two[0] < two[1]), max_size=6)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=18, max_size=18), PAIRS, PAIRS, st.integers(1, 9))
def test_a_plan_as_it_stands_is_always_counted(
    tables: list[int], apart: frozenset[tuple[int, int]], together: frozenset[tuple[int, int]], places: int
) -> None:
    people = tuple(sitter(number) for number in range(1, 10))
    seats = {divmod(place, 9): Spot(number) for place, number in enumerate(tables) if number}
    seats = {(round_, who + 1): spot for (round_, who), spot in seats.items()}
    layout = Layout(tuple(Table(number, "", max(places, tables.count(number))) for number in (1, 2, 3)), 2, seats)
    quality = weighed(gathered_of(people, layout, Bonds(apart, together - apart)))
    assert quality["people"] == len({who for _round, who in seats})
    assert quality["parts"]["repeats"] >= quality["bounds"]["repeats"]
