"""Why here, why now, why these people: plain numbers, each of which a second computation finds again."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from meetups.planning.models import MeetupFormat
from meetups.proposals.candidates import Candidate, World
from meetups.proposals.choosing import Choice, Chosen
from meetups.proposals.days import EVERY_DAY
from meetups.proposals.sharing import Table
from meetups.proposals.situation import FAMILIES, MONTH_DAYS, BoolArray, IntArray, Met, empty

Facts = dict[str, object]


def new_pairs(met: Met, ids: Sequence[int]) -> int:
    """How many pairs of these people never sat at one of our meetups together."""
    came = [met.of(professional_id) for professional_id in ids]
    return sum(one.isdisjoint(other) for one, other in combinations(came, 2))


def reasons(world: World, table: Table, seated: IntArray) -> list[list[dict[str, object]]]:
    """For each of ``seated`` (positions in the table's people), why they are invited."""
    people, situation = world.situation.people, world.situation
    who = table.people[seated]
    ids = people.id[who].tolist()
    came = [situation.met.of(professional_id) for professional_id in ids]
    families = Counter(people.family[who].tolist())
    minutes = _minutes(table, who)
    said = []
    for row, person in enumerate(who.tolist()):
        given: list[dict[str, object]] = []
        if table.candidate.pathway_id in _pathways(world, person):
            given.append({"code": "pathway", "name": situation.pathways[table.candidate.pathway_id]})
        else:
            given.append({"code": "added_by_hand"})
        given.append({"code": "distance", "km": round(float(table.km[seated[row]]), 1)})
        if minutes is not None and np.isfinite(minutes[row]):
            given.append({"code": "minutes", "minutes": round(float(minutes[row]))})
        if people.times_invited[person] == 0:
            given.append({"code": "never_invited"})
        elif not np.isnan(people.months_since[person]):
            given.append({"code": "months_since", "months": round(float(people.months_since[person]))})
        else:
            given.append({"code": "never_came"})
        if people.is_newcomer[person]:
            given.append({"code": "newcomer"})
        if families[int(people.family[person])] == 1:
            given.append({"code": "family", "label": FAMILIES[people.family[person]].label})
        strangers = sum(came[row].isdisjoint(other) for at, other in enumerate(came) if at != row)
        given.append({"code": "new_people", "count": strangers})
        said.append(given)
    return said


def _pathways(world: World, person: int) -> set[int]:
    start = world.situation.member_start
    return set(world.situation.member_pathway[start[person] : start[person + 1]].tolist())


def _minutes(table: Table, who: IntArray) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    known = table.catchment.travel(table.candidate.room.insee, table.day).minutes
    if known is None or not len(table.catchment.people):
        return None
    at = np.searchsorted(table.catchment.people, who)
    at[at == len(table.catchment.people)] = 0
    return np.where(table.catchment.people[at] == who, known[at], np.inf)


def facts(world: World, table: Table, seated: IntArray) -> Facts:
    """What a proposal says of itself."""
    situation, candidate, zone = world.situation, table.candidate, table.candidate.zone
    people, who = situation.people, table.people[seated]
    here = _in_reach(table)
    families = Counter(FAMILIES[number] for number in people.family[who].tolist())
    reachable = {FAMILIES[number] for number in np.unique(people.family[here]).tolist()}
    past = world.history.of(zone.id, zone.insee, candidate.pathway_id)
    last = world.history.last(past)
    ids = people.id[who].tolist()
    slot = world.calendar.slot(table.day, candidate.format)
    minutes = _minutes(table, who)
    return {
        "people_in_reach": len(here),
        "never_invited": int((people.times_invited[here] == 0).sum()),
        "never_invited_seated": int((people.times_invited[who] == 0).sum()),
        "families": {family.value: families[family] for family in FAMILIES if families[family]},
        "missing_families": [each.value for each in FAMILIES if each not in reachable and each != "autre"],
        "pairs": len(ids) * (len(ids) - 1) // 2,
        "new_pairs": new_pairs(situation.met, ids),
        "mean_km": round(float(table.km[seated].mean()), 1) if len(ids) else 0.0,
        "mean_minutes": _mean(minutes),
        "radius_km": zone.radius_km,
        "centre": situation.names.get(zone.insee),
        "communes": len(zone.communes),
        "months_since_last": round((situation.today - last.starts_at.date()).days / MONTH_DAYS) if last else None,
        "last_format": last.format.value if last else None,
        "format": candidate.format.value,
        "commune": situation.names[candidate.room.insee],
        "never_asked": candidate.room.host_id is None,
        "notice_days": max(world.preferences.notice_days, candidate.room.notice_days),
        "warnings": world.calendar.warnings(table.day, candidate.room.insee),
        "school_holidays_known": slot.school_holidays_known,
        "hour": _whom_the_hour_excludes(world, table, here),
        "cut_off": _cut_off(world, table),
    }


def _mean(minutes: np.ndarray[tuple[int], np.dtype[np.float64]] | None) -> int | None:
    known = minutes[np.isfinite(minutes)] if minutes is not None else np.empty(0)
    return round(float(known.mean())) if len(known) else None


def _in_reach(table: Table) -> IntArray:
    """Those who share the pathway and can come by road that day, whatever the hour."""
    members = table.catchment.members.get(table.candidate.pathway_id, empty())
    near = np.isfinite(table.catchment.travel(table.candidate.room.insee, table.day).km[members])
    return table.catchment.people[members[near]].astype(np.int64)


def _whom_the_hour_excludes(world: World, table: Table, here: IntArray) -> Facts:
    """By family, those at work then; how many others ticked no such half-day, any day of the week; which hour would
    suit most of both. And how many ticked that hour on other days only: the day excludes them, not the hour."""
    weekday, format_ = table.day.weekday(), table.candidate.format
    family = world.situation.people.family[here]
    works = np.array([format_ in world.preferences.unavailable.get(each, ()) for each in FAMILIES])[family]
    comes = world.available(format_, (weekday,))[here]
    other_weekday = ~comes & world.available(format_, EVERY_DAY)[here]
    counts = Counter(family[works].tolist())
    left_out = here[~comes & ~other_weekday]
    others: dict[MeetupFormat, BoolArray] = {
        each: world.available(each, world.preferences.weekdays)[left_out]
        for each in world.preferences.formats
        if each is not format_
    }
    best = max(others, key=lambda each: int(others[each].sum()), default=None)
    return {
        "families": {FAMILIES[number].value: counts[number] for number in sorted(counts)},
        "half_days": int((~comes & ~works & ~other_weekday).sum()),
        "people": len(left_out),
        "other_weekday": int(other_weekday.sum()),
        "other": best.value if best is not None and others[best].any() else None,
        "other_people": int(others[best].sum()) if best is not None else 0,
    }


def _cut_off(world: World, table: Table) -> Facts | None:
    """How many share the pathway beyond a road that is closed that day, and in which communes."""
    members = table.catchment.members.get(table.candidate.pathway_id, empty())
    cut = table.catchment.travel(table.candidate.room.insee, table.day).is_cut_off
    count = int(cut[members].sum()) if len(cut) else 0
    if not count:
        return None
    codes = table.catchment.communes_cut_off(table.candidate.room.insee, table.day)
    return {"people": count, "communes": [world.situation.names.get(code, code) for code in codes]}


def whole(choice: Choice, served: float, meetups: int) -> Facts:
    """How good the whole plan is: what is served, beside what no other choice could pass."""
    bound = max(choice.bound, served)
    return {
        "meetups": meetups,
        "value": round(served, 6),
        "bound": round(bound, 6),
        "gap": round((bound - served) / bound, 6) if bound > 0 else 0.0,
    }


def beside_others(world: World, step: Chosen, own: Candidate, other: Candidate | None, value: float) -> Facts:
    """What the whole choice would lose without this meetup, and with the next best one in its place: shares of it."""
    runner_up: Facts | None = None
    if other is not None:
        runner_up = {
            "area": other.zone.name,
            "pathway": world.situation.pathways[other.pathway_id],
            "commune": world.situation.names[other.room.insee],
            "is_elsewhere_only": other.key == own.key,
            "loss": _share(step.runner_up_loss, value),
            "is_exact": step.is_exact,
        }
    return {"lost": _share(step.lost, value), "runner_up": runner_up}


def _share(part: float, value: float) -> float:
    return round(part / value, 6) if value > 0 else 0.0


def only_here(table: Table, seated: IntArray, tables: Sequence[Table]) -> int:
    """How many of the guests no other meetup of the plan could seat."""
    elsewhere = [other.people for other in tables if other is not table]
    return int((~np.isin(table.people[seated], np.concatenate([empty(), *elsewhere]))).sum())
