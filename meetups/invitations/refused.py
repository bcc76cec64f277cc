"""What people did not hear, since a mail was refused for good: a person tells them.

Whether a server refused it at once, or gave it back hours later, the row stands failed, and goes this one way.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from meetups.directory.models import Professional
from meetups.invitations.calls import add_call
from meetups.invitations.models import Call, Invitation
from meetups.invitations.refused_providers import call_providers_instead, unheard_by_providers
from meetups.invitations.rules import CallReason, RegistrationStatus
from meetups.invitations.seats import lock_meetup
from meetups.invitations.waiting import start_delay
from meetups.invitations.waiting_queries import is_offer
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import Meetup

CALLS = {
    MailKind.INVITATION: CallReason.INVITED,
    MailKind.REMINDER: CallReason.REMINDED,
    MailKind.UPDATE: CallReason.MOVED,
    MailKind.CANCELLATION: CallReason.CANCELLED,
    MailKind.WITHDRAWAL: CallReason.WITHDRAWN,
    MailKind.PROMOTION: CallReason.OFFERED,
}
"""What a guest did not learn, and is told by a person."""


def see_to_refusals(session: Session, *, now: datetime) -> int:
    """Of one meetup, make the calls for what was refused, and drop those that a mail made useless since; how many.

    Call it again after a commit until it says 0: each meetup is a transaction of its own.
    """
    meetup_ids = {guest.meetup_id for guest, _ in _unheard(session, now)}
    meetup_ids |= {each.meetup.id for each in unheard_by_providers(session, now)}
    meetup_ids |= {call.meetup_id for call in _told_since(session)}
    for meetup_id in sorted(meetup_ids):
        lock_meetup(session, meetup_id)
        done = _drop_calls(session, meetup_id, now) + call_instead(session, meetup_id, now=now)
        if done := done + call_providers_instead(session, meetup_id, now=now):
            return done
    return 0


def _drop_calls(session: Session, meetup_id: int, now: datetime) -> int:
    """Nobody has to say any more what a mail said at last, sent again or written anew; how many calls go.

    Should it come back in its turn, a new call is made. A place offered then ends as if it had been said by
    telephone. The caller holds the meetup's lock. Flushes.
    """
    told = _told_since(session, Call.meetup_id == meetup_id)
    for call in told:
        if call.reason is CallReason.OFFERED and call.invitation is not None:
            start_delay(session, call.invitation, now=now)
        session.delete(call)
    session.flush()
    return len(told)


def _told_since(session: Session, *which: ColumnElement[bool]) -> Sequence[Call]:
    """Calls to make since a mail was refused that left at last, or that a newer one followed: one query.

    Somebody who is rung besides their mail still is: that mail is no older than the call.
    """
    mail, newer = aliased(OutgoingEmail), aliased(OutgoingEmail)
    is_why = or_(*((mail.kind == kind) & (Call.reason == reason) for kind, reason in CALLS.items()))
    has_left = (mail.state == MailState.SENT) & (mail.sent_at > Call.created_at)
    newer_left = exists().where(
        newer.concerns == mail.concerns, newer.state == MailState.SENT, newer.created_at > Call.created_at
    )
    gave_up = (mail.state == MailState.FAILED) & newer_left
    return session.scalars(
        select(Call)
        .join(Call.invitation)
        .where(
            Call.reached_at.is_(None),
            exists().where(
                mail.concerns == Invitation.public_id,
                mail.created_at < Call.created_at,
                is_why,
                or_(has_left, gave_up),
            ),
            *which,
        )
        .order_by(Call.id)
    ).all()


def call_instead(session: Session, meetup_id: int, *, now: datetime) -> int:
    """The guests of this meetup whose last news was refused are to be called; how many. A place offered has no end
    before that call. The caller holds the meetup's lock. Flushes; said twice, it calls nobody twice.
    """
    session.flush()
    unheard = _unheard(session, now, Invitation.meetup_id == meetup_id)
    for guest, kind in unheard:
        if kind is MailKind.PROMOTION:
            assert guest.registration is not None
            guest.registration.offered_until = None
        add_call(session, guest, CALLS[kind], now=now)
    return len(unheard)


def _unheard(session: Session, now: datetime, *which: ColumnElement[bool]) -> list[tuple[Invitation, MailKind]]:
    """Guests whom no newer mail tells the same or better, and whom nobody was to call since: one query."""
    mail, newer = OutgoingEmail, aliased(OutgoingEmail)
    on_its_way = newer.state.in_({MailState.PENDING, MailState.SENT})
    is_failed_news = (newer.state == MailState.FAILED) & newer.kind.in_(CALLS)
    rows = session.execute(
        select(Invitation, mail.kind)
        .join(mail, mail.concerns == Invitation.public_id)
        .join(Invitation.professional)
        .join(Invitation.meetup)
        .where(
            mail.state == MailState.FAILED,
            mail.kind.in_(CALLS),
            Professional.left_at.is_(None),
            Meetup.starts_at > now,
            Invitation.invited_at.is_not(None),
            ~exists().where(newer.concerns == mail.concerns, newer.id > mail.id, or_(on_its_way, is_failed_news)),
            ~exists().where(Call.invitation_id == Invitation.id, Call.created_at >= mail.created_at),
            *which,
        )
        .options(
            joinedload(Invitation.meetup), joinedload(Invitation.professional), joinedload(Invitation.registration)
        )
        .order_by(Invitation.id)
        .execution_options(populate_existing=True)
    )
    return [(guest, kind) for guest, kind in rows if _must_hear(guest, kind)]


def _must_hear(guest: Invitation, kind: MailKind) -> bool:
    """Whether what the mail said is still true, and unknown to them."""
    answered = guest.registration
    is_off, is_taken_back = kind is MailKind.CANCELLATION, kind is MailKind.WITHDRAWAL
    if guest.meetup.is_cancelled != is_off or guest.is_active == is_taken_back:
        return False
    if kind is MailKind.PROMOTION:
        return answered is not None and is_offer(answered)
    has_said = answered is not None and answered.status is not RegistrationStatus.OFFERED
    return not (has_said and kind in {MailKind.INVITATION, MailKind.REMINDER})
