"""The organiser's gestures on a plan. Each writes what was thought out before, if the plan is still the one seen.

Flushes, never commits. ``seen`` is the version of the plan on the screen, 0 for none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from meetups.invitations.seats import lock_meetup
from meetups.planning.models import Meetup
from meetups.seating.asking import Composed
from meetups.seating.composing import weighed
from meetups.seating.errors import NoLongerComing, NothingToUndo, PlanChanged, PlanClosed, Seated
from meetups.seating.gathering import Gathered
from meetups.seating.models import Seat, SeatingPlan, SeatingTable
from meetups.seating.queries import coming, layout_of
from meetups.seating.rules import Layout, Spot, Table, broken_wishes


def can_change(meetup: Meetup, now: datetime) -> bool:
    """Until the meetup ends: people come late, and some do not come."""
    return not meetup.is_cancelled and now < meetup.ends_at


def keep(
    session: Session, meetup: Meetup, made: Composed, *, seen: int, seed: int | None = None, now: datetime
) -> SeatingPlan:
    """Write a plan in place of the one that was seen, which undoing gives back. The meetup's row is held.

    Raises ``PlanClosed``, ``PlanChanged`` when the plan is not the one seen, and ``NoLongerComing`` when it seats
    somebody who went meanwhile.
    """
    if not can_change(lock_meetup(session, meetup.id), now):
        raise PlanClosed
    plan = session.get(SeatingPlan, meetup.id, populate_existing=True)
    if (plan.version if plan else 0) != seen:
        raise PlanChanged
    before = layout_of(session, plan) if plan else Layout(())
    if still_there(made.layout, before, session.scalars(coming(meetup.id))) != made.layout:
        raise NoLongerComing
    if plan is None:
        plan = SeatingPlan(meetup_id=meetup.id, seed=0)
        session.add(plan)
    else:
        plan.before = snapshot(before, plan.seed, plan.quality)
        flag_modified(plan, "before")  # the version rises even when a change gives back the same seats
    plan.seed = plan.seed if seed is None else seed
    plan.rounds, plan.quality, plan.changed_at = made.layout.rounds, dict(made.quality), now
    session.flush()
    _write(session, plan, made.layout)
    return plan


def changed(gathered: Gathered, layout: Layout) -> Composed:
    """A plan changed by hand, weighed anew when somebody moves or a table has other places.

    Outside of any transaction, as the engine's are.
    """
    if _weighing(gathered.layout) == _weighing(layout):
        return Composed(layout, gathered.quality)
    return Composed(layout, weighed(gathered.with_layout(layout)))


def undone(gathered: Gathered) -> tuple[Composed, int]:
    """The plan as it stood before the last change, and its seed; once more gives the change back.

    Whoever said no since stays where they are shown now, or nowhere. Refused when a wish made since says no.
    """
    if gathered.before is None:
        raise NothingToUndo
    kept, seed, quality = restored(gathered.before)
    layout = still_there(kept, gathered.layout, gathered.coming)
    if broken := set(broken_wishes(layout, gathered.bonds)) - set(broken_wishes(gathered.layout, gathered.bonds)):
        names = gathered.bonds.named(*min(broken))
        raise Seated(f"Annuler irait contre un souhait que vous avez noté depuis, à propos de {names}.")
    return changed(replace(gathered, layout=kept, quality=quality), layout), seed


def still_there(layout: Layout, before: Layout, people: Iterable[int]) -> Layout:
    """The seats of ``people``, who come, and of those whom the plan ``before`` shows at the very same table."""
    here = set(people)
    seats = {
        (round_, person): spot
        for (round_, person), spot in layout.seats.items()
        if person in here or before.where(round_, person) == spot.table
    }
    return replace(layout, seats=seats)


def _weighing(layout: Layout) -> tuple[int, dict[int, int], dict[tuple[int, int], int]]:
    """All that a plan's worth depends on: names and pins do not count."""
    places = {table.number: table.places for table in layout.tables}
    return layout.rounds, places, {key: spot.table for key, spot in layout.seats.items()}


def snapshot(layout: Layout, seed: int, quality: Mapping[str, Any]) -> dict[str, Any]:
    """A plan as it is kept for undoing."""
    return {
        "rounds": layout.rounds,
        "seed": seed,
        "quality": dict(quality),
        "tables": [[table.number, table.name, table.places] for table in layout.tables],
        "seats": [[round_, who, spot.table, spot.is_pinned] for (round_, who), spot in layout.seats.items()],
    }


def restored(kept: Mapping[str, Any]) -> tuple[Layout, int, dict[str, Any]]:
    """What ``snapshot`` kept: the plan, its seed, its quality."""
    seats = {(round_, who): Spot(table, is_pinned) for round_, who, table, is_pinned in kept["seats"]}
    tables = tuple(Table(*each) for each in kept["tables"])
    return Layout(tables, kept["rounds"], seats), kept["seed"], kept["quality"]


def _write(session: Session, plan: SeatingPlan, layout: Layout) -> None:
    session.execute(delete(Seat).where(Seat.meetup_id == plan.meetup_id))
    session.execute(delete(SeatingTable).where(SeatingTable.meetup_id == plan.meetup_id))
    rows = [
        {"meetup_id": plan.meetup_id, "number": table.number, "name": table.name, "places": table.places}
        for table in layout.tables
    ]
    session.execute(insert(SeatingTable), rows)
    seats = [
        {
            "meetup_id": plan.meetup_id,
            "round": round_,
            "professional_id": person,
            "table_number": spot.table,
            "is_pinned": spot.is_pinned,
        }
        for (round_, person), spot in layout.seats.items()
    ]
    if seats:
        session.execute(insert(Seat), seats)
    session.expire(plan, ["tables", "seats"])
