"""What if: the same proposal on another day, elsewhere, with fewer people, without X, with Y; answered at once.

Only the people of that area × pathway are read, in a number of queries that does not depend on how many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from meetups.database import read_only
from meetups.directory.models import CarePathway, Professional
from meetups.geography.distances import crow_km
from meetups.geography.models import Area, Commune
from meetups.geography.naming import town_hall_name
from meetups.geography.text import fold
from meetups.planning.models import MeetupFormat
from meetups.proposals import services
from meetups.proposals.changes import Changes
from meetups.proposals.considering import Answer, answer
from meetups.proposals.days import is_free
from meetups.proposals.errors import ProposalGone, WrongChange
from meetups.proposals.models import Proposal
from meetups.proposals.situation import empty
from meetups.venues.models import Host, Venue

OTHERS = 200
"""People offered to be added."""


@dataclass(frozen=True)
class ConsideredGuest:
    """As a stored ``ProposalGuest``."""

    professional: Professional
    position: int
    reasons: list[dict[str, object]]


@dataclass(frozen=True)
class Difference:
    """What changes in numbers, from the stored proposal to the one considered: positive is more."""

    people: int
    never_invited_seated: int
    families: int
    new_pairs: int
    mean_km: float
    warnings: int


@dataclass(frozen=True)
class Considered:
    """A proposal with changes: the fields of a stored ``Proposal`` that templates read, and what differs from it.

    With ``refusals`` it cannot be kept: the rest then shows the plan as if what was refused had not been asked.
    """

    changes: Changes
    public_id: str
    area: Area
    pathway: CarePathway
    commune: Commune
    host: Host | None
    venue: Venue | None
    host_name: str
    format: MeetupFormat
    starts_at: datetime
    ends_at: datetime
    capacity: int
    facts: dict[str, object]
    guests: list[ConsideredGuest]
    refusals: tuple[str, ...]
    """Complete French sentences, such as « Bonneval-sur-Arc est fermée en hiver depuis Val-d’Isère… »."""
    entering: list[Professional]
    """Not in the stored proposal; alphabetical by first name."""
    leaving: list[Professional]
    """In the stored proposal only; alphabetical by first name."""
    difference: Difference
    answer: Answer = field(repr=False)
    """What ``choices`` asks further questions to."""


@dataclass(frozen=True)
class Place:
    """Somewhere it could be held: a room, a host without a known room, or a town hall never asked."""

    commune: Commune
    host: Host | None
    venue: Venue | None
    name: str
    km: float
    """From the centre of the area, as the crow flies."""
    is_free: bool
    """On the day and hour considered."""


@dataclass(frozen=True)
class Choices:
    """What a page offers to change."""

    days: list[date]
    """Within notice and horizon, on the weekdays allowed, holidays left out, and the one chosen; soonest first."""
    formats: Sequence[MeetupFormat]
    places: list[Place]
    """The nearest to the centre of the area first."""
    others: list[Professional]
    """Who could be added: within reach, free then, not in the plan; alphabetical by first name, at most 200."""
    busy: list[Professional]
    """The same, of those whom that hour or that day of the week does not suit: another one may."""


def consider(session: Session, proposal: Proposal, changes: Changes, *, now: datetime) -> Considered:
    """The plan under these changes, beside the stored one. Nothing is written; what it cannot do is in ``refusals``.

    Unknown public ids are refusals too. As few people as possible change.
    """
    found = answer(session, proposal, changes, now=now)
    plan = found.plan
    before = {guest.professional_id for guest in proposal.guests}
    after = dict(plan.guests)
    people = {
        person.id: person
        for person in session.scalars(select(Professional).where(Professional.id.in_(before | after.keys())))
    }
    commune = session.get_one(Commune, plan.commune_insee)
    host = session.get(Host, plan.host_id) if plan.host_id else None
    return Considered(
        changes=changes,
        public_id=proposal.public_id,
        area=proposal.area,
        pathway=proposal.pathway,
        commune=commune,
        host=host,
        venue=session.get(Venue, plan.venue_id) if plan.venue_id else None,
        host_name=host.name if host else town_hall_name(commune.name),
        format=plan.format,
        starts_at=plan.slot.starts_at,
        ends_at=plan.slot.ends_at,
        capacity=plan.capacity,
        facts=plan.facts,
        guests=[
            ConsideredGuest(people[id_], position, reasons) for position, (id_, reasons) in enumerate(plan.guests)
        ],
        refusals=found.refusals,
        entering=by_first_name(people[id_] for id_ in after.keys() - before),
        leaving=by_first_name(people[id_] for id_ in before - after.keys()),
        difference=_difference(proposal.facts, plan.facts, len(after) - len(before)),
        answer=found,
    )


def by_first_name(people: Iterable[Professional]) -> list[Professional]:
    """As a person sorts them: « Éléonore » before « Zoé »."""
    return sorted(people, key=lambda person: (fold(person.first_name), fold(person.last_name), person.id))


def _difference(before: Mapping[str, Any], after: Mapping[str, Any], people: int) -> Difference:
    return Difference(
        people=people,
        never_invited_seated=after["never_invited_seated"] - before.get("never_invited_seated", 0),
        families=len(after["families"]) - len(before["families"]),
        new_pairs=after["new_pairs"] - before["new_pairs"],
        mean_km=round(after["mean_km"] - before["mean_km"], 1),
        warnings=len(after["warnings"]) - len(before.get("warnings", ())),
    )


def choices(session: Session, proposal: Proposal, considered: Considered, *, now: datetime) -> Choices:
    """What could be changed from there."""
    world, table = considered.answer.world, considered.answer.table
    room, format_ = table.candidate.room, table.candidate.format
    had, (free, busy) = considered.answer.changes, _addable(considered)
    named = session.scalars(select(Professional).where(Professional.id.in_(free | busy))).all()
    return Choices(
        days=sorted({*world.open_days(room, format_), *([had.day] if had.day else ())}),
        formats=tuple(dict.fromkeys((*world.preferences.formats, *([had.format] if had.format else ())))),
        places=_places(session, considered),
        others=by_first_name(person for person in named if person.id in free),
        busy=by_first_name(person for person in named if person.id in busy),
    )


def _addable(considered: Considered) -> tuple[set[int], set[int]]:
    """(free, not free at that hour): ids of those who could come by road that day, the most worth inviting of them."""
    world, table = considered.answer.world, considered.answer.table
    candidate, pin = table.candidate, table.candidate.pin
    members = table.catchment.members.get(candidate.pathway_id, empty())
    km = table.catchment.travel(candidate.room.insee, table.day).km[members]
    order = np.lexsort((km, -world.weight[table.catchment.people[members]]))
    people = table.catchment.people[members[order[np.isfinite(km[order])]]]
    ids = world.situation.people.id[people]
    not_in = {guest.professional.id for guest in considered.guests} | (pin.without if pin else frozenset())
    is_out = ~np.isin(ids, sorted(not_in))
    comes = world.available(candidate.format, (table.day.weekday(),))[people]
    return set(ids[is_out & comes][:OTHERS].tolist()), set(ids[is_out & ~comes][:OTHERS].tolist())


def _places(session: Session, considered: Considered) -> list[Place]:
    world, table = considered.answer.world, considered.answer.table
    zone, slot = table.candidate.zone, world.calendar.slot(table.day, table.candidate.format)
    rooms = [room for insee in world.communes_of(zone, every=True) for room in world.rooms_in(insee)]
    hosts = {
        host.id: host
        for host in session.scalars(
            select(Host)
            .where(Host.id.in_([room.host_id for room in rooms if room.host_id]))
            .options(selectinload(Host.venues))
        )
    }
    codes = {room.insee for room in rooms}
    communes = {commune.insee: commune for commune in session.scalars(select(Commune).where(Commune.insee.in_(codes)))}
    centre = world.situation.points[zone.insee]
    places = []
    for room in rooms:
        host, commune = hosts.get(room.host_id or 0), communes[room.insee]
        venue = next((each for each in host.venues if each.id == room.venue_id), None) if host else None
        places.append(
            Place(
                commune=commune,
                host=host,
                venue=venue,
                name=", ".join(
                    part
                    for part in (venue and venue.name, host.name if host else town_hall_name(commune.name))
                    if part
                ),
                km=round(crow_km(centre.lat, centre.lon, *commune.point), 1),
                is_free=is_free(room.free, room.taken, slot, table.candidate.format),
            )
        )
    return places


def keep(session: Session, proposal: Proposal, changes: Changes, *, now: datetime) -> None:
    """Store the plan under these changes: every computation to come holds to them. Flushes.

    Raises ``WrongChange`` when it is refused, ``ProposalGone`` when it was prepared meanwhile. Twice is once.
    """
    _store(session, proposal.id, changes, now)


def forget(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Back to what the computation says. Flushes. Raises ``ProposalGone`` when it was prepared meanwhile."""
    _store(session, proposal.id, Changes(), now)


def _store(session: Session, proposal_id: int, changes: Changes, now: datetime) -> None:
    """Read and compute in a transaction of its own, which ends first; then write, if the proposal is still there."""
    session.rollback()
    with read_only(), Session(session.get_bind(Proposal)) as reader:
        read = reader.get(Proposal, proposal_id)
        if read is None or read.meetup_id is not None:
            raise ProposalGone
        found = answer(reader, read, changes, now=now)
    if changes and found.refusals:
        raise WrongChange(found.refusals)
    row = services.locked(session, proposal_id)
    if row is None or row.meetup_id is not None:
        raise ProposalGone
    services.store(session, row, row.rank, found.plan, changes, now)
