"""A colleague who was sent instead keeps the invitation, which no longer says by whom once that person has left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetups.installation import Installation, find_installation
from meetups.invitations import emails
from meetups.invitations.models import Invitation
from meetups.outbox import services as outbox
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.services import Mail

WRITERS = {
    MailKind.INVITATION: emails.invitation_mail,
    MailKind.UPDATE: emails.update_mail,
    MailKind.CANCELLATION: emails.cancellation_mail,
    MailKind.WITHDRAWAL: emails.withdrawal_mail,
}


def events_of(invitations: Sequence[Invitation]) -> list[str]:
    """How the outbox calls what these guests alone were told of invitations and answers."""
    return [f"{mail}:{invitation.public_id}" for invitation in invitations for mail in ("invitation", "confirmation")]


def forget_introductions(session: Session, introducers: Sequence[Invitation], now: datetime) -> None:
    """Take a first name out of the invitations that it brought, and out of their mails, sent or still waiting."""
    own = [invitation.id for invitation in introducers]
    guests = session.scalars(select(Invitation).where(Invitation.instead_of_id.in_(own))).all()
    for guest in guests:
        guest.reasons = [reason for reason in guest.reasons if reason["code"] != "instead_of"]
    session.flush()
    team = find_installation(session)
    for guest in guests:
        for row in outbox.waiting(session, outbox.told_of(*events_of([guest]))):
            _write_again(session, row, guest, team, now)
    theirs = OutgoingEmail.concerns.in_([guest.public_id for guest in guests])
    outbox.forget_contents(session, outbox.told_of(*events_of(guests)), theirs)
    pending_reminders = theirs, OutgoingEmail.kind == MailKind.REMINDER, OutgoingEmail.state == MailState.PENDING
    outbox.forget_mails(session, and_(*pending_reminders))  # the next one leaves without the name


def _write_again(
    session: Session, row: OutgoingEmail, guest: Invitation, team: Installation | None, now: datetime
) -> None:
    """The same mail as it would be written today, in the place of the one that waits; else it never leaves."""
    mail = _mail(row, guest, team, now) if team and guest.professional.email else None
    if mail is None:
        outbox.forget_mails(session, OutgoingEmail.id == row.id)
    else:
        outbox.rewrite(session, row, replace(mail, dedupe_key=row.dedupe_key), now=now)


def _mail(row: OutgoingEmail, guest: Invitation, team: Installation, now: datetime) -> Mail | None:
    """``None`` for an answer that went with a former place on the list."""
    if row.kind in WRITERS:
        return WRITERS[row.kind](guest, team, now)
    changes = guest.registration.changes if guest.registration else []
    change = next((each for each in changes if emails.confirmation_key(guest, each) == row.dedupe_key), None)
    return emails.confirmation_mail(guest, change, team, now) if change else None
