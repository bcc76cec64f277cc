"""Mails of ours that did not arrive (RFC 3464): the address is stopped when it is dead, and the organiser told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations.inbound.marks import attach, settle
from meetups.invitations.inbound.matching import bounced_mail, invitation_named
from meetups.invitations.inbound.reasons import Reason
from meetups.invitations.models import Invitation
from meetups.invitations.refused import call_instead
from meetups.invitations.refused_providers import KINDS, call_providers_instead
from meetups.invitations.seats import lock_meetup
from meetups.outbox.bounces import Bounce
from meetups.outbox.incoming import Incoming
from meetups.outbox.models import InboundMessage, InboundState, MailState, OutgoingEmail
from meetups.outbox.suspensions import is_about_recipient, suspend_address
from meetups.planning.models import Meetup

_NOT_FAILURES = frozenset({"delayed", "delivered", "relayed", "expanded"})


def take_bounce(session: Session, message: InboundMessage, mail: Incoming, *, now: datetime) -> None:
    """The mail that came back is shown as failed; what is only late, or is not ours, is let be."""
    bounce, returned = mail.bounce, bounced_mail(session, mail)
    if bounce is None or returned is None:
        settle(message, InboundState.IGNORED, Reason.UNKNOWN_MAIL)
        return
    message.about, message.concerns = returned.about, returned.concerns
    guest = _guest(session, returned)
    attach(message, guest)
    # A guest has a name on the page; of anybody else, the address says who did not get it.
    detail = bounce.status if guest is not None else f"{bounce.status} {returned.recipient}"
    if bounce.status.startswith(("4.", "2.")) or bounce.action in _NOT_FAILURES:
        settle(message, InboundState.IGNORED, Reason.DELAYED, detail)
    elif not bounce.status and bounce.action != "failed":
        settle(message, InboundState.TO_READ, Reason.UNCLEAR, detail)
    elif returned.state is not MailState.SENT:
        settle(message, InboundState.IGNORED, Reason.KNOWN, detail)
    else:
        is_dead = _fail(session, returned, bounce, now=now)
        settle(message, InboundState.TO_READ, Reason.SUSPENDED if is_dead else Reason.RETURNED, detail)
        if guest is not None:
            call_instead(session, guest.meetup_id, now=now)
        elif returned.kind in KINDS:
            _ring_instead(session, returned, now=now)


def _guest(session: Session, returned: OutgoingEmail) -> Invitation | None:
    """The guest who was to receive it, if it was a guest; the meetup's lock comes before anything is written."""
    guest = invitation_named(session, returned.concerns)
    if guest is None or (guest.professional.email or "").lower() != returned.recipient.lower():
        return None
    lock_meetup(session, guest.meetup_id)
    return guest


def _ring_instead(session: Session, returned: OutgoingEmail, *, now: datetime) -> None:
    meetup_id = session.scalar(select(Meetup.id).where(Meetup.public_id == returned.about))
    if meetup_id is not None:
        lock_meetup(session, meetup_id)
        call_providers_instead(session, meetup_id, now=now)


def _fail(session: Session, returned: OutgoingEmail, bounce: Bounce, *, now: datetime) -> bool:
    """Shown as failed; whether the address is dead, by the rule that also holds when a server refuses at once.

    A report about another address (the mail was passed on) says nothing of the one that we know.
    """
    is_theirs = not bounce.recipient or bounce.recipient == returned.recipient.lower()
    is_dead = is_theirs and is_about_recipient(bounce.status)
    returned.state = MailState.FAILED
    why = "cette adresse n’existe plus" if is_dead else "le serveur de la personne l’a refusé"
    returned.last_error = f"Revenu après son départ : {why}{f' ({bounce.status})' if bounce.status else ''}."
    if is_dead:
        suspend_address(session, returned.recipient, bounce.status, now=now)
    return is_dead
