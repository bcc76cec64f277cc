"""What the page of a plan shows: tables with who sits there, what changed since, what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.geography.text import fold, place_key
from meetups.seating.gathering import Gathered, shown_names
from meetups.seating.rules import Table, broken_wishes

TABLES_ON_A_PAGE = 40
ROUND_UP_TO = 8
"""People at a table that is drawn round; more stand in a list."""
HALF_PAGE = 84
"""Millimetres for names on a folded page, without the title and the question."""
LONG_NAME, LONG_TRADE = 32, 48
"""Letters of two lines around a table; longer ones would hide their neighbours, so that table is a list."""


@dataclass(frozen=True)
class Card:
    """One person at a table. ``is_gone``: said no since. ``is_to_confirm``: has to say whether the new date suits."""

    id: int
    public_id: str
    shown: str
    profession: str
    family: ProfessionFamily
    trade: str
    is_pinned: bool
    is_gone: bool = False
    is_to_confirm: bool = False

    @property
    def is_long(self) -> bool:
        """Whether two lines are too few for the name or for the profession."""
        return len(self.shown) > LONG_NAME or len(self.profession) > LONG_TRADE


@dataclass(frozen=True)
class Laid:
    """One table in one round."""

    table: Table
    cards: list[Card]

    @property
    def free(self) -> int:
        """Places where nobody sits."""
        return max(0, self.table.places - len(self.cards))

    @property
    def trades(self) -> int:
        """How many professions."""
        return len({card.trade for card in self.cards if not card.is_gone})

    @property
    def is_round(self) -> bool:
        """Whether it is drawn as a round table."""
        return 0 < len(self.cards) <= ROUND_UP_TO and not any(card.is_long for card in self.cards)


def is_dense(sittings: Sequence[Laid]) -> bool:
    """Whether half a page of A4 is too small for pairs of large names: several rounds, a large table, long names."""
    coming = [card for laid in sittings for card in laid.cards if not card.is_gone]
    rows = [max(map(_height, coming[first : first + 2])) for first in range(0, len(coming), 2)]
    return len(sittings) > 1 or sum(rows) > HALF_PAGE


def _height(card: Card) -> float:
    """Millimetres of one name on a card: see ``tables-cartes.css``."""
    names, trades = -(-len(card.shown) // 18), -(-len(card.profession) // 27)
    return 8 + 7.5 * max(1, names) + 5 * max(1, trades)


@dataclass(frozen=True)
class Board:
    """All the tables, by round, and what does not fit any more."""

    rounds: list[list[Laid]]
    seated: int
    missing: list[str]
    gone: list[str]
    broken: list[str]

    @property
    def must_adjust(self) -> bool:
        """Whether the plan does not say who comes, or breaks a wish."""
        return bool(self.missing or self.gone or self.broken)

    @property
    def by_table(self) -> list[list[Laid]]:
        """Each table where somebody sits in some round, round after round."""
        return [rounds for rounds in map(list, zip(*self.rounds, strict=True)) if any(each.cards for each in rounds)]

    @property
    def fewest_trades(self) -> int:
        """Professions at the least mixed table where people sit."""
        laid = [each for tables in self.rounds for each in tables if each.cards]
        return min((each.trades for each in laid), default=0)


def board_of(session: Session, gathered: Gathered) -> Board:
    """The plan ready to be shown; who said no since is read by name, in one query."""
    people, layout = _cards(session, gathered), gathered.layout
    by_table: dict[tuple[int, int], list[Card]] = {}
    for (round_, person), spot in layout.seats.items():
        if person in people:
            card = people[person]
            shown = Card(**(vars(card) | {"is_pinned": spot.is_pinned}))
            by_table.setdefault((round_, spot.table), []).append(shown)
    rounds = [
        [Laid(table, sorted(by_table.get((round_, table.number), []), key=_by_name)) for table in layout.tables]
        for round_ in range(layout.rounds)
    ]
    placed = [person.id for person in gathered.people if _everywhere(gathered, person.id)]
    missing = [person.shown for person in gathered.people if not _everywhere(gathered, person.id)]
    return Board(
        rounds=rounds,
        seated=len(placed),
        missing=missing if gathered.has_plan else [],
        gone=sorted((card.shown for card in people.values() if card.is_gone), key=fold),
        broken=[gathered.bonds.named(*pair) for pair in broken_wishes(layout, gathered.bonds)],
    )


def _everywhere(gathered: Gathered, person: int) -> bool:
    return all((round_, person) in gathered.layout.seats for round_ in range(gathered.layout.rounds))


def _by_name(card: Card) -> tuple[str, int]:
    return fold(card.shown), card.id


def _cards(session: Session, gathered: Gathered) -> Mapping[int, Card]:
    cards = {
        one.id: Card(
            id=one.id,
            public_id=one.public_id,
            shown=one.shown,
            profession=one.profession,
            family=one.family,
            trade=one.trade,
            is_pinned=False,
            is_to_confirm=one.is_to_confirm,
        )
        for one in gathered.people
    }
    gone = {person for _round, person in gathered.layout.seats} - set(cards)
    if gone:
        rows = session.scalars(select(Professional).where(Professional.id.in_(gone))).all()
        shown = shown_names(rows)
        for one in rows:
            trade = place_key(one.profession_text)
            name, words = shown[one.id], one.profession_text
            cards[one.id] = Card(one.id, one.public_id, name, words, one.family, trade, is_pinned=False, is_gone=True)
    return cards
