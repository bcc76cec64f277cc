"""Mails that follow one that arrived: an answer to confirm, an answer too late, a person's words for the team."""

from datetime import datetime
from zoneinfo import ZoneInfo

from meetups.installation import Installation
from meetups.invitations.emails import answer_url, guest_mail
from meetups.invitations.inbound.matching import addresses_of
from meetups.invitations.inbound.wording import answer_said, what_became
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerChoice
from meetups.outbox import headers
from meetups.outbox.models import InboundMessage, MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.web.links import absolute_url


def check_mail(invitation: Invitation, choice: AnswerChoice, *, has_moved: bool, now: datetime) -> Mail:
    """« Is it really you? » with that answer ready, or « it moved since: still? ». One a day for each answer:
    whoever changes their mind is asked about the new one.
    """
    version = invitation.moved_sequence if has_moved else "same"
    key = f"answer_check:{invitation.public_id}:{_day(invitation, now)}:{choice}:{version}"
    ready = {"choice": choice, "ready_url": answer_url(invitation, choice), "has_moved": has_moved}
    return guest_mail(MailKind.ANSWER_CHECK, "answer_check", invitation, None, key, **ready)


def too_late_mail(invitation: Invitation, now: datetime) -> Mail:
    """Their calendar says that they come, but the meals are ordered. One a day for each guest."""
    key = f"answer_too_late:{invitation.public_id}:{_day(invitation, now)}"
    return guest_mail(MailKind.ANSWER_CHECK, "answer_too_late", invitation, None, key)


def words_mail(message: InboundMessage, invitation: Invitation | None, team: Installation) -> Mail:
    """What somebody wrote, for the team, who answers them directly."""
    is_theirs = invitation is not None and message.from_address in addresses_of(invitation.professional)
    who = invitation.professional.full_name if invitation and is_theirs else message.from_name or message.from_address
    rendered = render_mail(
        "words",
        who=who,
        address=message.from_address,
        subject=message.subject,
        words=message.words,
        answer=answer_said(message),
        became=what_became(message) if message.reason else "",
        meetup=invitation.meetup if invitation else None,
        url=absolute_url("pages.message", public_id=message.public_id),
    )
    return Mail(
        kind=MailKind.WORDS,
        dedupe_key=words_key(message),
        recipient=team.team_email,
        recipient_name=team.team_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=message.about,  # not ``concerns``: it is no mail to the guest, and nothing told to them replaces it
        reply_to=_usable(message.from_address),
    )


def words_key(message: InboundMessage) -> str:
    """One mail to the team for each message."""
    return f"words:{message.public_id}"


def _usable(address: str) -> str | None:
    """Some addresses that arrive cannot be written back."""
    try:
        headers.mailbox("Reply-To", address)
    except headers.InvalidHeader:
        return None
    return address


def _day(invitation: Invitation, now: datetime) -> str:
    return now.astimezone(ZoneInfo(invitation.meetup.zone)).date().isoformat()
