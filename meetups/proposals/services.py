"""Verbs about proposals: refresh the stored rows, turn one into a draft, put one aside."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.database import read_only
from meetups.directory.models import CarePathway
from meetups.geography.models import Area
from meetups.geography.naming import of_place
from meetups.invitations.guests import add_guests
from meetups.planning.models import Meetup, MeetupFormat
from meetups.planning.services import MeetupDetails, create_meetup
from meetups.proposals.candidates import Pin
from meetups.proposals.changes import Changes
from meetups.proposals.computing import Tell, compute
from meetups.proposals.errors import ProposalGone
from meetups.proposals.gathering import gather, recent_keys
from meetups.proposals.models import Proposal, ProposalGuest
from meetups.proposals.pinning import Key, kept_changes, known, pin_of
from meetups.proposals.plans import Plan
from meetups.proposals.settings import Preferences, load
from meetups.proposals.situation import Situation

PUT_ASIDE = timedelta(days=60)
TITLES = {
    MeetupFormat.BREAKFAST: "{pathway} : un petit-déjeuner pour faire connaissance, secteur {of_place}",
    MeetupFormat.COFFEE: "{pathway} : un café pour faire connaissance, secteur {of_place}",
    MeetupFormat.EVENING: "{pathway} : une soirée pour faire connaissance, secteur {of_place}",
}
TITLE = "{pathway} : faire connaissance, secteur {of_place}"


def refresh(
    session: Session, *, now: datetime, count: int | None = None, tell: Tell = lambda _stage, _count: None
) -> int:
    """Compute the proposals anew and store them; gives how many.

    Nothing is held while the engine works: the situation is read in a transaction of its own, which ends first.
    An area × pathway that stays keeps its row, so that an open page still works. ``count``: other than what the
    settings say. ``tell`` is told each stage and a count. The caller commits.
    """
    session.rollback()
    # A session of its own, closed before anything is computed.
    with read_only(), Session(session.get_bind(Proposal)) as reader:
        read = read_all(reader, now)
    tell("read", len(read.situation.people))
    preferences = read.preferences if count is None else replace(read.preferences, meetups=count)
    return _write(session, compute(read.situation, preferences, read.pins, tell), read.kept, now)


@dataclass(frozen=True)
class Read:
    """All that a computation needs."""

    situation: Situation
    preferences: Preferences
    kept: dict[Key, Changes]
    pins: list[Pin]
    """What is kept, as far as it still holds."""


def read_all(session: Session, now: datetime) -> Read:
    """The situation of the whole association, its settings, and what organisers kept."""
    aside = _put_aside(session, now)
    situation = gather(session, dismissed=aside, now=now)
    kept = kept_changes(session, aside)
    ids = known(session, list(kept.values()))
    pins = [pin_of(key, changes, ids, situation.rooms, situation.today) for key, changes in kept.items()]
    return Read(situation, load(session), kept, pins)


def _write(session: Session, plans: list[Plan], kept: dict[Key, Changes], now: datetime) -> int:
    # What organisers prepared, changed or put aside meanwhile is theirs, and what they removed is gone.
    aside, recent, exists = _put_aside(session, now), recent_keys(session, now), _known(session)
    changed = {key for key, now_kept in kept_changes(session, ()).items() if now_kept != kept.get(key)}
    plans = [
        plan
        for plan in plans
        if (plan.area_id, plan.pathway_id) in exists - aside
        and not {(plan.pathway_id, plan.commune_insee), (plan.pathway_id, plan.area_id)} & recent
    ]
    current = select(Proposal).where(Proposal.meetup_id.is_(None)).options(selectinload(Proposal.guests))
    rows = {(row.area_id, row.pathway_id): row for row in session.scalars(current)}
    for rank, plan in enumerate(plans, start=1):
        key = plan.area_id, plan.pathway_id
        row = rows.pop(key, None)
        if row is None:
            row = Proposal(area_id=plan.area_id, pathway_id=plan.pathway_id)
            session.add(row)
        if key in changed:
            row.rank = rank
        else:
            store(session, row, rank, plan, kept.get(key, Changes()), now)
    for key, row in rows.items():
        if key not in changed and (row.dismissed_until is None or row.dismissed_until <= now):
            session.delete(row)
    session.flush()
    return len(plans)


def _known(session: Session) -> set[tuple[int, int]]:
    return set(product(session.scalars(select(Area.id)).all(), session.scalars(select(CarePathway.id)).all()))


def _put_aside(session: Session, now: datetime) -> set[tuple[int, int]]:
    aside = select(Proposal.area_id, Proposal.pathway_id).where(
        Proposal.meetup_id.is_(None), Proposal.dismissed_until > now
    )
    return {(area_id, pathway_id) for area_id, pathway_id in session.execute(aside)}


def store(session: Session, row: Proposal, rank: int, plan: Plan, changes: Changes, now: datetime) -> None:
    """Write a plan into its row, with the changes that it holds to. Flushes."""
    row.rank, row.computed_at, row.dismissed_until = rank, now, None
    row.commune_insee, row.host_id, row.venue_id = plan.commune_insee, plan.host_id, plan.venue_id
    row.format, row.changes = plan.format, changes.as_json()
    row.starts_at, row.ends_at, row.capacity = plan.slot.starts_at, plan.slot.ends_at, plan.capacity
    row.facts = plan.facts
    row.guests.clear()
    session.flush()
    row.guests.extend(
        ProposalGuest(professional_id=professional_id, position=position, reasons=reasons)
        for position, (professional_id, reasons) in enumerate(plan.guests)
    )
    session.flush()


def prepare(session: Session, proposal: Proposal, *, now: datetime) -> Meetup:
    """Make the draft that a proposal describes. Said twice, it gives the same draft."""
    found = locked(session, proposal.id)
    if found is None:
        raise ProposalGone
    proposal = found
    if proposal.meetup is not None:
        return proposal.meetup
    details = MeetupDetails(
        # An area's own name is a team's word: « secteur de Quartier de la gare » is no sentence. The sector, not the
        # place: the room may be in another of its communes, and change; pages and mails say where it is held.
        title=TITLES.get(proposal.format, TITLE).format(
            pathway=proposal.pathway.name, of_place=of_place(proposal.area.commune.name)
        ),
        format=proposal.format,
        pathway_id=proposal.pathway_id,
        area_id=proposal.area_id,
        commune_insee=proposal.commune_insee,
        starts_at=proposal.starts_at,
        ends_at=proposal.ends_at,
        capacity=proposal.capacity,
    )
    meetup = create_meetup(session, details, now=now)
    add_guests(session, meetup, [(guest.professional, guest.reasons) for guest in proposal.guests], now=now)
    proposal.meetup = meetup
    session.flush()
    return meetup


def put_aside(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Not now: the same area × pathway comes back in two months."""
    proposal.dismissed_until = now + PUT_ASIDE
    session.flush()


def take_back(session: Session, proposal: Proposal) -> None:
    """Undo ``put_aside``."""
    proposal.dismissed_until = None
    session.flush()


def locked(session: Session, proposal_id: int) -> Proposal | None:
    """The row as it is now, held, so that a double click makes one draft."""
    wanted = (
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .options(
            joinedload(Proposal.pathway),
            joinedload(Proposal.area).joinedload(Area.commune),
            selectinload(Proposal.guests).joinedload(ProposalGuest.professional),
        )
        .with_for_update(of=Proposal)
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
