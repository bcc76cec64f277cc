"""A seat that someone asks for at a table that the organiser composes: asked, granted, declined, withdrawn."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.accounts.records import record_audit
from meetups.directory.models import Professional
from meetups.errors import DomainError
from meetups.installation import find_installation
from meetups.invitations import seat_emails
from meetups.invitations.errors import MeetupFull
from meetups.invitations.guests import Reasons, find_invitation
from meetups.invitations.models import Invitation, SeatRequest
from meetups.invitations.rules import LEFT_A_NUMBER, SeatRequestStatus
from meetups.invitations.seat_queries import seat_request_of
from meetups.invitations.seats import lock_meetup
from meetups.invitations.signing_up import NotOpen, seat
from meetups.outbox import services as outbox
from meetups.planning.models import Meetup, MeetupStatus
from meetups.planning.services import check_can_change


class AlreadyInvited(DomainError):
    """Their invitation waits for an answer: a request would only cross it."""

    def __init__(self) -> None:
        super().__init__("Une invitation vous attend déjà pour cette rencontre : répondez-y, elle suffit.")


class AlreadyDeclined(DomainError):
    """The organiser said « not this time »: a person, not a form, may change it."""

    def __init__(self) -> None:
        super().__init__("L’équipe n’a pas pu vous garder de place cette fois. Une question ? Appelez-la.")


class RequestClosed(DomainError):
    """Decided or withdrawn meanwhile."""

    def __init__(self) -> None:
        super().__init__("Cette demande n’attend plus de réponse : elle a été décidée ou retirée entre-temps.")


class OnTheList(DomainError):
    """Said to the organiser: the guest list says yes, and « not this time » would cross it."""

    def __init__(self) -> None:
        super().__init__(
            "Cette personne est sur la liste des invités : acceptez sa demande, ou retirez-la d’abord de la liste."
        )


class TableFull(MeetupFull):
    """No seat to grant; said to the organiser."""

    def __init__(self) -> None:
        DomainError.__init__(
            self, "La table est complète : ajoutez des places à la rencontre, puis acceptez cette demande."
        )


def ask_for_seat(
    session: Session, meetup: Meetup, professional: Professional, *, message: str, now: datetime, proved: bool = True
) -> SeatRequest:
    """Ask the organiser for a seat. Said twice, one request and one mail; after a withdrawal, it may be asked again.

    Not ``proved``: someone left a number and this person's first name; no mail leaves, and the organiser calls first.
    Raises ``NotOpen`` for a draft, ``MeetupFull``, ``AlreadyInvited``, ``AlreadyDeclined``, ``MeetupCancelled`` or
    ``MeetupOver``.
    """
    meetup = lock_meetup(session, meetup.id)
    check_can_change(meetup, now)
    if meetup.status is not MeetupStatus.PUBLISHED or professional.left_at is not None:
        raise NotOpen
    invitation = find_invitation(session, meetup, professional)
    if invitation is not None and invitation.is_active and invitation.invited_at is not None:
        raise AlreadyInvited
    request = seat_request_of(session, meetup, professional)
    if request is not None and request.status is SeatRequestStatus.ASKED:
        return request
    if request is not None and request.status is SeatRequestStatus.DECLINED:
        raise AlreadyDeclined
    if meetup.is_full:
        raise MeetupFull
    if request is None:
        request = SeatRequest(meetup=meetup, professional=professional, asked_at=now)
        session.add(request)
    words = message.strip() if proved else f"{LEFT_A_NUMBER}\n{message}".strip()
    request.status, request.message, request.asked_at = SeatRequestStatus.ASKED, words, now
    request.decided_at = request.decided_by = None
    session.flush()
    _mail_asked(session, request, now)
    return request


def grant(session: Session, request: SeatRequest, *, actor: Account, now: datetime) -> Invitation:
    """Give the seat: they asked, so their yes is known, and the confirmation mail leaves.

    Someone who joined by telephone is confirmed too: the organiser has spoken with them. Said twice, one seat.
    Raises ``TableFull``, ``RequestClosed``, ``MeetupCancelled`` or ``MeetupOver``.
    """
    meetup = _lock(session, request, now)
    person = request.professional
    if request.status is SeatRequestStatus.GRANTED:
        granted = find_invitation(session, meetup, person)
        if granted is not None and granted.is_active:
            return granted
    if request.status is not SeatRequestStatus.ASKED or person.left_at is not None:
        raise RequestClosed
    if person.confirmed_at is None:
        person.confirmed_at = now
        record_audit(session, actor=actor, action="professional_confirmed", object=person, now=now)
    reasons: Reasons = [{"code": "asked_for_seat"}]
    invitation = seat(session, meetup, person, reasons=reasons, actor=actor.public_id, now=now)
    if invitation.registration is None or not invitation.registration.status.holds_seat:
        raise TableFull
    _decide(session, request, SeatRequestStatus.GRANTED, actor, now)
    return invitation


def decline(session: Session, request: SeatRequest, *, actor: Account, now: datetime) -> None:
    """« Not this time », without a reason, told kindly, once. Raises ``RequestClosed`` or ``OnTheList``."""
    meetup = _lock(session, request, now)
    if request.status is SeatRequestStatus.DECLINED:
        return
    if request.status is not SeatRequestStatus.ASKED:
        raise RequestClosed
    invitation = find_invitation(session, meetup, request.professional)
    if invitation is not None and invitation.is_active:
        raise OnTheList
    _decide(session, request, SeatRequestStatus.DECLINED, actor, now)
    if request.is_mailed and find_installation(session) is not None:
        outbox.enqueue(session, seat_emails.seat_refused_mail(request), now=now)


def withdraw_request(session: Session, request: SeatRequest, *, now: datetime) -> bool:
    """The person takes their request back; ``False``, and nothing changes, for one that was decided meanwhile."""
    lock_meetup(session, request.meetup_id)
    session.refresh(request)
    if request.status is SeatRequestStatus.ASKED:
        request.status, request.decided_at = SeatRequestStatus.WITHDRAWN, now
        session.flush()
    return request.status is SeatRequestStatus.WITHDRAWN


def _lock(session: Session, request: SeatRequest, now: datetime) -> Meetup:
    meetup = lock_meetup(session, request.meetup_id)
    session.refresh(request)
    check_can_change(meetup, now)
    return meetup


def _decide(session: Session, request: SeatRequest, status: SeatRequestStatus, actor: Account, now: datetime) -> None:
    request.status, request.decided_at, request.decided_by = status, now, actor.public_id
    session.flush()


def _mail_asked(session: Session, request: SeatRequest, now: datetime) -> None:
    if request.is_mailed and find_installation(session) is not None:
        outbox.enqueue(session, seat_emails.seat_asked_mail(request), now=now)
