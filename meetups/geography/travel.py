"""Minutes by road between communes, as they are stored: what is known, and how much is written at once."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetups.geography.models import TravelTime

BATCH = 5000


class Leg(NamedTuple):
    """From the centre of one commune to that of another; ``minutes`` is empty where there is no road."""

    from_insee: str
    to_insee: str
    minutes: float | None


def known_legs(session: Session, destinations: Collection[str]) -> set[tuple[str, str]]:
    """The pairs (from, to) to these communes that a server answered, « no road » included: one query."""
    pairs = select(TravelTime.from_insee, TravelTime.to_insee).where(TravelTime.to_insee.in_(destinations))
    return {(since, to) for since, to in session.execute(pairs)}


def store_legs(session: Session, legs: Iterable[Leg]) -> int:
    """Write them, over what was known; gives how many. Rows go by thousands, never one by one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(TravelTime)
    upsert = statement.on_conflict_do_update(
        index_elements=["from_insee", "to_insee"], set_={"minutes": statement.excluded.minutes}
    )
    # In one order, so that two writers at once never wait for each other in a ring.
    rows: Sequence[Leg] = sorted(set(legs), key=lambda leg: leg[:2])
    for start in range(0, len(rows), BATCH):
        session.execute(upsert, [leg._asdict() for leg in rows[start : start + BATCH]])
    return len(rows)
