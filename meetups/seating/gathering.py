"""What the tables of one meetup are composed from, read at once into plain values that hold no transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.geography.text import fold, place_key
from meetups.invitations.models import Registration, SeatBlock
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup
from meetups.seating.history import newcomers, who_met
from meetups.seating.models import SeatingPlan, WishKind
from meetups.seating.queries import coming, is_to_confirm, layout_of, wishes_on
from meetups.seating.rules import Bonds, Layout, pair_of, tables_for, usual_tables


@dataclass(frozen=True)
class Sitter:
    """Who has a seat. ``trade`` tells two professions apart; ``shown`` has an initial when names are shared."""

    id: int
    public_id: str
    shown: str
    profession: str
    family: ProfessionFamily
    trade: str
    structure_id: int | None
    is_relay: bool
    is_to_confirm: bool = False
    """Said yes to a date that has changed since."""


@dataclass(frozen=True)
class Held:
    """Places that somebody holds without being at a table yet."""

    unnamed: int = 0
    offered: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.unnamed + self.offered


@dataclass(frozen=True)
class Gathered:
    """Everything: who sits, the plan as it is, what must hold, who has met."""

    people: tuple[Sitter, ...]
    held: Held
    layout: Layout
    version: int
    """0 when there is no plan yet."""
    seed: int
    bonds: Bonds
    quality: Mapping[str, Any] = field(default_factory=dict)
    """Of the plan, as it was last counted."""
    before: Mapping[str, Any] | None = None
    """What undoing gives back."""
    newcomers: frozenset[int] = frozenset()
    met: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Pairs, smaller id first → how often they sat at one table."""
    most: int | None = None
    """Places that the meetup has: tables offer no more of themselves."""

    @property
    def has_plan(self) -> bool:
        """Whether tables were ever composed."""
        return self.version > 0

    @property
    def coming(self) -> frozenset[int]:
        """Ids of those who have a seat."""
        return frozenset(person.id for person in self.people)

    @property
    def to_confirm(self) -> int:
        """How many of them have to say whether the new date suits them."""
        return sum(person.is_to_confirm for person in self.people)

    def with_layout(self, layout: Layout) -> "Gathered":
        """The same people around another plan."""
        return replace(self, layout=layout)


def gather(session: Session, meetup: Meetup, *, now: datetime, with_history: bool = True) -> Gathered:
    """Read it all, in a number of queries that does not grow with the people. Without history, who met is left out."""
    people = sitters(session, meetup.id)
    held = held_places(session, meetup.id)
    plan = session.get(SeatingPlan, meetup.id, populate_existing=True)
    names = {person.id: person.shown for person in people}
    bonds = bonds_on(session, meetup, names)
    seats = len(people) + held.total
    layout = layout_of(session, plan) if plan else Layout(tables_for(seats, usual_tables(seats), most=meetup.places))
    return Gathered(
        people=people,
        held=held,
        layout=layout,
        version=plan.version if plan else 0,
        seed=plan.seed if plan else 0,
        bonds=bonds,
        quality=dict(plan.quality) if plan else {},
        before=plan.before if plan else None,
        newcomers=newcomers(session, meetup, now) if with_history else frozenset(),
        met=who_met(session, meetup, now) if with_history else {},
        most=meetup.places,
    )


def sitters(session: Session, meetup_id: int) -> tuple[Sitter, ...]:
    """Who has a seat, by first name as a person sorts them."""
    rows = session.execute(
        select(Professional, is_to_confirm())
        .join(Registration, Registration.professional_id == Professional.id)
        .where(Registration.meetup_id == meetup_id, Professional.id.in_(coming(meetup_id)))
    ).all()
    doubtful = {one.id for one, is_doubtful in rows if is_doubtful}
    people = sorted((one for one, _ in rows), key=lambda one: (fold(one.first_name), fold(one.last_name), one.id))
    shown = shown_names(people)
    return tuple(
        Sitter(
            id=one.id,
            public_id=one.public_id,
            shown=shown[one.id],
            profession=one.profession_text,
            family=one.family,
            trade=f"id {one.profession_id}" if one.profession_id else place_key(one.profession_text),
            structure_id=one.structure_id,
            is_relay=one.is_relay,
            is_to_confirm=one.id in doubtful,
        )
        for one in people
    )


def shown_names(people: Sequence[Professional]) -> dict[int, str]:
    """First names; those of one first name get the initial of their last, then the whole of it."""
    first = Counter(fold(one.first_name) for one in people)
    short = {one.id: f"{one.first_name} {one.last_name[:1]}." if one.last_name else one.first_name for one in people}
    initial = Counter(fold(name) for name in short.values())
    return {one.id: _name(one, short[one.id], first, initial) for one in people}


def _name(one: Professional, short: str, first: Counter[str], initial: Counter[str]) -> str:
    if first[fold(one.first_name)] == 1:
        return one.first_name
    return short if initial[fold(short)] == 1 else one.full_name


def held_places(session: Session, meetup_id: int) -> Held:
    """Seats of structures that nobody is named for, and places offered that nobody has taken yet."""
    unnamed = session.scalar(
        select(func.coalesce(func.sum(SeatBlock.unnamed), 0)).where(
            SeatBlock.meetup_id == meetup_id, SeatBlock.withdrawn_at.is_(None)
        )
    )
    offered = session.scalar(
        select(func.count(Registration.id)).where(
            Registration.meetup_id == meetup_id, Registration.status == RegistrationStatus.OFFERED, ~is_to_confirm()
        )
    )
    return Held(int(unnamed or 0), int(offered or 0))


def bonds_on(session: Session, meetup: Meetup, names: Mapping[int, str]) -> Bonds:
    """The wishes that hold on the meetup's day between two people of ``names``."""
    wishes = [wish for wish in wishes_on(session, meetup) if wish.one_id in names and wish.other_id in names]
    return Bonds(
        apart=frozenset(pair_of(wish.one_id, wish.other_id) for wish in wishes if wish.kind is WishKind.APART),
        together=frozenset(pair_of(wish.one_id, wish.other_id) for wish in wishes if wish.kind is WishKind.TOGETHER),
        names=dict(names),
    )
