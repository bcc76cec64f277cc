"""Who goes to which of the meetups chosen: each person once, families mixed, the nearest among equals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from meetups.engine.assignment import choose_guests
from meetups.proposals.candidates import Candidate, World, reachable
from meetups.proposals.catchment import Catchment
from meetups.proposals.reading import positions
from meetups.proposals.situation import FloatArray, IntArray

KM_WORTH = 1e-4
"""Of weight for each kilometre spared: forty are worth a day and a half of waiting, so that they only part equals."""


@dataclass(frozen=True, eq=False)
class Table:
    """A chosen meetup on its final day, with everyone who could come."""

    candidate: Candidate
    catchment: Catchment
    day: date
    people: IntArray
    km: FloatArray
    required: IntArray
    """Of ``people``, those whom an organiser wants there."""


def set_table(world: World, candidate: Candidate, catchment: Catchment, day: date) -> Table:
    """Everyone who could come that day, closed roads and ticked half-days read again; and whom an organiser wants."""
    members = catchment.members.get(candidate.pathway_id, np.empty(0, dtype=np.int64))
    pin = candidate.pin
    people, km = reachable(world, catchment, members, candidate.room, candidate.format, day, pin)
    if pin is None or not pin.with_:
        return Table(candidate, catchment, day, people, km, np.empty(0, dtype=np.int64))
    wanted, far = wanted_people(world, candidate, day)
    here = ~np.isin(wanted, people)
    people, km = np.concatenate((people, wanted[here])), np.concatenate((km, far[here]))
    order = np.argsort(people, kind="stable")
    return Table(candidate, catchment, day, people[order], km[order], np.sort(wanted)[: candidate.capacity])


def wanted_people(world: World, candidate: Candidate, day: date) -> tuple[IntArray, FloatArray]:
    """(people, their kilometres) of those whom an organiser wants there, who may be invited and can come by road."""
    assert candidate.pin is not None
    found = positions(world.situation.people.id, np.array(sorted(candidate.pin.with_), dtype=np.int64))
    wanted = found[found >= 0]
    owned = np.flatnonzero(np.isin(world.situation.places.owner, wanted))
    theirs = Catchment(world.territory, candidate.zone, owned)
    km = theirs.travel(candidate.room.insee, day).km
    return theirs.people[np.isfinite(km)].astype(np.int64), km[np.isfinite(km)]


def share_out(world: World, tables: Sequence[Table]) -> list[IntArray]:
    """For each table the positions in its ``people`` of those who sit there, the most worth inviting first."""
    family, taken, shared = world.situation.people.family, np.empty(0, dtype=np.int64), []
    for table in tables:
        at = np.flatnonzero(~np.isin(table.people, taken))
        who = table.people[at]
        found = choose_guests(
            world.weight[who] + 1e6 * np.isin(who, table.required),
            table.km[at],
            family[who].astype(np.int64),
            table.candidate.capacity,
            max_share=world.preferences.max_share,
            minimum_groups=world.preferences.minimum_families,
        )
        taken = np.concatenate((taken, who[found.guests]))
        shared.append(at[found.guests])
    return shared
