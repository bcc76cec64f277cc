"""Who hears that a meetup is off, or their invitation taken back, and how: whoever knows of nothing hears nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations.models import Call, Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.telling import mailable
from meetups.invitations.unsent import Letters, letters_to


@dataclass(frozen=True)
class Hearing:
    """Guests to whom a mail says it, a person, or nobody. ``readers`` have an address that works; ``letters`` are the
    mails written to each, by public id.
    """

    by_mail: list[Invitation] = field(default_factory=list)
    by_call: list[Invitation] = field(default_factory=list)
    nobody: list[Invitation] = field(default_factory=list)
    readers: list[Invitation] = field(default_factory=list)
    letters: dict[str, Letters] = field(default_factory=dict)

    @property
    def told(self) -> list[Invitation]:
        """All who learn of it."""
        return self.by_mail + self.by_call

    def is_refused(self, guest: Invitation) -> bool:
        """Whether the address that we know sends our mails back."""
        known = self.letters.get(guest.public_id)
        return bool(guest.professional.email) and (
            guest not in self.readers or (known is not None and known.were_refused_by(guest))
        )


def how_they_hear(session: Session, guests: Sequence[Invitation], now: datetime) -> Hearing:
    """By a mail, if they read some and one left or may have; by a person, if all that was written came back and they
    know all the same, since they answered or were rung; else not at all. Who was written nothing was told by a
    person. Four queries.
    """
    readers, letters, rung = mailable(session, guests), letters_to(session, guests, now), _rung(session, guests)
    hearing = Hearing(readers=readers, letters=letters)
    for guest in guests:
        known, reads = letters.get(guest.public_id), guest in readers
        if known is None or known.have_left or known.retried:
            where = hearing.by_mail if reads else hearing.by_call
        elif guest.id not in rung and not _answered(guest):
            where = hearing.nobody
        else:
            where = hearing.by_mail if reads and not known.were_refused_by(guest) else hearing.by_call
        where.append(guest)
    return hearing


def _answered(guest: Invitation) -> bool:
    """Whether they said something once: a place offered is our word, a yes that a move put in doubt is theirs."""
    answer = guest.registration
    return answer is not None and (
        answer.status is not RegistrationStatus.OFFERED or answer.source is AnswerSource.RESCHEDULE
    )


def _rung(session: Session, guests: Sequence[Invitation]) -> set[int | None]:
    """Those whom a person reached, about whatever it was."""
    reached = Call.invitation_id.in_([guest.id for guest in guests]), Call.reached_at.is_not(None)
    return set(session.scalars(select(Call.invitation_id).where(*reached)))
