"""The question put to a host, and its answers: by the link of the mail, or typed in after a call."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.outbox import services as outbox
from meetups.planning import emails
from meetups.planning.errors import RequestClosed, RequestStillOpen, RoomNeeded
from meetups.planning.models import HostChannel, HostingRequest, Meetup, RequestStatus
from meetups.planning.rules import Loan, loan_for, telephone_on
from meetups.planning.services import check_can_change, check_day, check_venue, move_meetup
from meetups.venues.models import Host, Venue


@dataclass(frozen=True)
class NewRoom:
    """A room that a host describes for the first time; the point is its commune's unless an address was found."""

    name: str
    address: str = ""
    lat: float | None = None
    lon: float | None = None


def request_room(
    session: Session,
    meetup: Meetup,
    host: Host,
    *,
    venue: Venue | None,
    needs: str,
    asked_by: Account | None,
    now: datetime,
    loan: Loan | None = None,
) -> HostingRequest:
    """Ask a host for a draft's date. Leaves a mail when the host has an address; else it is to be telephoned.

    Raises ``RequestStillOpen`` when another host has not been released yet.
    """
    check_can_change(meetup, now)
    if any(request.status.is_open for request in meetup.requests):
        raise RequestStillOpen
    for request in meetup.requests:
        if request.status is RequestStatus.ACCEPTED:  # its room is not the one any more
            release_host(session, request, now=now)
    loan = loan or loan_for(meetup.starts_at, meetup.ends_at)
    request = HostingRequest(
        meetup=meetup,
        host=host,
        venue=venue,
        head_count=meetup.capacity,
        starts_at=loan.starts_at,
        ends_at=loan.ends_at,
        needs=needs.strip(),
        asked_by_id=asked_by.id if asked_by else None,
        sent_at=now,
        back_by=telephone_on(now, meetup.starts_at),
    )
    session.add(request)
    session.flush()
    if host.email:
        outbox.enqueue(session, emails.hosting_request(request, asked_by), now=now)
    return request


def withdraw_request(session: Session, request: HostingRequest, *, now: datetime) -> None:
    """Take the question back, and say so to the host; a second call changes nothing."""
    if request.status is RequestStatus.WITHDRAWN:
        return
    _check_open(request)
    release_host(session, request, now=now)


def release_host(session: Session, request: HostingRequest, *, now: datetime, writes: bool = True) -> None:
    """The room is not needed any more, even if it was granted: the host is thanked and told.

    ``writes`` is false when somebody says so instead.
    """
    request.status = RequestStatus.WITHDRAWN
    session.flush()
    if writes and request.host.email:
        outbox.enqueue(session, emails.request_withdrawn(request), now=now)


def accept_request(
    session: Session,
    request: HostingRequest,
    *,
    venue: Venue | None,
    new_room: NewRoom | None,
    note: str,
    channel: HostChannel,
    now: datetime,
) -> None:
    """The host lends a room: the meetup gets its place. Raises ``RoomNeeded`` when none was named."""
    if request.is_to_confirm:  # the same room as before: guests know of it
        _check_can_answer(request, channel, now)
        _close(session, request, RequestStatus.ACCEPTED, note, channel, now)
    if request.status is RequestStatus.ACCEPTED:
        return
    _check_can_answer(request, channel, now)
    meetup = request.meetup
    described = _describe_room(session, request, new_room) if new_room and venue is None else None
    room = venue or described or request.venue
    if room is None:
        raise RoomNeeded
    check_venue(session, room.id, meetup.capacity, meetup.starts_at, meetup.ends_at, meetup)
    meetup.venue = room
    meetup.commune_insee = request.host.commune_insee
    meetup.changed_at = now
    request.venue = room
    _close(session, request, RequestStatus.ACCEPTED, note, channel, now)
    session.refresh(meetup)


