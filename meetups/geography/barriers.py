"""Barriers: valleys that are close on the map and far by road. Whom a closed one keeps away, and how they are edited.

The rule is pure and for sets of INSEE codes, so that whoever holds arrays asks once for a meetup and reads the answer
for everyone: nobody all of whose places within reach are cut off is gathered there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Table, select
from sqlalchemy.orm import Session, selectinload

from meetups.database import new_public_id
from meetups.geography.errors import BadSeason, BarrierWithoutName, CommuneOnBothSides, EmptySide
from meetups.geography.models import Barrier, Commune, barrier_here, barrier_there
from meetups.geography.text import fold
from meetups.installation import lock_installation

_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_LEAP_YEAR = 2000


class Closure(NamedTuple):
    """A barrier without its rows: INSEE codes of each side, and « MM-DD » or nothing for when it is closed."""

    here: frozenset[str]
    there: frozenset[str]
    closed_from: str = ""
    closed_until: str = ""


def closed_on(closed_from: str, closed_until: str, day: date) -> bool:
    """Whether a road closed each year from one « MM-DD » to another, both included, is closed that day.

    From « 10-15 » to « 06-15 » goes over New Year. Without dates it is always closed. « 02-29 » is, in the years
    that have none, the night between the last of February and the first of March.
    """
    if not (closed_from and closed_until):
        return True
    today = f"{day:%m-%d}"
    if closed_from <= closed_until:
        return closed_from <= today <= closed_until
    return today >= closed_from or today <= closed_until


def cut_off(closures: Iterable[Closure], insee: str, day: date) -> frozenset[str]:
    """The communes from which nobody can come, that day, to a meetup held in the commune ``insee``."""
    far: set[str] = set()
    for closure in closures:
        if insee in closure.here:
            other = closure.there
        elif insee in closure.there:
            other = closure.here
        else:
            continue
        if closed_on(closure.closed_from, closure.closed_until, day):
            far |= other
    return frozenset(far)


def blocks(closures: Iterable[Closure], insee: str, day: date, places: Iterable[str]) -> bool:
    """Whether someone with these ``places`` within reach cannot come: there is one at least, and all are cut off."""
    communes = set(places)
    return bool(communes) and communes <= cut_off(closures, insee, day)


def closures(session: Session) -> list[Closure]:
    """Every barrier, for the rule: three queries, without loading communes."""
    rows = session.execute(select(Barrier.id, Barrier.closed_from, Barrier.closed_until).order_by(Barrier.id)).all()
    here, there = (_side(session, table) for table in (barrier_here, barrier_there))
    return [Closure(frozenset(here[row.id]), frozenset(there[row.id]), row[1], row[2]) for row in rows]


def closure_of(barrier: Barrier) -> Closure:
    """One barrier with its communes loaded, for the rule."""
    here, there = (frozenset(commune.insee for commune in side) for side in (barrier.here, barrier.there))
    return Closure(here, there, barrier.closed_from, barrier.closed_until)


def barriers(session: Session) -> list[Barrier]:
    """Every barrier with its communes, by name: three queries."""
    query = select(Barrier).options(selectinload(Barrier.here), selectinload(Barrier.there))
    return sorted(session.scalars(query), key=lambda barrier: (fold(barrier.name), barrier.id))


def barrier_by_public_id(session: Session, public_id: str) -> Barrier | None:
    """One barrier, or ``None``."""
    return session.scalar(select(Barrier).where(Barrier.public_id == public_id))


def create_barrier(
    session: Session,
    name: str,
    here: Sequence[Commune],
    there: Sequence[Commune],
    closed_from: str = "",
    closed_until: str = "",
    *,
    public_id: str | None = None,
) -> Barrier:
    """A barrier between two sides. With a ``public_id`` already used, that one: a form sent twice makes one."""
    lock_installation(session)  # two senders of one form: the second finds what the first made
    existing = barrier_by_public_id(session, public_id) if public_id else None
    if existing is not None:
        return existing
    barrier = Barrier(public_id=public_id or new_public_id())
    edit_barrier(session, barrier, name, here, there, closed_from, closed_until)
    return barrier


def edit_barrier(
    session: Session,
    barrier: Barrier,
    name: str,
    here: Sequence[Commune],
    there: Sequence[Commune],
    closed_from: str = "",
    closed_until: str = "",
) -> None:
    """Give the barrier this name, these sides and these days.

    Raises ``BarrierWithoutName``, ``EmptySide``, ``CommuneOnBothSides`` or ``BadSeason``.
    """
    check_barrier(name, here, there, closed_from, closed_until)
    barrier.name, barrier.closed_from, barrier.closed_until = name.strip(), closed_from, closed_until
    barrier.here, barrier.there = _once(here), _once(there)
    session.add(barrier)
    session.flush()


def remove_barrier(session: Session, barrier: Barrier) -> None:
    """Forget a barrier: the road is open again to everyone."""
    session.delete(barrier)
    session.flush()


def check_barrier(
    name: str, here: Sequence[Commune], there: Sequence[Commune], closed_from: str, closed_until: str
) -> None:
    """Raise what ``edit_barrier`` would refuse."""
    if not name.strip():
        raise BarrierWithoutName
    if bool(closed_from) != bool(closed_until) or not (is_season_day(closed_from) and is_season_day(closed_until)):
        raise BadSeason
    if not here or not there:
        raise EmptySide
    codes = {commune.insee for commune in there}
    both = {commune.insee: commune.name for commune in here if commune.insee in codes}
    if both:
        raise CommuneOnBothSides(sorted(both.values()))


def is_season_day(text: str) -> bool:
    """Whether this is nothing, or a day that some year has, as « MM-DD »."""
    if not text:
        return True
    if not _MONTH_DAY.fullmatch(text):
        return False
    month, day = map(int, text.split("-"))
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def _once(communes: Sequence[Commune]) -> list[Commune]:
    return list({commune.insee: commune for commune in communes}.values())


def _side(session: Session, table: Table) -> defaultdict[int, set[str]]:
    side: defaultdict[int, set[str]] = defaultdict(set)
    for barrier_id, insee in session.execute(select(table.c.barrier_id, table.c.commune_insee)):
        side[barrier_id].add(insee)
    return side
