"""Reads of what came back, for the organisers' pages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from meetups.directory.models import Professional
from meetups.invitations.inbound.matching import addresses_of
from meetups.invitations.models import Invitation
from meetups.outbox.models import InboundMessage, InboundState
from meetups.planning.models import Meetup

WAITING = (InboundState.TO_READ, InboundState.TO_DECIDE)
"""What waits for a person."""
MOST_MEETUPS = 50


@dataclass(frozen=True)
class Received:
    """A message with the guest and the meetup that it is about, if that is known."""

    message: InboundMessage
    invitation: Invitation | None
    meetup: Meetup | None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to look at it."""
        return self.message.state in WAITING

    @property
    def sender(self) -> Professional | None:
        """The guest, when the mail comes from one of their addresses: another may write about their invitation."""
        person = self.invitation.professional if self.invitation else None
        return person if person and self.message.from_address in addresses_of(person) else None


def received(session: Session, *, about: str | None = None, skip: int, limit: int) -> list[Received]:
    """Those that wait for a person first, then the others, the newest first in each: one query."""
    order = case((InboundMessage.state.in_(WAITING), 0), else_=1), InboundMessage.id.desc()
    wanted = _with_guests().where(*_about(about)).order_by(*order).offset(skip).limit(limit)
    return _rows(session, wanted)


def message_by_public_id(session: Session, public_id: str) -> Received | None:
    """One message, with its bytes."""
    wanted = _with_guests().where(InboundMessage.public_id == public_id).options(undefer(InboundMessage.raw))
    return next(iter(_rows(session, wanted)), None)


def waiting_count(session: Session, about: str | None = None) -> int:
    """How many messages wait for a person, of one meetup (its public id) or of all: one query."""
    wanted = select(func.count()).select_from(InboundMessage)
    return session.scalar(wanted.where(InboundMessage.state.in_(WAITING), *_about(about))) or 0


def messages_of(session: Session, person: Professional, invitations: Collection[str], limit: int) -> list[Received]:
    """What somebody wrote, or what came about their ``invitations`` (public ids), the newest first: one query."""
    theirs = or_(
        InboundMessage.from_address.in_(addresses_of(person)),
        InboundMessage.concerns.in_(invitations),
    )
    return _rows(session, _with_guests().where(theirs).order_by(InboundMessage.id.desc()).limit(limit))


def meetups_written_about(session: Session) -> Sequence[Meetup]:
    """Meetups with messages, the latest first: one query."""
    named = select(InboundMessage.about).where(InboundMessage.about.is_not(None))
    wanted = select(Meetup).where(Meetup.public_id.in_(named)).options(joinedload(Meetup.commune))
    return session.scalars(wanted.order_by(Meetup.starts_at.desc(), Meetup.id).limit(MOST_MEETUPS)).all()


def _about(public_id: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if public_id is None else (InboundMessage.about == public_id,)


def _with_guests() -> Select[InboundMessage, Invitation, Meetup]:
    person = joinedload(Invitation.professional)
    return (
        select(InboundMessage, Invitation, Meetup)
        .outerjoin(Invitation, Invitation.public_id == InboundMessage.concerns)
        .outerjoin(Meetup, Meetup.public_id == InboundMessage.about)
        .options(
            person.joinedload(Professional.account),
            joinedload(Invitation.registration),
            joinedload(Meetup.commune),
        )
    )


def _rows(session: Session, wanted: Select[InboundMessage, Invitation, Meetup]) -> list[Received]:
    return [Received(message, invitation, meetup) for message, invitation, meetup in session.execute(wanted)]
