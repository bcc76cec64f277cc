"""One proposal under changes, computed on the people of its area × pathway alone. What cannot be done says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from meetups.directory.models import PracticePlace, Professional, professional_pathways
from meetups.geography.models import Area, area_communes
from meetups.geography.naming import of_place
from meetups.geography.queries import in_box_around
from meetups.planning.models import MeetupFormat
from meetups.proposals.candidates import Candidate, Pin, World, capacity_of, choose_day, choose_format
from meetups.proposals.catchment import Catchment
from meetups.proposals.changes import Changes
from meetups.proposals.computing import plan_of, world_of
from meetups.proposals.days import is_free
from meetups.proposals.gathering import gather
from meetups.proposals.models import Proposal, ProposalGuest
from meetups.proposals.pinning import Known, Setting, known, pin_of, stored_room
from meetups.proposals.plans import Plan
from meetups.proposals.reading import positions
from meetups.proposals.refusing import people, place_day_and_number
from meetups.proposals.rules import PARIS
from meetups.proposals.settings import FEWEST_PEOPLE, load
from meetups.proposals.sharing import Table, set_table, share_out
from meetups.proposals.situation import IntArray, Room, empty
from meetups.proposals.standing import seat_from
from meetups.web.filters import day_date


@dataclass(frozen=True, eq=False)
class Answer:
    """The plan that the changes give, and what they could not have."""

    plan: Plan
    world: World
    table: Table
    seated: IntArray
    refusals: tuple[str, ...]
    changes: Changes
    """Those asked for, without what is refused."""


def answer(session: Session, proposal: Proposal, changes: Changes, *, now: datetime) -> Answer:
    """Read, check, compute. What is refused is left aside, and the plan is that of the rest."""
    key = proposal.area_id, proposal.pathway_id
    ids = known(session, [changes, Changes.from_json(proposal.changes)])
    world = _world(session, proposal, changes, ids, now)
    elsewhere, other_days = _elsewhere(session, proposal, now)
    refused, changes = place_day_and_number(world, proposal, changes, ids)
    pin = pin_of(key, changes, ids, world.situation.rooms, world.situation.today)
    setting = _setting(world, proposal, changes, pin, other_days)
    refused, changes = people(session, world, setting, changes, ids, elsewhere, refused)
    pin = pin_of(key, changes, ids, world.situation.rooms, world.situation.today)
    pin = replace(pin, without=pin.without | elsewhere.keys())
    table = _table(world, proposal, setting, pin)
    seated = _seated(world, proposal, changes, ids, table)
    if changes and not _can_have(world, table.candidate.room, table.candidate.format, table.day):
        refused.append(_no_room(world, table))
    if len(seated) < min(FEWEST_PEOPLE, len(proposal.guests)):
        refused.append(_too_few(world, table, len(seated)))
    return Answer(plan_of(world, table, seated, {}), world, table, seated, tuple(refused), changes)


def _world(session: Session, proposal: Proposal, changes: Changes, ids: Known, now: datetime) -> World:
    wanted = [ids.people[each] for each in changes.with_ if each in ids.people]
    situation = gather(
        session,
        dismissed=set(),
        now=now,
        area_id=proposal.area_id,
        people=_around(session, proposal, wanted),
    )
    return world_of(situation, load(session))


def _around(session: Session, proposal: Proposal, wanted: Sequence[int]) -> ColumnElement[bool]:
    """Who shares the pathway and works around the area, and who is wanted wherever they are."""
    area = session.scalars(select(Area).where(Area.id == proposal.area_id).options(joinedload(Area.commune))).one()
    place = PracticePlace.professional_id
    if area.radius_km is not None:
        around = select(place).where(*in_box_around(area.lat, area.lon, area.radius_km, PracticePlace))
    else:
        ticked = select(area_communes.c.commune_insee).where(area_communes.c.area_id == area.id)
        around = select(place).where(PracticePlace.commune_insee.in_(ticked))
    shares = select(professional_pathways.c.professional_id).where(
        professional_pathways.c.pathway_id == proposal.pathway_id
    )
    return or_(and_(Professional.id.in_(shares), Professional.id.in_(around)), Professional.id.in_(wanted))


def _elsewhere(session: Session, proposal: Proposal, now: datetime) -> tuple[dict[int, str], set[date]]:
    """Guests of the other proposals, and the area of each: nobody is asked twice in a quarter. And their days."""
    rows = session.execute(
        select(ProposalGuest.professional_id, Area.name, Proposal.starts_at)
        .join(Proposal, Proposal.id == ProposalGuest.proposal_id)
        .join(Area, Area.id == Proposal.area_id)
        .where(
            Proposal.id != proposal.id,
            Proposal.meetup_id.is_(None),
            Proposal.starts_at > now,
            or_(Proposal.dismissed_until.is_(None), Proposal.dismissed_until <= now),
        )
    ).all()
    return {id_: area for id_, area, _ in rows}, {at.astimezone(PARIS).date() for _, _, at in rows}


def _setting(world: World, proposal: Proposal, changes: Changes, pin: Pin, other_days: set[date]) -> Setting:
    """What is not changed stays as stored, unless what was kept before said it: then as computed."""
    (zone,) = world.situation.zones
    catchment = Catchment(world.territory, zone)
    members = catchment.members.get(proposal.pathway_id, empty())
    before = Changes.from_json(proposal.changes)
    format_ = changes.format or proposal.format
    if before.format and not changes.format:
        past = world.history.of(zone.id, zone.insee, proposal.pathway_id)
        format_ = choose_format(world, catchment.people[members], past)
    room = pin.room or stored_room(world.situation.rooms, proposal)
    if room is None or ((before.venue or before.host or before.commune) and pin.room is None):
        room = world.rooms_in(world.communes_of(zone)[0])[0]
    moved = (room, format_) != (stored_room(world.situation.rooms, proposal), proposal.format)
    stored_day = proposal.starts_at.astimezone(PARIS).date()
    is_stored_day_kept = not (before.day and not changes.day) and (
        not moved or _can_have(world, room, format_, stored_day)
    )
    if pin.day or is_stored_day_kept:
        return Setting(catchment, room, format_, pin.day or stored_day)
    open_days = world.open_days(room, format_)
    # The same few volunteers hold them all: a day of its own, as long as there is one.
    days = [each for each in open_days if each not in other_days] or open_days or [stored_day]
    return Setting(catchment, room, format_, choose_day(world, catchment, members, room, format_, days))


def _table(world: World, proposal: Proposal, setting: Setting, pin: Pin) -> Table:
    zone, room, day = setting.catchment.zone, setting.room, setting.day
    capacity = capacity_of(world, room, pin)
    candidate = Candidate(
        zone, proposal.pathway_id, room, [day], day, setting.format, capacity, empty(), np.empty(0), pin
    )
    return set_table(world, candidate, setting.catchment, day)


def _seated(world: World, proposal: Proposal, changes: Changes, ids: Known, table: Table) -> IntArray:
    """At the same hour, from the table as it stands: only what is asked changes. At another, chosen anew."""
    before = Changes.from_json(proposal.changes)
    stored = {guest.professional_id for guest in proposal.guests}
    is_full = len(stored) >= proposal.capacity
    if is_full and before and not changes:  # given up: nobody stays for having been brought in by hand
        return share_out(world, [table])[0]
    stored -= {ids.people[each] for each in before.with_ if each in ids.people and each not in changes.with_}
    standing = _rows(world, stored)
    if table.candidate.format is not proposal.format:
        return share_out(world, [replace(table, staying=standing)])[0]
    back = _rows(world, {ids.people[each] for each in before.without if each in ids.people})
    table = replace(table, required=np.union1d(table.required, np.intersect1d(back, table.people)))
    is_number_asked = changes.people != before.people
    return seat_from(world, table, standing, None if is_full or is_number_asked else len(stored))


def _rows(world: World, ids: Iterable[int]) -> IntArray:
    """Where these people, by id, stand in the situation, as far as they may be invited; ascending."""
    found = positions(world.situation.people.id, np.array(sorted(ids), dtype=np.int64))
    return found[found >= 0]


def _can_have(world: World, room: Room, format_: MeetupFormat, day: date) -> bool:
    slot = world.calendar.slot(day, format_)
    return (day - world.situation.today).days >= room.notice_days and is_free(room.free, room.taken, slot, format_)


def _no_room(world: World, table: Table) -> str:
    there = of_place(world.situation.names[table.candidate.room.insee])
    when = day_date(world.calendar.slot(table.day, table.candidate.format).starts_at)
    return f"Cette salle {there} ne peut pas être demandée pour le {when} : choisissez un autre jour ou un autre lieu."


def _too_few(world: World, table: Table, count: int) -> str:
    names = world.situation.names
    cut = (
        table.catchment.communes_cut_off(table.candidate.room.insee, table.day) if len(table.catchment.people) else []
    )
    there = names[table.candidate.room.insee]
    why = (
        f" : la route de {there} est fermée ce jour-là depuis {', '.join(names[code] for code in cut)}" if cut else ""
    )
    left = "il ne resterait personne" if not count else f"il ne resterait que {count} personne{'s' * (count > 1)}"
    return f"Avec ces changements, {left}{why}."
