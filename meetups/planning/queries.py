"""Reads about meetups and rooms."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from meetups.planning.models import HostingRequest, Meetup, MeetupStatus, RequestStatus
from meetups.venues.models import Host, Venue
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


def meetups_in_rooms_of(session: Session, host: Host, since: datetime) -> Sequence[Meetup]:
    """Meetups that stand in a host's rooms since an instant, soonest first, with room and requests: two queries.

    A draft may only think of a room that nobody asked for: see its requests. Cancelled ones are left out.
    """
    wanted = (
        select(Meetup)
        .join(Meetup.venue)
        .where(Venue.host_id == host.id, Meetup.status != MeetupStatus.CANCELLED, Meetup.ends_at >= since)
        .options(contains_eager(Meetup.venue), selectinload(Meetup.requests))
    )
    return session.scalars(wanted.order_by(Meetup.starts_at, Meetup.id)).all()


def questions_to(session: Session, host: Host, now: datetime) -> Sequence[HostingRequest]:
    """What a host is still asked for days to come, soonest first, with meetup and room: one query.

    As on the page of a request: a draft whose date is past, or a meetup that found its room elsewhere, asks no more.
    """
    offered = HostingRequest.status == RequestStatus.OTHER_SLOT
    at = case((offered, HostingRequest.other_starts_at), else_=Meetup.starts_at)
    wanted = (
        select(HostingRequest)
        .join(HostingRequest.meetup)
        .where(
            HostingRequest.host_id == host.id,
            HostingRequest.status.in_([status for status in RequestStatus if status.is_open]),
            Meetup.status == MeetupStatus.DRAFT,
            Meetup.starts_at > now,
            at > now,
        )
        .options(contains_eager(HostingRequest.meetup), joinedload(HostingRequest.venue))
    )
    return session.scalars(wanted.order_by(at, HostingRequest.id)).all()
