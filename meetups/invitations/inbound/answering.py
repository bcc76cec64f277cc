"""A calendar's answer: whose it is, whether it can be trusted and is the latest, and what it changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from meetups.calendars.events import PartStat
from meetups.calendars.replies import Reply, UnreadableReply, read_reply
from meetups.invitations.answers import answer
from meetups.invitations.errors import MealsOrdered, NotInvited
from meetups.invitations.inbound import matching
from meetups.invitations.inbound.emails import check_mail, too_late_mail
from meetups.invitations.inbound.freshness import Freshness, freshness, hold, version_of
from meetups.invitations.inbound.marks import attach, settle
from meetups.invitations.inbound.reasons import Reason
from meetups.invitations.inbound.words import attach_words, is_too_much, tell_team
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerChoice, AnswerSource, RegistrationStatus, partstat
from meetups.invitations.seats import lock_meetup
from meetups.invitations.telling import mailable
from meetups.outbox import services as outbox
from meetups.outbox.incoming import Incoming
from meetups.outbox.models import InboundMessage, InboundState
from meetups.outbox.services import Mail
from meetups.planning.errors import MeetupCancelled, MeetupOver
from meetups.web.tokens import ExpiredLink

APPLIED, ASKED, IGNORED, TO_DECIDE, TO_READ = (
    InboundState.APPLIED,
    InboundState.ASKED,
    InboundState.IGNORED,
    InboundState.TO_DECIDE,
    InboundState.TO_READ,
)
_CHOICES = {
    PartStat.ACCEPTED: AnswerChoice.COMING,
    PartStat.TENTATIVE: AnswerChoice.MAYBE,
    PartStat.DECLINED: AnswerChoice.NOT_COMING,
}
_CLOSED = {
    ExpiredLink: Reason.WITHDRAWN,
    NotInvited: Reason.NOT_INVITED,
    MeetupCancelled: Reason.CANCELLED,
    MeetupOver: Reason.OVER,
}
"""Refusals about which nothing is left to do: the page says why."""


_AS_IT_IS = ("withdrawn_at", "sequence", "moved_sequence", "reply_sequence", "reply_stamp", "registration")


@dataclass(frozen=True)
class Heard:
    """One answer, the guest that it is about, and the mail that brought it."""

    message: InboundMessage
    mail: Incoming
    reply: Reply
    invitation: Invitation
    choice: AnswerChoice
    now: datetime


def take_answer(session: Session, message: InboundMessage, mail: Incoming, *, now: datetime) -> None:
    """Note it, ask the person, leave it to the organiser, or let it be: see the state and reason of ``message``."""
    invitation = _read(session, message, mail, now)
    has_words = bool(message.words) and invitation is not None
    if message.state is not TO_DECIDE and not has_words:
        return
    if is_too_much(session, message, now=now):
        if message.state is TO_DECIDE:
            settle(message, IGNORED, Reason.TOO_MANY)
        return
    if message.state in {APPLIED, IGNORED}:
        message.state = TO_READ
    tell_team(session, message, invitation, now=now)


def _read(session: Session, message: InboundMessage, mail: Incoming, now: datetime) -> Invitation | None:
    """The guest, once the answer is settled; of one that names no invitation, the guest whom its mail is about."""
    try:
        reply = read_reply(mail.calendar or b"")
    except UnreadableReply:
        reply = None
    if reply is None:
        settle(message, TO_DECIDE, Reason.UNREADABLE)
        return attach_words(session, message, mail, now=now)
    message.words = _written(mail, reply)
    invitation = matching.invitation_of_uid(session, reply.uid)
    if invitation is None:
        settle(message, TO_DECIDE, Reason.UNKNOWN_INVITATION)
        return attach_words(session, message, mail, now=now)
    attach(message, invitation)
    # As everywhere, the meetup first: two answers at once take turns, and each sees what the other left.
    lock_meetup(session, invitation.meetup_id)
    session.refresh(invitation, _AS_IT_IS)
    if invitation.registration is not None:
        session.refresh(invitation.registration)
    choice = _CHOICES.get(reply.partstat)
    if reply.attendee_email not in matching.addresses_of(invitation.professional):
        settle(message, TO_DECIDE, Reason.NOT_THEIRS, choice or "")
    elif reply.method == "COUNTER":
        settle(message, TO_DECIDE, Reason.COUNTER, _instant(reply.starts_at))
    elif choice is None:
        settle(message, IGNORED, Reason.NO_ANSWER)
    else:
        _settle(session, Heard(message, mail, reply, invitation, choice, now))
    return invitation


def _settle(session: Session, heard: Heard) -> None:
    """By the rules: the latest answer, of somebody whom we can trust, to the meetup as it is now."""
    message, invitation, choice = heard.message, heard.invitation, heard.choice
    version = version_of(heard.reply, invitation, sent_at=heard.mail.date, now=heard.now)
    fresh = freshness(heard.reply.partstat, version, invitation)
    is_proven = matching.is_proven(session, heard.mail, invitation)
    if fresh is Freshness.NOT_NEWER:
        settle(message, IGNORED, Reason.NOT_NEWER, choice)
    elif fresh is Freshness.SAID_SINCE:
        settle(message, IGNORED, Reason.SAID_SINCE, choice)
    elif closed := _closed(invitation, heard.now):
        settle(message, IGNORED, closed, choice)
    elif not is_proven and _changes_nothing(heard):
        settle(message, IGNORED, Reason.SAME, choice)
    elif not is_proven or fresh is Freshness.ASK_AGAIN:
        reason = Reason.UNPROVEN if not is_proven else Reason.MOVED
        has_moved = fresh is Freshness.ASK_AGAIN
        _ask(session, heard, lambda: check_mail(invitation, choice, has_moved=has_moved, now=heard.now), reason)
    elif _apply(session, heard):
        hold(invitation, version)


def _closed(invitation: Invitation, now: datetime) -> Reason | None:
    if invitation.withdrawn_at is not None:
        return Reason.WITHDRAWN
    if invitation.meetup.is_cancelled:
        return Reason.CANCELLED
    return Reason.OVER if invitation.meetup.is_past(now) else None


def _changes_nothing(heard: Heard) -> bool:
    answered = heard.invitation.registration
    return answered is not None and partstat(answered.status) is heard.reply.partstat


def _ask(
    session: Session, heard: Heard, write: Callable[[], Mail], reason: Reason, state: InboundState = ASKED
) -> None:
    """Nothing changes before a click. Somebody whom no mail reaches is for the organiser to ask."""
    if mailable(session, [heard.invitation]):
        outbox.enqueue(session, write(), now=heard.now)
        settle(heard.message, state, reason, heard.choice)
    else:
        settle(heard.message, TO_DECIDE, Reason.NO_ADDRESS, heard.choice)


def _apply(session: Session, heard: Heard) -> bool:
    """Note the answer as any other; whether it was."""
    message, invitation, choice = heard.message, heard.invitation, heard.choice
    if _changes_nothing(heard):
        settle(message, APPLIED, Reason.SAME, choice)
        return True
    by_secretary = matching.is_by_secretary(invitation.professional, heard.mail.from_address)
    source = AnswerSource.SECRETARY if by_secretary else AnswerSource.CALENDAR
    try:
        with session.begin_nested():
            noted = answer(session, invitation, choice.status, source=source, now=heard.now)
    except MealsOrdered:
        _ask(session, heard, lambda: too_late_mail(invitation, heard.now), Reason.MEALS_ORDERED, TO_DECIDE)
        return False
    except (ExpiredLink, NotInvited, MeetupCancelled, MeetupOver) as refusal:
        settle(message, IGNORED, _CLOSED[type(refusal)], choice)
        return False
    waits = noted.status is RegistrationStatus.WAITING
    settle(message, APPLIED, Reason.IN_LINE if waits else Reason.NOTED, choice)
    return True


def _written(mail: Incoming, reply: Reply) -> str:
    """The person's own words. Outlook writes them in the mail, where other programs write a sentence of their own."""
    is_outlook = b"PRODID" in (mail.calendar or b"") and b"microsoft" in (mail.calendar or b"").lower()
    return reply.comment or (mail.words if is_outlook else "")


def _instant(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if at else ""
