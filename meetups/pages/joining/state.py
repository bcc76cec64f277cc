"""Where one reader stands with one lunch: what the page offers them, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meetups.directory.models import Professional
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import RegistrationStatus, SeatRequestStatus
from meetups.invitations.seat_queries import seat_request_of
from meetups.invitations.seats import meals_are_ordered
from meetups.invitations.signing_up import may_sign_up
from meetups.planning.models import Meetup, Openness
from meetups.web.tokens import Purpose, sign_link

Mode = Literal[
    "cancelled",
    "past",
    "going",
    "invited",
    "waiting",
    "asked",
    "declined",
    "full",
    "wait",
    "closed",
    "open",
    "members",
    "ask",
]


@dataclass(frozen=True)
class LunchState:
    """``answer_url`` leads to the person's own answer page: for « invited », « going » and « waiting ».

    « members »: open to members, and this reader is not one yet. « declined »: the organiser said « not this time ».
    « wait »: every place is held, and this reader may join the waiting list. « closed »: the meals are ordered.
    """

    mode: Mode
    answer_url: str | None = None


def lunch_state(session: Session, meetup: Meetup, professional: Professional | None, now: datetime) -> LunchState:
    """What to offer: two queries for someone we know, none for a stranger. Not for drafts, which nobody sees."""
    if meetup.is_cancelled:
        return LunchState("cancelled")
    if meetup.is_past(now):
        return LunchState("past")
    invitation = _live_invitation(session, meetup, professional) if professional else None
    if invitation is not None:
        return LunchState(_said(invitation.registration), answer_path(invitation))
    asked = seat_request_of(session, meetup, professional) if professional else None
    if asked is not None and asked.status is SeatRequestStatus.ASKED and meetup.openness is Openness.INVITED:
        return LunchState("asked")
    if meals_are_ordered(meetup, now):
        return LunchState("closed")
    if may_sign_up(meetup, professional):
        return LunchState("wait" if meetup.is_full else "open")
    if meetup.is_full:
        return LunchState("full")
    if meetup.openness is Openness.MEMBERS:
        return LunchState("members")
    return LunchState("declined" if asked is not None and asked.status is SeatRequestStatus.DECLINED else "ask")


def answer_path(invitation: Invitation) -> str:
    """The guest's page, as a path of ours."""
    token = sign_link(Purpose.INVITATION, invitation.public_id, invitation.link_version)
    return url_for("invitations.answer", token=token, _external=False)


def _said(registration: Registration | None) -> Mode:
    status = registration.status if registration else None
    if status is RegistrationStatus.WAITING:
        return "waiting"
    return "going" if status is RegistrationStatus.GOING else "invited"


def _live_invitation(session: Session, meetup: Meetup, professional: Professional) -> Invitation | None:
    return session.scalar(
        select(Invitation)
        .where(
            Invitation.meetup_id == meetup.id,
            Invitation.professional_id == professional.id,
            Invitation.invited_at.is_not(None),
            Invitation.withdrawn_at.is_(None),
        )
        .options(joinedload(Invitation.registration))
    )
