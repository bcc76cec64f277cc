"""From a table as it stands: who must leaves, who is wanted comes, places freed are filled; nobody else moves."""

from dataclasses import replace

import numpy as np

from meetups.proposals.candidates import World
from meetups.proposals.sharing import Table, best_first, family_share, gains, share_out
from meetups.proposals.situation import FAMILIES, BoolArray, IntArray


def seat_from(world: World, table: Table, standing: IntArray, people: int | None) -> IntArray:
    """Positions in the table's ``people`` of those who sit there, the most worth inviting first.

    ``standing``: who sits there now, indices in the situation; those who can come still do. ``people``: how many when
    it was not full, so that it does not fill up unasked; whoever is required comes besides. None: every place.
    """
    capacity = table.candidate.capacity
    stays = np.isin(table.people, np.union1d(standing, table.required))
    places = capacity if people is None else min(capacity, max(people, int(stays.sum())))
    seated = np.isin(np.arange(len(stays)), _fewest_leave(world, table, np.flatnonzero(stays), places))
    _fill(world, table, seated, places)
    return best_first(world, table, np.flatnonzero(seated))


def _fewest_leave(world: World, table: Table, some: IntArray, places: int) -> IntArray:
    """Of these positions, all if there are places enough, else those that a table of so many places would take."""
    if len(some) <= places:
        return some
    smaller = replace(
        table, candidate=replace(table.candidate, capacity=places), people=table.people[some], km=table.km[some]
    )
    return some[share_out(world, [smaller])[0]]


def _fill(world: World, table: Table, seated: BoolArray, places: int) -> None:
    """Give free places one by one: to a family that is not there yet, then within each one's share, then by worth."""
    family, worth = world.situation.people.family[table.people], gains(world, table)
    share, above = family_share(world, table), 1 + float(worth.max(initial=0.0))
    for _ in range(min(places, len(seated)) - int(seated.sum())):
        there = np.bincount(family[seated], minlength=len(FAMILIES))[family]
        order = worth + above * (there < share) + above * (there == 0)
        seated[np.argmax(np.where(seated, -np.inf, order))] = True
