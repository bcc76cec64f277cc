"""Reads of stored proposals."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.geography.models import Area
from meetups.proposals.models import Proposal, ProposalGuest


def _named() -> Select[Proposal]:
    return select(Proposal).options(joinedload(Proposal.area), joinedload(Proposal.pathway))


def _shown() -> Select[Proposal]:
    return _named().options(
        joinedload(Proposal.area).joinedload(Area.commune),
        joinedload(Proposal.commune),
        joinedload(Proposal.host),
        joinedload(Proposal.venue),
        selectinload(Proposal.guests).joinedload(ProposalGuest.professional),
    )


def current_proposals(session: Session, now: datetime, limit: int = 8) -> Sequence[Proposal]:
    """Ranked proposals that were neither prepared nor put aside, without their guests: one query."""
    wanted = _named().where(
        Proposal.meetup_id.is_(None),
        Proposal.starts_at > now,
        or_(Proposal.dismissed_until.is_(None), Proposal.dismissed_until <= now),
    )
    return session.scalars(wanted.order_by(Proposal.rank, Proposal.id).limit(limit)).all()


def proposal_by_public_id(session: Session, public_id: str) -> Proposal | None:
    """One proposal, prepared or not."""
    return session.scalar(_shown().where(Proposal.public_id == public_id))


def proposal_of(session: Session, meetup_id: int) -> Proposal | None:
    """The proposal that a meetup was prepared from, with whom it thought to ask for a room."""
    return session.scalar(_shown().where(Proposal.meetup_id == meetup_id))
