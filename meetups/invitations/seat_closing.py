"""Seats asked for that something else settles: the person is invited, or the meetup moves or is called off."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.installation import find_installation
from meetups.invitations import seat_emails
from meetups.invitations.calls import add_other_call, is_untold, take_back_calls
from meetups.invitations.models import SeatRequest
from meetups.invitations.rules import CallReason, SeatRequestStatus
from meetups.invitations.seat_queries import open_seat_requests
from meetups.invitations.telling import Sent
from meetups.invitations.unsent import say_anew, take_back_all, untold_keys, untouched_keys
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


def call_off_requests(session: Session, meetup: Meetup, *, now: datetime) -> Sent:
    """Close what waited for a meetup that is off, and say why."""
    waiting = open_seat_requests(session, meetup.id)
    _close(session, waiting, SeatRequestStatus.DECLINED, now)
    return _tell(session, waiting, seat_emails.seat_cancelled_mail, CallReason.CANCELLED, now)


def tell_move(
    session: Session, meetup: Meetup, *, leaves: datetime, undoes: datetime | None = None, now: datetime
) -> Sent:
    """Another date or place: what waits still waits, and its authors know. ``undoes``: as in ``say_anew``."""
    asking = open_seat_requests(session, meetup.id)
    return _tell(session, asking, seat_emails.seat_moved_mail, CallReason.MOVED, now, leaves, undoes)


def hears_no_undoing(session: Session, request: SeatRequest, undoes: datetime) -> bool:
    """Whether its author learns nothing of a move that takes back what was decided since ``undoes``."""
    event = _event(request, CallReason.MOVED)
    untold = untold_keys(session, event, undoes) if request.is_mailed else is_untold(session, event, undoes)
    return bool(untold)


def _event(request: SeatRequest, reason: CallReason) -> str:
    return f"seat:{request.public_id}:{reason}"


def _close(session: Session, requests: Sequence[SeatRequest], status: SeatRequestStatus, now: datetime) -> None:
    for request in requests:
        request.status, request.decided_at = status, now
    session.flush()


def _tell(
    session: Session,
    requests: Sequence[SeatRequest],
    write: Callable[[SeatRequest], Mail],
    reason: CallReason,
    now: datetime,
    leaves: datetime | None = None,
    undoes: datetime | None = None,
) -> Sent:
    """What was written of an earlier change and has not left is replaced."""
    assert find_installation(session) is not None
    mailed = called = 0
    for request in requests:
        event, meetup, person = _event(request, reason), request.meetup, request.professional
        if not request.is_mailed:
            if undoes is not None and take_back_calls(session, event, undoes):
                continue
            called += 1
            key, untold = f"{event}:{meetup.sequence}", f"seat:{request.public_id}"
            add_other_call(session, meetup, person.full_name, person.phone, reason, key=key, replaces=untold, now=now)
        elif reason is CallReason.MOVED:
            mailed += say_anew(session, write(request), event, now=now, not_before=leaves or now, undoes=undoes)
        else:
            take_back_all(session, untouched_keys(session, _event(request, CallReason.MOVED)))
            outbox.enqueue(session, write(request), now=now)
            mailed += 1
    return Sent(mailed, called)
