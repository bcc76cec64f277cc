"""Whom an action tells, before it is done: who gets a mail, who is to be telephoned, written to or met."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from meetups.database import db
from meetups.invitations.limits import Held
from meetups.invitations.models import Invitation, SeatRequest
from meetups.invitations.telling import mailable
from meetups.invitations.waves import next_wave
from meetups.planning.models import Meetup


@dataclass(frozen=True)
class Audience:
    """The guests that an action tells, and those whom it does not: ``skipped`` went away or want no invitation now,
    ``later`` wait for the next wave, ``held`` were written to often enough.
    """

    mailed: list[Invitation | SeatRequest]
    to_call: list[Invitation | SeatRequest]
    skipped: list[Invitation] = field(default_factory=list)
    later: list[Invitation] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    free: int | None = None
    """How many people a wave may ask; empty when everyone is asked at once."""

    @property
    def seal(self) -> str:
        """Changes with the people: a confirmation is worth only for those who were shown."""
        names = sorted(guest.public_id for guest in [*self.mailed, *self.to_call])
        return sha256(" ".join(names).encode()).hexdigest()[:16]

    @property
    def is_empty(self) -> bool:
        """Nobody to tell."""
        return not self.mailed and not self.to_call


def about_to_be_asked(
    session: Session,
    meetup: Meetup,
    guests: Sequence[Invitation],
    now: datetime,
    expected: Sequence[Invitation] = (),
) -> Audience:
    """Those who would be asked now, and why the others of the list would not; a place is kept for ``expected``."""
    wave = next_wave(session, meetup, guests, now=now, expected=expected)
    mailed, to_call = _split(wave.asked)
    return Audience([*mailed], [*to_call], skipped=wave.aside, later=wave.later, held=wave.held, free=wave.free)


def _split(told: Sequence[Invitation]) -> tuple[list[Invitation], list[Invitation]]:
    """Who reads a mail, and who is to be reached by a person: one query."""
    readers = mailable(db.session(), told)
    return readers, [guest for guest in told if guest not in readers]
