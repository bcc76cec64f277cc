"""Reads about seats that were asked for."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from meetups.directory.models import PracticePlace, Professional
from meetups.invitations.models import SeatRequest
from meetups.invitations.rules import SeatRequestStatus
from meetups.planning.models import Meetup


def seat_request_of(session: Session, meetup: Meetup, professional: Professional) -> SeatRequest | None:
    """What this person asked for at this meetup, whatever became of it."""
    return session.scalar(
        select(SeatRequest).where(SeatRequest.meetup_id == meetup.id, SeatRequest.professional_id == professional.id)
    )


def seat_request_by_public_id(session: Session, meetup: Meetup, public_id: str) -> SeatRequest | None:
    """One request about this meetup, or ``None`` when it is about another."""
    return session.scalar(
        select(SeatRequest)
        .where(SeatRequest.public_id == public_id, SeatRequest.meetup_id == meetup.id)
        .options(joinedload(SeatRequest.professional))
    )


def open_seat_requests(session: Session, meetup_id: int) -> Sequence[SeatRequest]:
    """What waits for the organiser at one meetup, in the order of asking, with people and places: two queries."""
    return session.scalars(
        select(SeatRequest)
        .where(SeatRequest.meetup_id == meetup_id, SeatRequest.status == SeatRequestStatus.ASKED)
        .options(
            joinedload(SeatRequest.professional).selectinload(Professional.places).joinedload(PracticePlace.commune)
        )
        .order_by(SeatRequest.asked_at, SeatRequest.id)
    ).all()


def seat_request_counts(session: Session, meetup_ids: Collection[int]) -> Mapping[int, int]:
    """How many seats are asked for at each meetup, and not decided: one query."""
    rows = session.execute(
        select(SeatRequest.meetup_id, func.count())
        .where(SeatRequest.meetup_id.in_(meetup_ids), SeatRequest.status == SeatRequestStatus.ASKED)
        .group_by(SeatRequest.meetup_id)
    )
    return dict(rows.all())
