"""Whom an action tells, before it is done: who gets a mail, who is to be telephoned, written to or met."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from meetups.invitations.models import Invitation
from meetups.invitations.services import to_be_asked


@dataclass(frozen=True)
class Audience:
    """The guests that an action tells, and those whom it leaves aside because they went away or asked for a pause."""

    mailed: list[Invitation]
    to_call: list[Invitation]
    skipped: list[Invitation] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """Changes with the people: a confirmation is worth only for those who were shown."""
        names = sorted(guest.public_id for guest in [*self.mailed, *self.to_call])
        return sha256(" ".join(names).encode()).hexdigest()[:16]

    @property
    def is_empty(self) -> bool:
        """Nobody to tell."""
        return not self.mailed and not self.to_call


def already_asked(guests: Iterable[Invitation]) -> Audience:
    """Those who know of the meetup, and must hear that it changes."""
    return _split([guest for guest in guests if guest.invited_at is not None], [])


def about_to_be_asked(guests: Iterable[Invitation], now: datetime) -> Audience:
    """Those who would be asked now."""
    everyone = list(guests)
    asked = to_be_asked(everyone, now)
    return _split(asked, [guest for guest in everyone if guest.invited_at is None and guest not in asked])


def _split(told: list[Invitation], skipped: list[Invitation]) -> Audience:
    return Audience(
        mailed=[guest for guest in told if guest.professional.email],
        to_call=[guest for guest in told if not guest.professional.email],
        skipped=skipped,
    )
