"""Why somebody is to be reached, in words; and whether it is since their address sends our mails back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations.hearing import how_they_hear
from meetups.invitations.models import Call
from meetups.invitations.rules import CallReason
from meetups.outbox.models import MailState, OutgoingEmail


def why(call: Call) -> str:
    """« à prévenir du changement »."""
    if call.reason is not CallReason.PROVIDER:
        return call.reason.label
    match call.event:
        case "asked":
            return gettext("à joindre pour la demande de salle")
        case "accepted":
            return gettext("à prévenir : la date proposée convient")
        case "withdrawn" | "released":
            return gettext("à prévenir : la salle est libérée")
        case "cancelled":
            return gettext("à prévenir : pas de repas ce jour-là")
        case _ if call.meetup.is_cancelled:
            return CallReason.CANCELLED.label
        case _:
            return CallReason.MOVED.label


def refused(session: Session, calls: Sequence[Call], now: datetime) -> set[int]:
    """The calls, by id, of those whose address sends our mails back: six queries at most."""
    guests = [call.invitation for call in calls if call.invitation]
    hearing = how_they_hear(session, guests, now)
    returned = _returned(session, {_mail_key(call) for call in calls if not call.invitation})
    return {
        call.id
        for call in calls
        if (hearing.is_refused(call.invitation) if call.invitation else _mail_key(call) in returned)
    }


def _mail_key(call: Call) -> str:
    return call.dedupe_key.removeprefix("call:").removeprefix("provider:")


def _returned(session: Session, keys: Collection[str]) -> set[str]:
    failed = OutgoingEmail.dedupe_key.in_(keys), OutgoingEmail.state == MailState.FAILED
    return set(session.scalars(select(OutgoingEmail.dedupe_key).where(*failed))) if keys else set()
