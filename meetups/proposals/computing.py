"""From a situation to plans: which area × pathway, whom, where and when. No database here: numbers in, plans out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from meetups.directory.families import ProfessionFamily
from meetups.engine.assignment import Picked, choose_guests
from meetups.engine.coverage import Step, choose_sites
from meetups.geography.areas import kilometres_within
from meetups.geography.models import Area
from meetups.proposals.gathering import MONTH_DAYS, Person, Situation
from meetups.proposals.holidays import public_holidays, school_holidays
from meetups.proposals.rules import Slot, candidate_days, choose_slot, priority
from meetups.venues.models import Host, Venue

PLACES = 24
FEWEST_PEOPLE = 8
"""Below it there is no table worth a room."""
FAMILIES = list(ProfessionFamily)


@dataclass(frozen=True)
class Site:
    """A candidate: an area and a pathway, and the people who share it within reach."""

    area: Area
    pathway_id: int
    host: Host
    venue: Venue | None
    reach: NDArray[np.int64]
    km: NDArray[np.float64]
    """Kilometres to the centre of the area's commune, one for each person of ``reach``."""


@dataclass(frozen=True)
class Plan:
    """One proposal before it is stored. ``guests`` pairs a professional's id with the reasons to invite them."""

    area_id: int
    commune_insee: str
    pathway_id: int
    host_id: int
    venue_id: int | None
    slot: Slot
    capacity: int
    guests: list[tuple[int, list[dict[str, object]]]]
    facts: dict[str, object]


def compute(situation: Situation, count: int) -> list[Plan]:
    """At most ``count`` plans that complete each other, best first. The same situation gives the same plans."""
    sites = candidate_sites(situation)
    if not sites:
        return []
    weight = np.array([weigh(person) for person in situation.people])
    capacity = np.array([site_capacity(site) for site in sites])
    # Twice as many as shown: a site whose people all sit at better ones is passed over below.
    chosen = choose_sites([site.reach for site in sites], weight, capacity, 2 * count)
    school = school_holidays()
    days = candidate_days(situation.today, public_holidays=public_holidays(), school_holidays=school)
    plans: list[Plan] = []
    taken_days: set[date] = set()
    taken_people: set[int] = set()
    for step in chosen.steps:
        site = sites[step.site]
        busy = situation.taken_days.get(site.area.commune_insee, set())
        slot = choose_slot(days, area_days=busy, run_days=taken_days, school_known_until=school.known_until)
        plan = slot and _plan(situation, sites, step, slot, weight, taken_people)
        if plan:
            plans.append(plan)
            taken_days.add(plan.slot.day)
        if len(plans) == count:
            break
    return plans


def weigh(person: Person) -> float:
    """How much inviting this person is worth: facts that they can see."""
    return priority(person.times_invited, person.months_since, person.is_newcomer)


def site_capacity(site: Site) -> int:
    """A table of two dozen, fewer where the room is smaller."""
    return min(PLACES, site.venue.capacity if site.venue else PLACES)


def candidate_sites(situation: Situation) -> list[Site]:
    """Every area × pathway with enough people within reach and someone to ask for a room."""
    spots = [(index, spot) for index, person in enumerate(situation.people) for spot in person.spots]
    if not spots or not situation.areas:
        return []
    every = kilometres_within(situation.areas, [spot for _, spot in spots])
    owners = np.array([index for index, _ in spots])
    nearest = np.full((len(situation.people), len(situation.areas)), np.inf)
    np.minimum.at(nearest, owners, every)
    sites = []
    for column, area in enumerate(situation.areas):
        host = situation.hosts.get(area.commune_insee)
        if host is None:
            continue
        venue = _largest(situation.venues[host.id])
        for pathway_id in sorted(situation.members):
            if (area.id, pathway_id) in situation.dismissed:
                continue
            if (pathway_id, area.commune_insee) in situation.recent:
                continue
            members = np.array(situation.members[pathway_id])
            reach = members[np.isfinite(nearest[members, column])]
            if reach.size >= FEWEST_PEOPLE:
                sites.append(Site(area, pathway_id, host, venue, reach, nearest[reach, column]))
    return sites


