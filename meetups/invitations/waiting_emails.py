"""Mails about the waiting list. Only the one that offers a place brings a calendar object."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.installation import Installation, find_installation
from meetups.invitations.emails import calendar_key, confirmation_key, guest_mail
from meetups.invitations.events import request_part
from meetups.invitations.models import Invitation, RegistrationChange
from meetups.invitations.standing import standing
from meetups.outbox import services as outbox
from meetups.outbox.models import MailKind
from meetups.outbox.services import Mail


def waiting_mail(session: Session, invitation: Invitation, change: RegistrationChange) -> Mail:
    """You are on the waiting list, and where at this moment; we write as soon as a place is free."""
    key, place = confirmation_key(invitation, change), standing(session, invitation)
    return guest_mail(MailKind.WAITING, "waiting", invitation, None, key, standing=place)


def promotion_mail(invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """A place is free, and held for you until a day and an hour."""
    part = request_part(invitation, team.association, now)
    until = invitation.registration.offered_until if invitation.registration else None
    key = calendar_key(invitation, "REQUEST")
    return guest_mail(MailKind.PROMOTION, "promotion", invitation, part, key, until=until)


def passed_on_mail(invitation: Invitation, change: RegistrationChange) -> Mail:
    """The place held for you went to the next person; you may wait again."""
    return guest_mail(MailKind.WAITING, "passed_on", invitation, None, confirmation_key(invitation, change))


def tell_passed_on(session: Session, invitation: Invitation, change: RegistrationChange, *, now: datetime) -> None:
    """Someone whom only a person reaches heard the end of their offer on the telephone: nothing to add."""
    if invitation.professional.email and find_installation(session) is not None:
        outbox.enqueue(session, passed_on_mail(invitation, change), now=now)
