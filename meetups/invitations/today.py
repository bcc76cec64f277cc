"""Whom to ring once a meetup was called off or put off in a hurry: hosts first, then those without e-mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meetups.geography.text import fold
from meetups.invitations.models import Call, Invitation
from meetups.invitations.rules import CallReason
from meetups.planning.models import Meetup

NEWS = (CallReason.MOVED, CallReason.CANCELLED, CallReason.PROVIDER)
LASTS = timedelta(hours=36)
"""How long the list stays on the page: past it, the page of all calls shows what is left."""


@dataclass(frozen=True)
class Ring:
    """One call to make. ``is_mailed``: a mail left as well, which they may not read in time."""

    call: Call
    is_mailed: bool

    @property
    def rank(self) -> tuple[bool, bool, str, int]:
        """Providers, then those whom no mail reaches, then by first name."""
        return self.call.invitation_id is not None, self.is_mailed, fold(self.call.name), self.call.id


def to_ring(session: Session, meetup: Meetup, *, now: datetime) -> list[Ring]:
    """The calls that the last change asks for, done or not: one query, in an order that ticking does not change.

    Who was told of an earlier one is told again: that call gives way.
    """
    calls = session.scalars(
        select(Call)
        .where(Call.meetup_id == meetup.id, Call.reason.in_(NEWS), Call.created_at > now - LASTS)
        .options(joinedload(Call.invitation).joinedload(Invitation.professional))
        .order_by(Call.created_at, Call.id)
    )
    latest = {call.invitation_id or (call.name, call.phone): call for call in calls}
    rings = [Ring(call, bool(call.invitation and call.invitation.professional.email)) for call in latest.values()]
    return sorted(rings, key=lambda ring: ring.rank)