def refuse_request(
    session: Session, request: HostingRequest, *, note: str, channel: HostChannel, now: datetime
) -> None:
    """The host says no; no explanation is ever required. A draft then has no room; guests were told of another's."""
    if request.status is RequestStatus.REFUSED:
        return
    _check_can_answer(request, channel, now)
    if request.is_to_confirm and request.meetup.is_draft:
        request.meetup.venue, request.meetup.changed_at = None, now
    _close(session, request, RequestStatus.REFUSED, note, channel, now)


def propose_other_slot(
    session: Session,
    request: HostingRequest,
    *,
    starts_at: datetime,
    note: str,
    channel: HostChannel,
    now: datetime,
) -> None:
    """The host offers another moment; the organiser decides. Raises ``BadDate`` for a moment that is past."""
    _check_can_answer(request, channel, now)
    if request.is_to_confirm:
        raise RequestClosed
    check_day(starts_at, now)
    request.other_starts_at = starts_at
    _close(session, request, RequestStatus.OTHER_SLOT, note, channel, now)


def take_other_slot(session: Session, request: HostingRequest, *, now: datetime) -> None:
    """The organiser takes the host's slot: the draft moves there, to the host's room.

    When the host named no room, its question stays open at the new date: accepting it names one.
    """
    if request.status is RequestStatus.ACCEPTED:
        return
    meetup = request.meetup
    if request.status is not RequestStatus.OTHER_SLOT or request.other_starts_at is None or not meetup.is_draft:
        raise RequestClosed
    length = meetup.ends_at - meetup.starts_at
    starts_at = request.other_starts_at
    move_meetup(session, meetup, starts_at=starts_at, ends_at=starts_at + length, venue_id=request.venue_id, now=now)
    meetup.commune_insee = request.host.commune_insee
    loan = loan_for(meetup.starts_at, meetup.ends_at)
    request.starts_at, request.ends_at = loan.starts_at, loan.ends_at
    request.back_by = telephone_on(now, starts_at)
    request.status = RequestStatus.ACCEPTED if request.venue_id else RequestStatus.SENT
    session.flush()
    if request.host.email:
        outbox.enqueue(session, emails.slot_taken(request), now=now)


def keep_looking(session: Session, request: HostingRequest, *, now: datetime) -> None:
    """The organiser cannot take the host's slot: the host is thanked and released."""
    withdraw_request(session, request, now=now)


def _describe_room(session: Session, request: HostingRequest, room: NewRoom) -> Venue | None:
    if not room.name.strip():
        return None
    commune = request.host.commune
    venue = Venue(
        host_id=request.host_id,
        name=room.name.strip(),
        address=room.address.strip(),
        lat=commune.lat if room.lat is None else room.lat,
        lon=commune.lon if room.lon is None else room.lon,
        capacity=request.head_count,
    )
    session.add(venue)
    session.flush()
    return venue


def _check_open(request: HostingRequest) -> None:
    if not request.status.is_open or request.meetup.is_cancelled:
        raise RequestClosed


def _check_can_answer(request: HostingRequest, channel: HostChannel, now: datetime) -> None:
    """By its link a host answers once; afterwards it calls, and the organiser types what was said.

    Once more when the meetup has moved since.
    """
    if request.is_to_confirm and not request.meetup.is_cancelled and not request.meetup.is_past(now):
        return
    _check_open(request)
    if channel is HostChannel.LINK and request.status is RequestStatus.OTHER_SLOT:
        raise RequestClosed
    if request.meetup.is_past(now) or not request.meetup.is_draft:
        raise RequestClosed


def _close(
    session: Session, request: HostingRequest, status: RequestStatus, note: str, channel: HostChannel, now: datetime
) -> None:
    is_again = request.is_to_confirm
    request.status = status
    request.answered_at = now
    request.answer_channel = channel
    request.answer_note = note.strip()
    session.flush()
    if channel is HostChannel.LINK and request.asked_by_id is not None:
        asker = session.get_one(Account, request.asked_by_id)
        outbox.enqueue(session, emails.host_answered(request, asker, is_again=is_again), now=now)
