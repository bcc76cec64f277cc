"""Leaving the network: at once and entirely. What was eaten together stays counted, without a name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session, joinedload

from meetups.accounts.emails import code_key
from meetups.accounts.forgetting import delete_account
from meetups.accounts.models import Account, OneTimeCode
from meetups.accounts.records import record_audit, record_consent
from meetups.directory.models import ContactChannel, Professional, Visibility
from meetups.invitations.inbound.forgetting import forget_received
from meetups.invitations.introductions import events_of, forget_introductions
from meetups.invitations.models import CalendarFeed, Call, Invitation, Registration, SeatRequest
from meetups.invitations.registrations import note_status
from meetups.invitations.rules import COMES_OR_MAY, AnswerSource, RegistrationStatus, SeatRequestStatus
from meetups.invitations.seats import give_seat_back
from meetups.invitations.waiting import offer_free_seats
from meetups.outbox import services as outbox
from meetups.outbox.models import OutgoingEmail
from meetups.planning.models import Meetup

NOBODY, GONE = "Une personne", "qui a quitté le réseau"
"""What lists of past meetups show instead of a name."""
LEAVING_TEXT_VERSION = "2026-11"
"""Of what ``templates/pages/members/leave.html`` says: change both together."""
ERASING_TEXT_VERSION = "2026-11"
"""The same of what organisers read in ``templates/pages/people/erase.html``."""


def leave_network(session: Session, person: Professional, *, actor: Account | None = None, now: datetime) -> None:
    """Give back seats to come, erase the person, close their account; leaving twice is leaving once. Flushes.

    ``actor`` is the organiser who does it for them; without one, they did it themselves. An organiser's account is
    kept, apart from the person: others count on it. No mail leaves, and those that waited for this person never will.
    """
    if person.left_at is not None:
        return
    _hold_meetups(session, person, now)
    account, invitations = person.account, _invitations(session, person)
    for invitation in invitations:
        _leave_table(session, invitation, now)
    requests = _take_back_requests(session, person, now)
    _forget_mails(session, person, invitations, requests, now)
    forget_introductions(session, invitations, now)
    session.execute(delete(CalendarFeed).where(CalendarFeed.professional_id == person.id))
    _forget_words(session, person, invitations, requests)
    _erase(person, now)
    record_consent(
        session,
        subject=person,
        purpose="membership",
        text_version=ERASING_TEXT_VERSION if actor else LEAVING_TEXT_VERSION,
        given=False,
        source="organiser" if actor else "profile",
        now=now,
    )
    record_audit(session, actor=actor or account, action="network_left", object=person, now=now)
    if account is not None and not account.is_organiser:
        delete_account(session, account)


def _hold_meetups(session: Session, person: Professional, now: datetime) -> None:
    """Their meetups to come, all held before anything is written, always in one order: see ``lock_meetup``."""
    listed = select(Invitation.meetup_id).where(Invitation.professional_id == person.id)
    asked = select(SeatRequest.meetup_id).where(SeatRequest.professional_id == person.id)
    theirs = or_(Meetup.id.in_(listed), Meetup.id.in_(asked))
    wanted = select(Meetup).where(theirs, Meetup.starts_at > now).order_by(Meetup.id).with_for_update(of=Meetup)
    session.scalars(wanted.execution_options(populate_existing=True)).all()


def _invitations(session: Session, person: Professional) -> Sequence[Invitation]:
    """Every line with this name, as it is now that the meetups are held."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.professional_id == person.id)
        .options(joinedload(Invitation.meetup), joinedload(Invitation.registration))
        .order_by(Invitation.meetup_id)
        .execution_options(populate_existing=True)
    ).all()


