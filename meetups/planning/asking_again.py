"""A meetup that moves asks its host again: the yes was to another date, or to another room."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.planning.models import HostingRequest, Meetup, RequestStatus
from meetups.planning.rules import loan_for, telephone_on
from meetups.web.filters import local


def ask_again(session: Session, request: HostingRequest, *, now: datetime) -> None:
    """The meetup stands at its new date and place: what was granted is to be confirmed for them, and what was refused
    meanwhile may be granted again. Flushes.
    """
    meetup = request.meetup
    loan = loan_for(meetup.starts_at, meetup.ends_at)
    request.starts_at, request.ends_at, request.venue = loan.starts_at, loan.ends_at, meetup.venue
    request.back_by = telephone_on(now, meetup.starts_at)
    if request.status is RequestStatus.REFUSED:
        request.status, request.answer_channel, request.answer_note = RequestStatus.ACCEPTED, None, ""
    if not request.is_to_confirm:
        request.sent_at = now
    session.flush()


def take_question_back(session: Session, request: HostingRequest, *, since: datetime) -> None:
    """The moves made since then are undone, and the host heard nothing of them: its yes stands. Flushes."""
    if request.is_to_confirm and request.sent_at >= since and request.answered_at is not None:
        request.sent_at = request.answered_at
        session.flush()


def has_answered_since(request: HostingRequest, since: datetime) -> bool:
    """Whether the host answered since then, on a page that shows the date, or to somebody who knew it."""
    return request.answered_at is not None and request.answered_at > since


def keeps_its_word(request: HostingRequest, since: datetime) -> bool:
    """Whether a host says nothing more when the moves made since then are undone: its yes was to that date."""
    has_said_yes = request.status is RequestStatus.ACCEPTED and request.answer_channel is not None
    return has_said_yes and not has_answered_since(request, since)


def to_confirm(meetup: Meetup) -> HostingRequest | None:
    """The question put again to whoever had lent the room: one at most."""
    return next((request for request in meetup.requests if request.is_to_confirm), None)


def lost_room(meetup: Meetup) -> HostingRequest | None:
    """The host that had lent the room of a published meetup, and cannot at the date to which it moved."""
    if meetup.is_draft or meetup.moved_from is None:
        return None
    moved_at = _moved(meetup, "at")
    refused = (each for each in meetup.requests if each.status is RequestStatus.REFUSED)
    here = (each for each in refused if each.venue_id == meetup.venue_id)
    return next((each for each in here if has_answered_since(each, moved_at)), None)


def kept_its_day(meetup: Meetup) -> bool:
    """Whether a published meetup moved within its day, or to another room; a draft's former date is not kept."""
    if meetup.moved_from is None:
        return False
    former = _moved(meetup, "starts_at")
    return local(former, meetup.zone).date() == local(meetup.starts_at, meetup.zone).date()


def _moved(meetup: Meetup, name: str) -> datetime:
    assert meetup.moved_from is not None, "a meetup that moved"
    return datetime.fromisoformat(json.loads(meetup.moved_from)[name])