def _largest(venues: Sequence[Venue]) -> Venue | None:
    return max(venues, key=lambda venue: (venue.capacity, -venue.id), default=None)


def _plan(
    situation: Situation,
    sites: list[Site],
    step: Step,
    slot: Slot,
    weight: NDArray[np.float64],
    taken: set[int],
) -> Plan | None:
    site = sites[step.site]
    free = np.array([index not in taken for index in site.reach])
    reach, km = site.reach[free], site.km[free]
    if reach.size < FEWEST_PEOPLE:
        return None
    family = np.array([FAMILIES.index(situation.people[index].family) for index in reach])
    selection = choose_guests(weight[reach], km, family, site_capacity(site))
    guests = [(int(reach[position]), float(km[position])) for position in selection.guests]
    taken.update(index for index, _ in guests)
    ids = [situation.people[index].id for index, _ in guests]
    return Plan(
        area_id=site.area.id,
        commune_insee=site.area.commune_insee,
        pathway_id=site.pathway_id,
        host_id=site.host.id,
        venue_id=site.venue.id if site.venue else None,
        slot=slot,
        capacity=site_capacity(site),
        guests=[
            (situation.people[index].id, _reasons(situation, site, index, distance, picked, ids))
            for (index, distance), picked in zip(guests, selection.picked, strict=True)
        ],
        facts=_facts(situation, sites, step, guests, ids),
    )


def _reasons(
    situation: Situation, site: Site, index: int, km: float, picked: Picked, ids: Sequence[int]
) -> list[dict[str, object]]:
    person = situation.people[index]
    strangers = sum(tuple(sorted((person.id, other))) not in situation.met for other in ids if other != person.id)
    reasons: list[dict[str, object]] = [
        {"code": "pathway", "name": situation.pathways[site.pathway_id].name},
        {"code": "distance", "km": round(km, 1)},
    ]
    if person.times_invited == 0:
        reasons.append({"code": "never_invited"})
    elif person.months_since is not None:
        reasons.append({"code": "months_since", "months": round(person.months_since)})
    if picked is Picked.MIX:
        reasons.append({"code": "family", "label": person.family.label})
    reasons.append({"code": "new_people", "count": strangers})
    return reasons


def _facts(
    situation: Situation, sites: list[Site], step: Step, guests: list[tuple[int, float]], ids: Sequence[int]
) -> dict[str, object]:
    """The numbers from which the proposal's sentences are written; plain JSON."""
    site = sites[step.site]
    people = [situation.people[index] for index, _ in guests]
    families = Counter(person.family for person in people)
    reachable = {situation.people[index].family for index in site.reach}
    last = situation.last_meetups.get((site.pathway_id, site.area.commune_insee))
    other = sites[step.runner_up] if step.runner_up is not None else None
    return {
        "people_in_reach": int(site.reach.size),
        "never_invited": sum(situation.people[index].times_invited == 0 for index in site.reach),
        "never_invited_seated": sum(person.times_invited == 0 for person in people),
        "families": {family.value: families[family] for family in FAMILIES if families[family]},
        "missing_families": [family.value for family in FAMILIES if family not in reachable and family != "autre"],
        "pairs": len(ids) * (len(ids) - 1) // 2,
        "new_pairs": situation.new_pairs(ids),
        "mean_km": round(float(np.mean([km for _, km in guests])), 1),
        "radius_km": site.area.radius_km,
        "communes": len(site.area.communes),
        "months_since_last": round((situation.today - last.date()).days / MONTH_DAYS) if last else None,
        "runner_up": f"{situation.pathways[other.pathway_id].name}, {other.area.name}" if other else None,
    }
