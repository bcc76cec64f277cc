"""Whom an action tells, before it is done: who gets a mail, who is to be telephoned, written to or met."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from meetups.invitations.models import Invitation, SeatRequest
from meetups.invitations.services import to_be_asked


@dataclass(frozen=True)
class Audience:
    """The guests that an action tells, and those whom it leaves aside because they went away or asked for a pause."""

    mailed: list[Invitation | SeatRequest]
    to_call: list[Invitation | SeatRequest]
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


def already_asked(guests: Iterable[Invitation], asking: Iterable[SeatRequest] = ()) -> Audience:
    """Those who know of the meetup, and must hear that it changes; ``asking`` are those who wait for a seat."""
    return _split([guest for guest in guests if guest.invited_at is not None], [], asking)


def about_to_be_asked(guests: Iterable[Invitation], now: datetime) -> Audience:
    """Those who would be asked now."""
    everyone = list(guests)
    asked = to_be_asked(everyone, now)
    return _split(asked, [guest for guest in everyone if guest.invited_at is None and guest not in asked])


def _split(told: list[Invitation], skipped: list[Invitation], asking: Iterable[SeatRequest] = ()) -> Audience:
    by_mail = [(guest, bool(guest.professional.email)) for guest in told] + [(one, one.is_mailed) for one in asking]
    return Audience(
        mailed=[one for one, is_mailed in by_mail if is_mailed],
        to_call=[one for one, is_mailed in by_mail if not is_mailed],
        skipped=skipped,
    )
