"""From a situation to plans: the meetups that complete each other, whom to invite to each, and why.

No database here: arrays in, plans out. The same situation gives the same plans.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from meetups.proposals.candidates import Candidate, Pin, World, candidates, choose_day
from meetups.proposals.catchment import Catchment
from meetups.proposals.choosing import Choice, choose
from meetups.proposals.days import Calendar
from meetups.proposals.explaining import Facts, beside_others, facts, only_here, reasons, whole
from meetups.proposals.history import history_of
from meetups.proposals.holidays import public_holidays, school_holidays
from meetups.proposals.plans import Plan
from meetups.proposals.settings import DEFAULTS, FEWEST_PEOPLE, Preferences
from meetups.proposals.sharing import Table, set_table, share_out
from meetups.proposals.situation import IntArray, Situation, empty

Tell = Callable[[str, int], None]
"""Told what was done, and how many."""


def world_of(situation: Situation, preferences: Preferences, pins: Sequence[Pin] = ()) -> World:
    """What every question is asked to."""
    school = school_holidays()
    calendar = Calendar(
        today=situation.today,
        notice_days=preferences.notice_days,
        weekdays=preferences.weekdays,
        public_holidays=public_holidays(),
        school_holidays=school,
        school_known_until=school.known_until,
        notes=situation.notes,
    )
    kept = {(pin.area_id, pin.pathway_id): pin for pin in pins}
    return World(situation, preferences, calendar, history_of(situation), kept)


def compute(
    situation: Situation,
    preferences: Preferences = DEFAULTS,
    pins: Sequence[Pin] = (),
    tell: Tell = lambda _stage, _count: None,
) -> list[Plan]:
    """The plans of the quarter, best first. ``pins``: what organisers kept, which stands."""
    world = world_of(situation, preferences, pins)
    offered = list(candidates(world, preferences.meetups))
    tell("candidates", len(offered))
    choice, tables, seated = _settled(world, offered)
    tell("chosen", len(tables))
    served = sum(float(world.weight[table.people[guests]].sum()) for table, guests in zip(tables, seated, strict=True))
    quality = whole(choice, served, len(tables))
    plans = []
    for step, table, guests in zip(choice.chosen, tables, seated, strict=True):
        other = offered[step.runner_up] if step.runner_up is not None else None
        more = beside_others(world, step, table.candidate, other, choice.value) | {
            "only_here": only_here(table, guests, tables)
        }
        plans.append(plan_of(world, table, guests, {"whole": quality, **more}))
    tell("explained", len(plans))
    return plans


def _settled(world: World, offered: Sequence[Candidate]) -> tuple[Choice, list[Table], list[IntArray]]:
    """The choice on its final days, made again without those that their neighbours leave with too few people."""
    without: set[int] = set()
    while True:
        choice = choose(world, offered, world.preferences.meetups, frozenset(without))
        tables = _on_days(world, [offered[step.number] for step in choice.chosen])
        seated = share_out(world, tables)
        few = {
            step.number
            for step, table, guests in zip(choice.chosen, tables, seated, strict=True)
            if len(guests) < (1 if table.candidate.pin else FEWEST_PEOPLE)
        }
        if not few:
            return choice, tables, seated
        without |= few


def _on_days(world: World, chosen: Sequence[Candidate]) -> list[Table]:
    """Give each a day of its own, since the same few volunteers hold them all, and read again who can come."""
    run_days = {candidate.pin.day for candidate in chosen if candidate.pin and candidate.pin.day}
    tables = []
    for candidate in chosen:
        catchment = Catchment(world.territory, candidate.zone)
        days = candidate.days
        if not (candidate.pin and candidate.pin.day):
            # A team that holds more meetups than there are days shares itself out.
            days = [day for day in candidate.days if day not in run_days] or candidate.days
        members = catchment.members.get(candidate.pathway_id, empty())
        day = choose_day(world, catchment, members, candidate.room, candidate.format, days)
        run_days.add(day)
        tables.append(set_table(world, replace(candidate, day=day), catchment, day))
    return tables


def plan_of(world: World, table: Table, seated: IntArray, more: Facts) -> Plan:
    """The plan of one meetup: its guests with their reasons, its facts and ``more``."""
    candidate = table.candidate
    ids = world.situation.people.id[table.people[seated]].tolist()
    return Plan(
        area_id=candidate.zone.id,
        pathway_id=candidate.pathway_id,
        commune_insee=candidate.room.insee,
        host_id=candidate.room.host_id,
        venue_id=candidate.room.venue_id,
        format=candidate.format,
        slot=world.calendar.slot(table.day, candidate.format),
        capacity=candidate.capacity,
        guests=list(zip(ids, reasons(world, table, seated), strict=True)),
        facts=facts(world, table, seated) | more,
    )
