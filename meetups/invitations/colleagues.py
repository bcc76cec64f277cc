"""« A colleague comes instead »: the colleague is asked for themselves, and a seat is held for them."""

from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.directory.names import are_names
from meetups.geography.text import fold
from meetups.invitations.errors import ColleagueAlreadySent, ColleagueNotPossible, ColleagueUnreachable
from meetups.invitations.guests import add_guest, find_invitation
from meetups.invitations.models import Invitation
from meetups.invitations.newcomers import Named, find_or_add

MOST_COLLEAGUES = 3
"""How many people one invitation may send in all, one after the other."""


@dataclass(frozen=True)
class Colleague:
    """Who comes instead: a first name, and an e-mail address or a telephone number."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""

    def address(self) -> str | None:
        """The normalised address; raises ``ColleagueUnreachable`` for something that is no address."""
        if not self.email.strip():
            return None
        try:
            return validate_email(self.email.strip(), check_deliverability=False).normalized.lower()
        except EmailNotValidError:
            raise ColleagueUnreachable from None


def invite_colleague(session: Session, invitation: Invitation, colleague: Colleague, *, now: datetime) -> Invitation:
    """The colleague's own invitation to the same meetup, already asked; no seat is taken here.

    Raises ``ColleagueUnreachable``, ``ColleagueNotPossible``, or ``ColleagueAlreadySent`` past ``MOST_COLLEAGUES``,
    since each of them gets a mail at an address that somebody else typed.
    """
    sent = select(func.count()).select_from(Invitation).where(Invitation.instead_of_id == invitation.id)
    if (session.scalar(sent) or 0) >= MOST_COLLEAGUES:
        raise ColleagueAlreadySent
    person = _find_or_add(session, invitation, colleague, now)
    is_on_list = find_invitation(session, invitation.meetup, person) is not None
    if person.id == invitation.professional_id or is_on_list or not person.can_be_invited(now):
        raise ColleagueNotPossible
    reason: dict[str, object] = {"code": "instead_of", "first_name": invitation.professional.first_name}
    guest = add_guest(session, invitation.meetup, person, reasons=[reason], now=now)
    guest.instead_of_id = invitation.id
    guest.invited_at = now
    session.flush()
    return guest


def find_colleague(session: Session, invitation: Invitation) -> Invitation | None:
    """The invitation of whoever comes instead of this guest now: at most one."""
    sent = (Invitation.instead_of_id == invitation.id, Invitation.withdrawn_at.is_(None))
    return session.scalar(select(Invitation).where(*sent).order_by(Invitation.id.desc()).limit(1))


def is_named(guest: Invitation, colleague: Colleague) -> bool:
    """Whether this is the colleague whom somebody names again."""
    return fold(guest.professional.first_name) == fold(colleague.first_name.strip())


def _find_or_add(session: Session, invitation: Invitation, colleague: Colleague, now: datetime) -> Professional:
    email, phone = colleague.address(), colleague.phone.strip()
    first_name, last_name = colleague.first_name.strip(), colleague.last_name.strip()
    if not (email or phone) or not are_names(first_name, last_name):  # somebody else's address receives them
        raise ColleagueUnreachable
    place = invitation.professional.places[0] if invitation.professional.places else None
    commune = place.commune if place else invitation.meetup.commune
    named = Named(first_name, last_name, email=email, phone=phone or None)
    return find_or_add(session, named, meetup=invitation.meetup, commune=commune, source="colleague", now=now)
