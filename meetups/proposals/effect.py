"""The effect of settings before they are saved: what the proposals would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from meetups.database import read_only
from meetups.geography.naming import town_hall_name
from meetups.planning.models import MeetupFormat
from meetups.proposals.computing import compute
from meetups.proposals.models import Proposal
from meetups.proposals.plans import Plan
from meetups.proposals.services import read_all
from meetups.proposals.settings import Preferences, check
from meetups.proposals.situation import Situation


@dataclass(frozen=True)
class Line:
    """One proposal under some preferences."""

    area: str
    pathway: str
    commune: str
    host_name: str
    format: MeetupFormat
    starts_at: datetime
    people: int
    rank: int
    rank_before: int | None
    """Among those of the preferences that hold; None: it enters."""


@dataclass(frozen=True)
class Totals:
    """All proposals together."""

    proposals: int
    people: int
    never_invited: int
    """Of the people proposed."""
    families: int
    """Different ones at a meetup, on average over meetups, rounded."""
    mean_km: float
    """From the people proposed to their meetup, as the crow flies."""


@dataclass(frozen=True)
class Effect:
    """``lines``: what the proposals would be, best first; ``leaving``: those that hold now and would not any more."""

    lines: list[Line]
    leaving: list[Line]
    before: Totals
    after: Totals


def effect(session: Session, preferences: Preferences, *, now: datetime) -> Effect:
    """Compute under the preferences that hold and under these; nothing is written. Raises ``WrongPreference``.

    Nothing is held meanwhile: what the session had not committed is rolled back.
    """
    check(preferences)
    session.rollback()
    with read_only(), Session(session.get_bind(Proposal)) as reader:
        read = read_all(reader, now)
    before = compute(read.situation, read.preferences, read.pins)
    after = compute(read.situation, preferences, read.pins)
    ranks = {(plan.area_id, plan.pathway_id): rank for rank, plan in enumerate(before, start=1)}
    stay = {(plan.area_id, plan.pathway_id) for plan in after}
    return Effect(
        lines=[
            _line(read.situation, plan, rank, ranks.get((plan.area_id, plan.pathway_id)))
            for rank, plan in enumerate(after, start=1)
        ],
        leaving=[
            _line(read.situation, plan, rank, rank)
            for rank, plan in enumerate(before, start=1)
            if (plan.area_id, plan.pathway_id) not in stay
        ],
        before=_totals(before),
        after=_totals(after),
    )


def _line(situation: Situation, plan: Plan, rank: int, rank_before: int | None) -> Line:
    area = next(zone.name for zone in situation.zones if zone.id == plan.area_id)
    commune = situation.names[plan.commune_insee]
    return Line(
        area=area,
        pathway=situation.pathways[plan.pathway_id],
        commune=commune,
        host_name=situation.host_names.get(plan.host_id or 0) or town_hall_name(commune),
        format=plan.format,
        starts_at=plan.slot.starts_at,
        people=len(plan.guests),
        rank=rank,
        rank_before=rank_before,
    )


def _totals(plans: Sequence[Plan]) -> Totals:
    facts: list[dict[str, Any]] = [plan.facts for plan in plans]
    people = [len(plan.guests) for plan in plans]
    km = sum(each["mean_km"] * count for each, count in zip(facts, people, strict=True))
    return Totals(
        proposals=len(plans),
        people=sum(people),
        never_invited=sum(each["never_invited_seated"] for each in facts),
        families=round(sum(len(each["families"]) for each in facts) / len(plans)) if plans else 0,
        mean_km=round(km / sum(people), 1) if plans else 0.0,
    )
