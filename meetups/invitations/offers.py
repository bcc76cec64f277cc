"""The mails that offer a place: one that has not left delays the end of its offer, one that never arrives becomes a
call, one that is true no more is taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from meetups.calendars.reminders import offer_expiry
from meetups.installation import Installation, find_installation
from meetups.invitations.calls import add_call
from meetups.invitations.emails import update_mail
from meetups.invitations.models import Call, Invitation, Registration
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.seats import lock_meetup
from meetups.invitations.waiting_emails import promotion_mail
from meetups.outbox import services as outbox
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import Meetup, MeetupStatus

FRESH = timedelta(hours=1)
"""By how much at most the end that a mail says when it leaves is older than the one that it would say now."""
SAYS_THE_END = (MailKind.PROMOTION, MailKind.UPDATE)


@dataclass
class _Offer:
    """A place held for somebody until an hour that only mails told them."""

    guest: Invitation
    mails: list[OutgoingEmail] = field(default_factory=list)

    @property
    def waiting(self) -> list[OutgoingEmail]:
        """Those that have not left yet."""
        return [mail for mail in self.mails if mail.state is MailState.PENDING]

    @property
    def was_refused(self) -> bool:
        """Whether none left, nor will."""
        return {mail.state for mail in self.mails} <= {MailState.FAILED, MailState.SUPPRESSED} and any(
            mail.state is MailState.FAILED for mail in self.mails
        )

    @property
    def address(self) -> str:
        """Where they went, in lower case."""
        return (self.guest.professional.email or "").lower()


def see_to_mails(session: Session, *, now: datetime) -> int:
    """Of one meetup, the offers whose mail waits or came back; how many changed. Call it until it says 0, as
    ``waiting.expire_offers`` does.

    While the mail waits, because the server is away for instance, the place is held as if it were offered now, and
    the mail is written anew with that end. When no mail reaches the person, they are to be called, and the delay
    starts with the call: see ``waiting.start_delay``.
    """
    for meetup_id in sorted({offer.guest.meetup_id for offer in _to_see_to(session, now)}):
        meetup = lock_meetup(session, meetup_id)
        changed = [_see_to(session, offer, meetup, now) for offer in _to_see_to(session, now, meetup_id)]
        session.flush()
        if any(changed):
            return sum(changed)
    return 0


def has_left() -> ColumnElement[bool]:
    """Condition on ``Registration`` and its ``Invitation``: no mail about this offer still waits."""
    return ~exists().where(*_about_the_offer(), OutgoingEmail.state == MailState.PENDING)


def take_back_offer(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """The offer ended, by an answer or otherwise: a mail about it that still waits never leaves.

    One that a server refused for now keeps a lease while it rests. It is taken back too; one that is being handed
    over for the first time is not.
    """
    mail = OutgoingEmail
    is_free = or_(mail.lease_until.is_(None), mail.lease_until < now, mail.last_error.is_not(None))
    about = mail.concerns == invitation.public_id, mail.kind == MailKind.PROMOTION
    session.execute(
        update(mail)
        .where(*about, mail.state == MailState.PENDING, is_free)
        .values(state=MailState.SUPPRESSED)
        .execution_options(synchronize_session="fetch")
    )


def _to_see_to(session: Session, now: datetime, meetup_id: int | None = None) -> list[_Offer]:
    """Three queries at most."""
    offers = _running(session, now, meetup_id)
    dead = outbox.suspended_among(session, {offer.address for offer in offers if offer.address})
    return [offer for offer in offers if _is_lost(offer, dead) or _is_late(offer, now)]


def _is_lost(offer: _Offer, dead: set[str]) -> bool:
    return not offer.address or offer.address in dead or offer.was_refused


def _is_late(offer: _Offer, now: datetime) -> bool:
    answer = offer.guest.registration
    assert answer is not None
    assert answer.offered_until is not None
    return bool(offer.waiting) and _fresh_end(offer.guest.meetup, now) >= answer.offered_until + FRESH


def _see_to(session: Session, offer: _Offer, meetup: Meetup, now: datetime) -> bool:
    answer, team = offer.guest.registration, find_installation(session)
    assert answer is not None
    if not _is_late(offer, now):
        answer.offered_until = None
        add_call(session, offer.guest, CallReason.OFFERED, now=now)
        return True
    until, answer.offered_until = answer.offered_until, _fresh_end(meetup, now)
    session.flush()
    if team is not None and all(_write_anew(session, mail, offer.guest, team, now) for mail in offer.waiting):
        return True
    answer.offered_until = until  # a worker is handing it over: nothing else is true yet
    return False


def _write_anew(session: Session, row: OutgoingEmail, guest: Invitation, team: Installation, now: datetime) -> bool:
    write = promotion_mail if row.kind is MailKind.PROMOTION else update_mail
    mail = replace(write(guest, team, now), dedupe_key=row.dedupe_key)
    if row.attempts == 0:
        return outbox.replace_pending(session, row.dedupe_key, mail, now=now)
    if row.last_error is None and row.lease_until is not None and row.lease_until >= now:
        return False
    outbox.rewrite(session, row, mail, now=now)
    return True


def _fresh_end(meetup: Meetup, now: datetime) -> datetime:
    return offer_expiry(now, meetup.starts_at, meetup.zone)


def _running(session: Session, now: datetime, meetup_id: int | None) -> Sequence[_Offer]:
    """Offers told by mails alone: whoever told somebody by voice ticked the call."""
    voice = exists().where(
        Call.invitation_id == Invitation.id,
        Call.reason == CallReason.OFFERED,
        Call.created_at >= Registration.answered_at,
    )
    rows = session.execute(
        select(Invitation, OutgoingEmail)
        .join(Invitation.registration)
        .join(Invitation.meetup)
        .join(OutgoingEmail, and_(*_about_the_offer()))
        .where(
            Registration.status == RegistrationStatus.OFFERED,
            Registration.source == AnswerSource.WAITING_LIST,
            Registration.offered_until.is_not(None),
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.starts_at > now,
            Meetup.id == meetup_id if meetup_id else Meetup.id.is_not(None),
            ~voice,
        )
        .options(
            contains_eager(Invitation.registration),
            contains_eager(Invitation.meetup),
            joinedload(Invitation.professional),
        )
        .order_by(Registration.offered_until, Registration.id, OutgoingEmail.id)
        .execution_options(populate_existing=True)
    )
    offers: dict[int, _Offer] = {}
    for guest, mail in rows:
        offers.setdefault(guest.id, _Offer(guest)).mails.append(mail)
    return list(offers.values())


def _about_the_offer() -> tuple[ColumnElement[bool], ...]:
    return (
        OutgoingEmail.concerns == Invitation.public_id,
        OutgoingEmail.kind.in_(SAYS_THE_END),
        OutgoingEmail.created_at >= Registration.answered_at,
    )