def _leave_table(session: Session, invitation: Invitation, now: datetime) -> None:
    """Off the list of a meetup to come, the seat given back; on a past list, a line that opens nothing any more."""
    invitation.renew_link()
    invitation.reasons = []
    meetup = invitation.meetup
    if meetup.is_past(now) or invitation.withdrawn_at is not None or meetup.is_cancelled:
        return
    if invitation.invited_at is None:
        session.delete(invitation)
        return
    registration = invitation.registration
    if registration is not None and registration.status.holds_seat:
        give_seat_back(session, meetup)
    if registration is not None and registration.status in COMES_OR_MAY:
        note_status(session, invitation, RegistrationStatus.WITHDRAWN, AnswerSource.SITE, None, now)
    invitation.withdrawn_at = now
    offer_free_seats(session, meetup, now=now)


def _take_back_requests(session: Session, person: Professional, now: datetime) -> Sequence[SeatRequest]:
    """Seats asked for are asked for no more, and what was written to the team goes."""
    requests = session.scalars(select(SeatRequest).where(SeatRequest.professional_id == person.id)).all()
    for request in requests:
        request.message = ""
        if request.status is SeatRequestStatus.ASKED:
            request.status, request.decided_at = SeatRequestStatus.WITHDRAWN, now
    return requests


def _forget_mails(
    session: Session,
    person: Professional,
    invitations: Sequence[Invitation],
    requests: Sequence[SeatRequest],
    now: datetime,
) -> None:
    """Every mail to their addresses or from them; an address that somebody else still uses keeps theirs."""
    account = person.account
    told = [f"seat:{request.public_id}" for request in requests] + events_of(invitations)
    if account is not None and not account.is_organiser:
        told += _codes(session, account)
    addresses = {address.lower() for address in (person.email, account.email if account else None) if address}
    concerned = [invitation.public_id for invitation in invitations]
    unshared = [address for address in sorted(addresses) if not _is_shared(session, person, address)]
    told += forget_received(session, concerned, unshared, now=now)
    own = [outbox.sent_to(address) for address in unshared]
    about_them = OutgoingEmail.concerns.in_(concerned)
    outbox.forget_mails(session, outbox.told_of(*told), about_them, *own)


def _forget_words(
    session: Session, person: Professional, invitations: Sequence[Invitation], requests: Sequence[SeatRequest]
) -> None:
    """Calls bear a name and a number, done or not; what somebody needs is theirs, for past meetups too."""
    keys = [f"call:seat:{request.public_id}:" for request in requests]
    theirs = [Call.dedupe_key.startswith(key, autoescape=True) for key in keys]
    listed = Call.invitation_id.in_([invitation.id for invitation in invitations])
    session.execute(delete(Call).where(or_(listed, *theirs)))
    for registration in session.scalars(select(Registration).where(Registration.professional_id == person.id)):
        registration.needs = ""


def _codes(session: Session, account: Account) -> list[str]:
    """The same of sign-in codes."""
    return [
        code_key(code) for code in session.scalars(select(OneTimeCode).where(OneTimeCode.account_id == account.id))
    ]


def _is_shared(session: Session, person: Professional, address: str) -> bool:
    """Whether a household, or an organiser's own account, still reads this address."""
    others = select(Professional.id).where(
        func.lower(Professional.email) == address, Professional.id != person.id, Professional.left_at.is_(None)
    )
    if session.scalar(others.limit(1)) is not None:
        return True
    accounts = session.scalars(select(Account).where(func.lower(Account.email) == address))
    return any(account.is_organiser or account.id != person.account_id for account in accounts)


def _erase(person: Professional, now: datetime) -> None:
    """The row stays for the figures, with the family of professions and nothing that leads to anyone."""
    person.first_name, person.last_name, person.profession_text = NOBODY, GONE, ""
    person.profession = person.structure = person.role_profile = person.account = None
    person.email = person.secretary_email = person.phone = person.paused_until = None
    person.contact_channel = ContactChannel.TELEPHONE  # a mail would need an address
    person.places, person.pathways, person.meals = [], [], []
    person.is_listed = person.is_seen_by_guests = person.is_relay = False
    person.phone_visibility = person.email_visibility = Visibility.NOBODY
    person.left_at = now
