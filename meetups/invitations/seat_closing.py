"""Seats asked for that something else settles: the person is invited, or the meetup moves or is called off."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.installation import find_installation
from meetups.invitations import seat_emails
from meetups.invitations.models import SeatRequest
from meetups.invitations.rules import SeatRequestStatus
from meetups.invitations.seat_queries import open_seat_requests
from meetups.outbox import services as outbox
from meetups.outbox.services import Mail
from meetups.planning.models import Meetup


def settle_by_invitation(session: Session, meetup_id: int, people: Collection[int], now: datetime) -> None:
    """Whoever is invited asks for nothing any more: their invitation is the answer. ``people`` are ids. Flushes."""
    waiting = session.scalars(
        select(SeatRequest).where(
            SeatRequest.meetup_id == meetup_id,
            SeatRequest.professional_id.in_(people),
            SeatRequest.status == SeatRequestStatus.ASKED,
        )
    ).all()
    _close(session, waiting, SeatRequestStatus.GRANTED, now)


def call_off_requests(session: Session, meetup: Meetup, *, now: datetime) -> tuple[int, int]:
    """Close what waited for a meetup that is off, and say why: (mails that leave, people to telephone)."""
    waiting = open_seat_requests(session, meetup.id)
    _close(session, waiting, SeatRequestStatus.DECLINED, now)
    return _tell(session, waiting, seat_emails.seat_cancelled_mail, now)


def tell_move(session: Session, meetup: Meetup, *, now: datetime) -> tuple[int, int]:
    """Another date or place: what waits still waits, and its authors know: (mails, people to telephone)."""
    return _tell(session, open_seat_requests(session, meetup.id), seat_emails.seat_moved_mail, now)


def _close(session: Session, requests: Sequence[SeatRequest], status: SeatRequestStatus, now: datetime) -> None:
    for request in requests:
        request.status, request.decided_at = status, now
    session.flush()


def _tell(
    session: Session, requests: Sequence[SeatRequest], write: Callable[[SeatRequest], Mail], now: datetime
) -> tuple[int, int]:
    assert find_installation(session) is not None
    mailed = [request for request in requests if request.is_mailed]
    for request in mailed:
        outbox.enqueue(session, write(request), now=now)
    return len(mailed), len(requests) - len(mailed)
