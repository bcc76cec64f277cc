"""Who goes to which of the meetups chosen: each person once, families mixed, the nearest among equals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from meetups.engine.assignment import AssignmentProblem, choose_guests
from meetups.proposals.candidates import Candidate, World, reachable
from meetups.proposals.catchment import Catchment
from meetups.proposals.reading import positions
from meetups.proposals.situation import FAMILIES, FloatArray, IntArray, empty

KM_WORTH = 1e-4
"""Of weight for each kilometre spared: forty are worth a day and a half of waiting, so that they only part equals."""
STAYING = 1e-6
"""For whoever sits there already: equals do not change places for nothing."""


@dataclass(frozen=True, eq=False)
class Table:
    """A chosen meetup on its final day, with everyone who could come."""

    candidate: Candidate
    catchment: Catchment
    day: date
    people: IntArray
    km: FloatArray
    required: IntArray = field(default_factory=empty)
    """Of ``people``, those whom an organiser wants there."""
    staying: IntArray = field(default_factory=empty)
    """Of ``people``, those who sit there already."""


def set_table(world: World, candidate: Candidate, catchment: Catchment, day: date) -> Table:
    """Everyone who could come that day, closed roads and ticked half-days read again; and whom an organiser wants."""
    members = catchment.members.get(candidate.pathway_id, empty())
    pin = candidate.pin
    people, km = reachable(world, catchment, members, candidate.room, candidate.format, day, pin)
    if pin is None or not pin.with_:
        return Table(candidate, catchment, day, people, km)
    wanted, far = wanted_people(world, candidate, day)
    here = ~np.isin(wanted, people)
    people, km = np.concatenate((people, wanted[here])), np.concatenate((km, far[here]))
    order = np.argsort(people, kind="stable")
    return Table(candidate, catchment, day, people[order], km[order], np.sort(wanted)[: candidate.capacity])


def wanted_people(world: World, candidate: Candidate, day: date) -> tuple[IntArray, FloatArray]:
    """(people, their kilometres) of those whom an organiser wants there, who may be invited and can come by road."""
    assert candidate.pin is not None
    found = positions(world.situation.people.id, np.array(sorted(candidate.pin.with_), dtype=np.int64))
    owned = np.flatnonzero(np.isin(world.situation.places.owner, found[found >= 0]))
    theirs = Catchment(world.territory, candidate.zone, owned)
    km = theirs.travel(candidate.room.insee, day).km
    return theirs.people[np.isfinite(km)], km[np.isfinite(km)]


def share_out(world: World, tables: Sequence[Table]) -> list[IntArray]:
    """For each table the positions in its ``people`` of those who sit there, the most worth inviting first.

    Nobody sits twice. At each table every family within reach has somebody, if there are places enough; then no
    sharing out weighs more. A family has at most its share of the places, or as many as it takes to fill them.
    """
    if len(tables) == 1:  # the same answer without the engine's compiled loops, which a page has not loaded
        return [_one_table(world, tables[0])]
    return _together(world, tables) if any(len(table.people) for table in tables) else [empty() for _ in tables]


def family_share(world: World, table: Table) -> int:
    """How many places one family may have there."""
    capacity, family = table.candidate.capacity, world.situation.people.family
    sizes = np.bincount(family[table.people], minlength=len(FAMILIES))
    wanted = np.bincount(family[table.required], minlength=len(FAMILIES))
    cap = max(math.ceil(world.preferences.max_share * capacity - 1e-9), int(wanted.max()))
    needed = min(capacity, int(sizes.sum()))
    while int(np.minimum(sizes, cap).sum()) < needed:
        cap += 1
    return min(cap, capacity)


def gains(world: World, table: Table) -> FloatArray:
    """What each person's place there is worth, more than 0."""
    staying = STAYING * np.isin(table.people, table.staying)
    worth: FloatArray = world.weight[table.people] - KM_WORTH * table.km + staying
    return np.maximum(worth, KM_WORTH)  # however far, somebody is better than nobody


def _one_table(world: World, table: Table) -> IntArray:
    is_required = np.isin(table.people, table.required)
    found = choose_guests(
        gains(world, table) + 1e6 * is_required,
        table.km,
        world.situation.people.family[table.people].astype(np.int64),
        table.candidate.capacity,
        max_share=family_share(world, table) / table.candidate.capacity,
        minimum_groups=world.preferences.minimum_families,
    )
    return best_first(world, table, found.guests)


def _together(world: World, tables: Sequence[Table]) -> list[IntArray]:
    from meetups.engine.assignment import assign  # here: it loads compiled loops

    family = world.situation.people.family
    kept = [_enough(world, table, len(tables)) for table in tables]
    who = np.concatenate([table.people[some] for table, some in zip(tables, kept, strict=True)])
    where = np.repeat(np.arange(len(tables)), [len(some) for some in kept])
    gain = np.concatenate([gains(world, table)[some] for table, some in zip(tables, kept, strict=True)])
    position = np.concatenate(kept)
    order = np.lexsort((where, who))
    people, person = np.unique(who, return_inverse=True)
    start = np.zeros(len(people) + 1, dtype=np.int64)
    np.cumsum(np.bincount(person, minlength=len(people)), out=start[1:])
    seen: set[int] = set()
    required = []
    for number, table in enumerate(tables):
        for one in table.required.tolist():
            if one not in seen:
                required.append((int(np.searchsorted(people, one)), number))
                seen.add(one)
    found = assign(
        AssignmentProblem(
            start=start,
            meetup=where[order],
            gain=gain[order],
            profession=family[people].astype(np.int64),
            capacity=np.array([table.candidate.capacity for table in tables]),
            max_share=np.array([family_share(world, table) / table.candidate.capacity for table in tables]),
            wanted=[
                (number, int(code)) for number, table in enumerate(tables) for code in np.unique(family[table.people])
            ],
            required=required,
            minimum_professions=world.preferences.minimum_families,
        )
    )
    edges = order[found.edges]
    return [best_first(world, table, position[edges[where[edges] == number]]) for number, table in enumerate(tables)]


def _enough(world: World, table: Table, tables: int) -> IntArray:
    """Positions of those whom the best sharing out may need: of each family, no more than all places together."""
    family = world.situation.people.family[table.people]
    order = np.lexsort((-gains(world, table), family))
    rank = np.arange(len(order)) - np.searchsorted(family[order], family[order])
    most = world.preferences.gathering * tables
    some = order[rank < max(most, table.candidate.capacity)]
    required = np.flatnonzero(np.isin(table.people, table.required))
    return np.union1d(some, required)


def best_first(world: World, table: Table, seated: IntArray) -> IntArray:
    """These positions, the most worth inviting first, then the nearest."""
    return seated[np.lexsort((table.people[seated], table.km[seated], -world.weight[table.people[seated]]))]
