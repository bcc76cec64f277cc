"""Someone takes a seat without having been invited, where the meetup is open to them."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.errors import DomainError
from meetups.invitations.answers import answer
from meetups.invitations.guests import Reasons, find_invitation, list_oneself
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus, next_sequence
from meetups.invitations.seats import lock_meetup
from meetups.planning.models import Meetup, MeetupStatus, Openness
from meetups.planning.services import check_can_change


class NotOpen(DomainError):
    """A draft, or a table that this person cannot join by themselves."""

    def __init__(self) -> None:
        super().__init__("On ne s’inscrit pas soi-même à cette rencontre : demandez une place, ou appelez l’équipe.")


def may_sign_up(meetup: Meetup, professional: Professional | None) -> bool:
    """Whether the meetup is open to this reader, seats aside; ``None`` is a stranger, who will be confirmed first.

    A member is confirmed, and stands in the directory or has an account. A pause that someone asked for does not
    count: it stops our invitations, not their own wish to come.
    """
    if meetup.openness is Openness.EVERYONE:
        return professional is None or _is_here(professional)
    is_member = professional is not None and (professional.is_listed or professional.account_id is not None)
    return meetup.openness is Openness.MEMBERS and is_member and professional is not None and _is_here(professional)


def sign_up(session: Session, meetup: Meetup, professional: Professional, *, now: datetime) -> Invitation:
    """A seat at once, and the confirmation mail with the calendar object; at a full table, the waiting list.

    Said twice, one seat and one mail. Someone already invited simply says that they come. Raises ``NotOpen``,
    ``MealsOrdered``, ``MeetupCancelled`` or ``MeetupOver``: the caller then rolls back.
    """
    meetup = lock_meetup(session, meetup.id)
    check_can_change(meetup, now)
    known = find_invitation(session, meetup, professional)
    was_asked = known is not None and known.is_active and known.invited_at is not None
    if meetup.status is not MeetupStatus.PUBLISHED or not (was_asked or may_sign_up(meetup, professional)):
        raise NotOpen
    return seat(session, meetup, professional, reasons=[{"code": "signed_up"}], actor=None, now=now)


def seat(
    session: Session,
    meetup: Meetup,
    professional: Professional,
    *,
    reasons: Reasons,
    actor: str | None,
    now: datetime,
) -> Invitation:
    """The invitation of someone who already said that they come, their seat held, or waited for at a full table.

    The caller holds the lock. What they hold in their calendar begins with the confirmation mail: its SEQUENCE is
    noted, so that every later change has a higher one. Whoever waits has nothing in it yet.
    """
    invitation = list_oneself(session, meetup, professional, reasons=reasons, now=now)
    if invitation.invited_at is None:
        invitation.invited_at = now
        if professional.email and not meetup.is_full:
            invitation.sequence = next_sequence(meetup.sequence, invitation.sequence)
        session.flush()
    answer(session, invitation, RegistrationStatus.GOING, source=AnswerSource.SITE, now=now, actor=actor)
    return invitation


def _is_here(professional: Professional) -> bool:
    return professional.confirmed_at is not None and professional.left_at is None
