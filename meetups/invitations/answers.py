"""One answer per person and meetup, whatever the channel it came by."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.geography.text import fold
from meetups.installation import find_installation
from meetups.invitations import emails
from meetups.invitations.colleagues import Colleague, find_colleague, invite_colleague
from meetups.invitations.errors import ColleagueAlreadySent, NotInvited
from meetups.invitations.models import Invitation, Registration, RegistrationChange
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import AnswerSource, RegistrationStatus, recorded_status
from meetups.invitations.seat_closing import settle_by_invitation
from meetups.invitations.seats import give_seat_back, lock_meetup, take_seat
from meetups.outbox import services as outbox
from meetups.planning.services import check_can_change
from meetups.web.tokens import ExpiredLink


def answer(
    session: Session,
    invitation: Invitation,
    status: RegistrationStatus,
    *,
    source: AnswerSource,
    now: datetime,
    actor: str | None = None,
    colleague: Colleague | None = None,
) -> Registration:
    """Record an answer and confirm it by mail. The same answer said twice changes nothing and mails nothing.

    ``actor`` is the public id of the organiser who typed it in, if any. Raises ``MeetupFull``, ``MeetupCancelled``,
    ``MeetupOver``, ``NotInvited``, ``ColleagueUnreachable``, ``ColleagueNotPossible`` or ``ColleagueAlreadySent``:
    the caller then rolls back.
    """
    meetup = lock_meetup(session, invitation.meetup_id)
    session.refresh(invitation, ["withdrawn_at", "invited_at", "registration"])
    if invitation.withdrawn_at is not None:
        raise ExpiredLink
    check_can_change(meetup, now)
    if invitation.invited_at is None:
        raise NotInvited
    held = invitation.registration.status if invitation.registration else None
    status = recorded_status(status, held)
    if invitation.registration is not None and status is held:
        if colleague is not None and not _is_the_one_sent(session, invitation, colleague):
            raise ColleagueAlreadySent
        return invitation.registration
    held_seat = held is not None and held.holds_seat
    if status.holds_seat and not held_seat:
        take_seat(session, meetup)
    elif held_seat and not status.holds_seat:
        give_seat_back(session, meetup)
    if status is RegistrationStatus.SUBSTITUTED:
        guest = invite_colleague(session, invitation, colleague or Colleague(), now=now)
        take_seat(session, meetup)
        settle_by_invitation(session, meetup.id, [guest.professional_id], now)
        note_status(session, guest, RegistrationStatus.OFFERED, AnswerSource.COLLEAGUE, None, now)
        _mail_colleague(session, guest, now)
    settle_by_invitation(session, meetup.id, [invitation.professional_id], now)
    change = note_status(session, invitation, status, source, actor, now)
    _confirm(session, invitation, change, now)
    assert invitation.registration is not None
    return invitation.registration


def _is_the_one_sent(session: Session, invitation: Invitation, colleague: Colleague) -> bool:
    sent = find_colleague(session, invitation)
    return sent is not None and fold(sent.professional.first_name) == fold(colleague.first_name.strip())


def _confirm(session: Session, invitation: Invitation, change: RegistrationChange, now: datetime) -> None:
    team = find_installation(session)
    if invitation.professional.email and team is not None:
        outbox.enqueue(session, emails.confirmation_mail(invitation, change, team, now), now=now)


def _mail_colleague(session: Session, guest: Invitation, now: datetime) -> None:
    team = find_installation(session)
    if guest.professional.email and team is not None:
        guest.sequence = max(guest.meetup.sequence, guest.sequence + 1)
        session.flush()
        outbox.enqueue(session, emails.invitation_mail(guest, team, now), now=now)
