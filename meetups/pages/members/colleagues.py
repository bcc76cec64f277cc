"""« Des collègues à connaître »: same patients, other professions, never met at our tables; and where to meet them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from meetups import clock
from meetups.accounts.access import require_account, signed_in
from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import PracticePlace, Professional, professional_pathways
from meetups.directory.search import Listed, is_listed, name_among, with_namesakes
from meetups.geography.distances import Point, crow_km_matrix
from meetups.geography.queries import in_box_around
from meetups.geography.text import fold
from meetups.invitations.models import Registration
from meetups.invitations.queries import was_there
from meetups.invitations.rules import RegistrationStatus
from meetups.pages.blueprint import blueprint
from meetups.pages.members.pace import check_pages
from meetups.pages.queries import own_professional
from meetups.planning.models import Meetup, MeetupStatus

NEAR_KM = 20.0
A_FAMILY = 2
"""Nobody scrolls through a directory here: the nearest of each family of professions."""


@dataclass(frozen=True)
class Colleague:
    """Someone to know, and the facts that say why."""

    listed: Listed
    pathways: Sequence[str]
    """Names of the care pathways that both follow, alphabetical."""
    km: float
    """As the crow flies, between their nearest places."""
    chance: Meetup | None
    """The next meetup on one of these pathways, near both."""
    both_come: bool
    """Both said yes to it, and the other agreed to be seen."""


class _Near(NamedTuple):
    family: ProfessionFamily
    km: float
    points: Collection[Point]
    pathway_ids: Collection[int]


@blueprint.get("/moi/collegues")
@signed_in
def colleagues() -> ResponseReturnValue:
    """By family of professions, in the order of first names. Only people who agreed to stand in the directory."""
    session, now = db.session(), clock.utc_now()
    check_pages(require_account(), now)
    person = own_professional(session, require_account())
    found = colleagues_of(session, person, now=now) if person else []
    by_family: dict[ProfessionFamily, list[Colleague]] = defaultdict(list)
    for colleague in found:
        by_family[colleague.listed.person.family].append(colleague)
    return render_template(
        "pages/members/colleagues.html",
        person=person,
        families=[(family, by_family[family]) for family in ProfessionFamily if by_family[family]],
        near_km=NEAR_KM,
    )


def colleagues_of(session: Session, person: Professional, *, now: datetime) -> list[Colleague]:
    """The nearest of each other family who share a pathway and never met this person; six queries at most."""
    near = _nearby(session, person, now)
    for met in _met(session, person, near, now):
        del near[met]
    chosen = _nearest_of_each_family(near)
    if not chosen:
        return []
    people = session.scalars(select(Professional).where(Professional.id.in_(chosen))).all()
    shared = with_namesakes(session, people)
    names = {pathway.id: pathway.name for pathway in person.pathways}
    meetups = _meetups_to_come(session, person, now)
    coming = _coming(session, [meetup.id for meetup in meetups], [person.id, *chosen])
    found = []
    for other in people:
        facts = near[other.id]
        chance = _chance(meetups, facts)
        both = chance is not None and {(chance.id, person.id), (chance.id, other.id)} <= coming
        found.append(
            Colleague(
                listed=Listed(other, name_among(other, is_shared=other.id in shared)),
                pathways=sorted((names[each] for each in facts.pathway_ids), key=fold),
                km=facts.km,
                chance=chance,
                both_come=both and other.is_seen_by_guests,
            )
        )
    return sorted(found, key=lambda each: (fold(each.listed.name), each.listed.person.id))


def _nearby(session: Session, person: Professional, now: datetime) -> dict[int, _Near]:
    """Listed people of other families within reach of one of this person's places, on a shared pathway: one query."""
    if not person.places or not person.pathways:
        return {}
    other = aliased(PracticePlace)
    rows = session.execute(
        select(Professional.id, Professional.family, other.lat, other.lon, professional_pathways.c.pathway_id)
        .join(other, other.professional_id == Professional.id)
        .join(professional_pathways, professional_pathways.c.professional_id == Professional.id)
        .where(
            is_listed(now),
            Professional.id != person.id,
            Professional.family != person.family,
            professional_pathways.c.pathway_id.in_([pathway.id for pathway in person.pathways]),
            or_(*(and_(*in_box_around(place.lat, place.lon, NEAR_KM, other)) for place in person.places)),
        )
    )
    family: dict[int, ProfessionFamily] = {}
    points: dict[int, set[Point]] = defaultdict(set)
    pathways: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        family[row.id] = row.family
        points[row.id].add((row.lat, row.lon))
        pathways[row.id].add(row.pathway_id)
    mine = [(place.lat, place.lon) for place in person.places]
    km = {each: _km_between(mine, points[each]) for each in family}
    return {
        each: _Near(family[each], km[each], points[each], pathways[each]) for each in family if km[each] <= NEAR_KM
    }


def _km_between(some: Collection[Point], others: Collection[Point]) -> float:
    return float(crow_km_matrix(list(some), list(others)).min())


def _met(session: Session, person: Professional, others: Collection[int], now: datetime) -> set[int]:
    """Those among ``others`` with whom this person already sat at one of our meetups: one query."""
    mine, theirs = aliased(Registration), aliased(Registration)
    rows = session.scalars(
        select(theirs.professional_id)
        .join(mine, mine.meetup_id == theirs.meetup_id)
        .join(Meetup, Meetup.id == theirs.meetup_id)
        .where(
            mine.professional_id == person.id,
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.ends_at <= now,
            was_there(mine),
            was_there(theirs),
        )
    )
    return set(rows) & set(others)


def _nearest_of_each_family(near: Mapping[int, _Near]) -> list[int]:
    by_family: dict[ProfessionFamily, list[int]] = defaultdict(list)
    for each in sorted(near, key=lambda each: (near[each].km, each)):
        by_family[near[each].family].append(each)
    return [each for people in by_family.values() for each in people[:A_FAMILY]]


def _meetups_to_come(session: Session, person: Professional, now: datetime) -> Sequence[Meetup]:
    """Announced on one of this person's pathways and near one of their places, soonest first: one query."""
    wanted = select(Meetup).where(
        Meetup.status == MeetupStatus.PUBLISHED,
        Meetup.starts_at > now,
        Meetup.pathway_id.in_([pathway.id for pathway in person.pathways]),
    )
    meetups = session.scalars(wanted.options(joinedload(Meetup.commune)).order_by(Meetup.starts_at, Meetup.id)).all()
    mine = [(place.lat, place.lon) for place in person.places]
    return [meetup for meetup in meetups if _km_between(mine, [meetup.commune.point]) <= NEAR_KM]


def _coming(session: Session, meetup_ids: Collection[int], people: Iterable[int]) -> set[tuple[int, int]]:
    """(meetup id, professional id) of those who said yes: one query, none without a meetup."""
    if not meetup_ids:
        return set()
    wanted = select(Registration.meetup_id, Registration.professional_id).where(
        Registration.meetup_id.in_(meetup_ids),
        Registration.professional_id.in_(people),
        Registration.status == RegistrationStatus.GOING,
    )
    return {(meetup_id, professional_id) for meetup_id, professional_id in session.execute(wanted)}


def _chance(meetups: Iterable[Meetup], other: _Near) -> Meetup | None:
    """The first of ``meetups`` on a pathway that this colleague follows too, near them as well."""
    return next(
        (
            meetup
            for meetup in meetups
            if meetup.pathway_id in other.pathway_ids and _km_between(other.points, [meetup.commune.point]) <= NEAR_KM
        ),
        None,
    )
