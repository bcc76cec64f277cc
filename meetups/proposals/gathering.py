"""From rows to arrays: everyone who may be invited, everywhere they may be gathered, and what they lived together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import CarePathway, PracticePlace, Professional, professional_pathways
from meetups.directory.queries import may_be_invited
from meetups.geography.areas import Spot
from meetups.geography.models import Area
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import Attendance
from meetups.planning.models import Meetup, MeetupStatus
from meetups.venues.models import Host, Venue

MONTH_DAYS = 30.44
NEWCOMER_DAYS = 180
BREATHER = timedelta(days=90)
"""The same pathway is not proposed again in the same commune sooner."""


@dataclass(frozen=True)
class Person:
    """What the engine may know of someone: facts that they can see themselves."""

    id: int
    family: ProfessionFamily
    spots: tuple[Spot, ...]
    """Where they work; of those that an area holds, the nearest to its centre counts."""
    times_invited: int
    months_since: float | None
    is_newcomer: bool


@dataclass(frozen=True)
class Situation:
    """Everything that proposals are computed from, read in a fixed number of queries."""

    today: date
    people: Sequence[Person]
    members: dict[int, list[int]]
    """Care pathway id → indices of ``people`` who share it."""
    areas: Sequence[Area]
    pathways: dict[int, CarePathway]
    hosts: dict[str, Host]
    """INSEE code → the host that is asked there."""
    venues: dict[int, list[Venue]]
    """Host id → its rooms."""
    met: set[tuple[int, int]] = field(repr=False)
    """Pairs of professional ids that sat at one of our lunches, smaller id first."""
    last_meetups: dict[tuple[int, str], datetime]
    """(pathway id, INSEE code) → the latest meetup there."""
    recent: set[tuple[int, str]]
    """(pathway id, INSEE code) that met less than three months ago, or are about to."""
    taken_days: dict[str, set[date]]
    """INSEE code → days on which a meetup is already planned there."""
    dismissed: set[tuple[int, int]]
    """(area id, pathway id) that an organiser does not want to see now."""

    def new_pairs(self, ids: Iterable[int]) -> int:
        """Pairs among these people not yet met at our lunches."""
        return sum(pair not in self.met for pair in combinations(sorted(ids), 2))


def gather(session: Session, *, dismissed: set[tuple[int, int]], now: datetime) -> Situation:
    """Read the whole situation. The caller ends the transaction before computing."""
    people = _people(session, now)
    areas = session.scalars(
        select(Area).options(joinedload(Area.commune), selectinload(Area.communes)).order_by(Area.name, Area.id)
    ).all()
    hosts = session.scalars(select(Host).options(selectinload(Host.venues)).order_by(Host.id.desc())).all()
    return Situation(
        today=now.astimezone(ZoneInfo("Europe/Paris")).date(),
        people=people,
        members=_members(session, {person.id: index for index, person in enumerate(people)}),
        areas=areas,
        pathways={pathway.id: pathway for pathway in session.scalars(select(CarePathway))},
        hosts={host.commune_insee: host for host in hosts},
        venues={host.id: list(host.venues) for host in hosts},
        met=_pairs_that_met(session),
        last_meetups=_last_meetups(session, now),
        recent=recent_pairs(session, now),
        taken_days=_taken_days(session, now),
        dismissed=dismissed,
    )


def _people(session: Session, now: datetime) -> list[Person]:
    """Who may be invited: not gone, not on a pause, and not already on the list of a meetup to come."""
    busy = (
        select(Invitation.professional_id)
        .join(Invitation.meetup)
        .where(Invitation.withdrawn_at.is_(None), Meetup.status != MeetupStatus.CANCELLED, Meetup.starts_at > now)
    )
    rows = session.execute(
        select(Professional.id, Professional.family, Professional.created_at)
        .where(
            may_be_invited(now),
            Professional.id.not_in(busy),
        )
        .order_by(Professional.id)
    ).all()
    spots = defaultdict(list)
    for owner, lat, lon, insee in session.execute(
        select(
            PracticePlace.professional_id, PracticePlace.lat, PracticePlace.lon, PracticePlace.commune_insee
        ).order_by(PracticePlace.id)
    ):
        spots[owner].append(Spot(lat, lon, insee))
    invited = _times_invited(session)
    attended = _last_attended(session)
    return [
        Person(
            id=row.id,
            family=row.family,
            spots=tuple(spots[row.id]),
            times_invited=invited.get(row.id, 0),
            months_since=_months(attended[row.id], now) if row.id in attended else None,
            is_newcomer=(now - row.created_at).days <= NEWCOMER_DAYS,
        )
        for row in rows
        if spots[row.id]
    ]


def _months(since: datetime, now: datetime) -> float:
    return max((now - since).days / MONTH_DAYS, 0.0)


def _members(session: Session, index: dict[int, int]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    pairs = select(professional_pathways.c.pathway_id, professional_pathways.c.professional_id)
    for pathway_id, professional_id in session.execute(pairs.order_by(professional_pathways.c.professional_id)):
        if professional_id in index:
            members[pathway_id].append(index[professional_id])
    return members


def _times_invited(session: Session) -> dict[int, int]:
    counted = select(Invitation.professional_id, func.count()).where(Invitation.invited_at.is_not(None))
    return dict(session.execute(counted.group_by(Invitation.professional_id)).all())


def _last_attended(session: Session) -> dict[int, datetime]:
    latest = (
        select(Registration.professional_id, func.max(Meetup.starts_at))
        .join(Registration.meetup)
        .where(Registration.attendance == Attendance.ATTENDED)
        .group_by(Registration.professional_id)
    )
    return dict(session.execute(latest).all())


def _pairs_that_met(session: Session) -> set[tuple[int, int]]:
    tables: dict[int, list[int]] = defaultdict(list)
    seated = select(Registration.meetup_id, Registration.professional_id).where(
        Registration.attendance == Attendance.ATTENDED
    )
    for meetup_id, professional_id in session.execute(seated.order_by(Registration.professional_id)):
        tables[meetup_id].append(professional_id)
    return {pair for table in tables.values() for pair in combinations(table, 2)}


def _last_meetups(session: Session, now: datetime) -> dict[tuple[int, str], datetime]:
    latest = (
        select(Meetup.pathway_id, Meetup.commune_insee, func.max(Meetup.starts_at))
        .where(Meetup.status == MeetupStatus.PUBLISHED, Meetup.starts_at <= now)
        .group_by(Meetup.pathway_id, Meetup.commune_insee)
    )
    return {(pathway_id, insee): at for pathway_id, insee, at in session.execute(latest)}


def recent_pairs(session: Session, now: datetime) -> set[tuple[int, str]]:
    """(pathway id, INSEE code) of meetups planned, drafts included, or held less than ``BREATHER`` ago."""
    planned = select(Meetup.pathway_id, Meetup.commune_insee).where(
        Meetup.status != MeetupStatus.CANCELLED, Meetup.starts_at > now - BREATHER
    )
    return {(pathway_id, insee) for pathway_id, insee in session.execute(planned)}


def _taken_days(session: Session, now: datetime) -> dict[str, set[date]]:
    days: dict[str, set[date]] = defaultdict(set)
    planned = select(Meetup.commune_insee, Meetup.starts_at, Meetup.zone).where(
        Meetup.status != MeetupStatus.CANCELLED, Meetup.starts_at > now
    )
    for insee, starts_at, zone in session.execute(planned):
        days[insee].add(starts_at.astimezone(ZoneInfo(zone)).date())
    return days
