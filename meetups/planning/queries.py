"""Reads about meetups and rooms."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.planning.models import HostingRequest, Meetup, MeetupStatus
from meetups.web.tokens import BadLink, ExpiredLink, Purpose, read_link


def _with_everything() -> Select[Meetup]:
    return select(Meetup).options(
        joinedload(Meetup.pathway),
        joinedload(Meetup.commune),
        joinedload(Meetup.venue),
        selectinload(Meetup.requests).joinedload(HostingRequest.host),
    )


def meetup_by_public_id(session: Session, public_id: str) -> Meetup | None:
    """One meetup with its place, pathway and requests, or ``None``."""
    return session.scalar(_with_everything().where(Meetup.public_id == public_id))


def current_meetups(session: Session, now: datetime, limit: int = 50) -> Sequence[Meetup]:
    """Drafts and published meetups to come, soonest first, and those of the last fortnight."""
    wanted = _with_everything().where(
        Meetup.status != MeetupStatus.CANCELLED, Meetup.starts_at > now - timedelta(days=14)
    )
    return session.scalars(wanted.order_by(Meetup.starts_at, Meetup.id).limit(limit)).all()


def request_by_link(session: Session, token: str) -> HostingRequest:
    """The request that a host's link opens. Raises ``BadLink``, or ``ExpiredLink`` for a link that was replaced."""
    link = read_link(Purpose.HOST, token)
    request = session.scalar(
        select(HostingRequest)
        .where(HostingRequest.public_id == link.public_id)
        .options(
            joinedload(HostingRequest.host),
            joinedload(HostingRequest.venue),
            joinedload(HostingRequest.meetup).joinedload(Meetup.pathway),
        )
    )
    if request is None:
        raise BadLink
    if link.version != request.link_version:
        raise ExpiredLink
    return request
