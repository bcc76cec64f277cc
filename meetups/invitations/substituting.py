"""Passing one's place to a colleague, one at a time: whoever was sent before is thanked, and told."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.invitations import emails
from meetups.invitations.changing import tell_end
from meetups.invitations.colleagues import Colleague, find_colleague, invite_colleague
from meetups.invitations.errors import ColleagueAlreadySent
from meetups.invitations.models import Invitation
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import COMES_OR_MAY, AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.seat_closing import settle_by_invitation
from meetups.invitations.seats import give_seat_back, take_seat
from meetups.invitations.telling import tell
from meetups.planning.models import Meetup


def send_colleague(
    session: Session, meetup: Meetup, invitation: Invitation, colleague: Colleague, *, now: datetime
) -> None:
    """Hold a seat for the colleague and ask them. The caller holds the lock, and has given back the guest's own seat.

    Raises ``MeetupFull``, ``ColleagueUnreachable``, ``ColleagueNotPossible`` or ``ColleagueAlreadySent``. Flushes.
    """
    earlier = find_colleague(session, invitation)
    guest = invite_colleague(session, invitation, colleague, now=now)
    if earlier is not None:
        _take_back(session, meetup, earlier, now)
    take_seat(session, meetup)
    settle_by_invitation(session, meetup.id, [guest.professional_id], now)
    note_status(session, guest, RegistrationStatus.OFFERED, AnswerSource.COLLEAGUE, None, now)
    tell(session, [guest], emails.invitation_mail, call=CallReason.INVITED, now=now)


def _take_back(session: Session, meetup: Meetup, earlier: Invitation, now: datetime) -> None:
    """The one sent before comes no more; one who said yes is coming, and only the team may say otherwise."""
    held = earlier.registration.status if earlier.registration else None
    if held is RegistrationStatus.GOING:
        raise ColleagueAlreadySent
    earlier.withdrawn_at = now
    tell_end(session, [earlier], emails.withdrawal_mail, call=CallReason.WITHDRAWN, now=now)
    if held is not None and held.holds_seat:
        give_seat_back(session, meetup)
    if held in COMES_OR_MAY:
        note_status(session, earlier, RegistrationStatus.WITHDRAWN, AnswerSource.COLLEAGUE, None, now)
