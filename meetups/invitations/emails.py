"""Mails to guests: one function a mail, each returns a value; sending is the outbox's job."""

from datetime import datetime

from meetups.installation import Installation
from meetups.invitations.events import cancel_part, request_part
from meetups.invitations.models import Invitation, RegistrationChange
from meetups.invitations.rules import AnswerChoice, RegistrationStatus
from meetups.outbox.message import CalendarPart
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.web.links import absolute_url
from meetups.web.tokens import Purpose, sign_link


def answer_url(invitation: Invitation, choice: AnswerChoice | None = None) -> str:
    """The guest's page; with a choice, that answer is ready and one tap records it."""
    token = sign_link(Purpose.INVITATION, invitation.public_id, invitation.link_version)
    return absolute_url("invitations.answer", token=token, reponse=choice.value if choice else None)


def invitation_mail(invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """The first mail: when, where, why you, four answers."""
    part = request_part(invitation, team.association, now)
    return _mail(MailKind.INVITATION, "invitation", invitation, team, part, calendar_key(invitation, "REQUEST"))


def update_mail(invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """Another date or place: the same calendar object, one SEQUENCE higher."""
    part = request_part(invitation, team.association, now)
    return _mail(MailKind.UPDATE, "update", invitation, team, part, calendar_key(invitation, "REQUEST"))


def cancellation_mail(invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """The meetup is called off, and why."""
    part = cancel_part(invitation, team.association, now)
    return _mail(MailKind.CANCELLATION, "cancellation", invitation, team, part, calendar_key(invitation, "CANCEL"))


def withdrawal_mail(invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """This one invitation is taken back."""
    part = cancel_part(invitation, team.association, now)
    return _mail(MailKind.WITHDRAWAL, "withdrawal", invitation, team, part, calendar_key(invitation, "CANCEL"))


def confirmation_mail(invitation: Invitation, change: RegistrationChange, team: Installation, now: datetime) -> Mail:
    """What we noted. The calendar follows for someone who comes or may come; SEQUENCE stays (RFC 5546, 2.1.4)."""
    keeps_date = change.status in {RegistrationStatus.GOING, RegistrationStatus.MAYBE}
    part = request_part(invitation, team.association, now) if keeps_date else None
    key = f"confirmation:{change.id}"
    return _mail(MailKind.CONFIRMATION, "confirmation", invitation, team, part, key, status=change.status)


def calendar_key(invitation: Invitation, method: str) -> str:
    """One mail for each (invitation, sequence, method), whatever happens."""
    return f"invitation:{invitation.public_id}:{invitation.sequence}:{method}"


def _mail(
    kind: MailKind,
    name: str,
    invitation: Invitation,
    team: Installation,
    calendar: CalendarPart | None,
    key: str,
    **context: object,
) -> Mail:
    person = invitation.professional
    assert person.email, "someone without an address is called, not mailed"
    rendered = render_mail(
        name,
        invitation=invitation,
        person=person,
        meetup=invitation.meetup,
        venue=invitation.meetup.venue,
        team=team,
        url=answer_url(invitation),
        answers=[(choice, answer_url(invitation, choice)) for choice in AnswerChoice],
        **context,
    )
    return Mail(
        kind=kind,
        dedupe_key=key,
        recipient=person.email,
        recipient_name=person.full_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=invitation.meetup.public_id,
        calendar=calendar,
        replies_to=None if kind is MailKind.INVITATION else f"invitation:{invitation.public_id}:0:REQUEST",
    )
