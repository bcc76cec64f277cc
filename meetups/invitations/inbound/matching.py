"""Whose mail this is, and which of ours it answers."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from meetups.accounts.models import Account
from meetups.calendars.uids import verify_uid
from meetups.directory.models import Professional
from meetups.invitations.models import Invitation
from meetups.outbox.addresses import Kind, read_address
from meetups.outbox.incoming import Incoming
from meetups.outbox.models import OutgoingEmail
from meetups.planning.models import Meetup, MeetupStatus
from meetups.web.links import settings


def invitation_of_uid(session: Session, uid: str) -> Invitation | None:
    """The invitation that a calendar object names, when we made that name."""
    if verify_uid(settings().secret_key.encode(), uid) is None:
        return None
    return session.scalar(_invitations().where(Invitation.uid == uid.strip().lower()))


def invitation_named(session: Session, public_id: str | None) -> Invitation | None:
    """The invitation with this public id, its person, meetup and answer loaded."""
    return session.scalar(_invitations().where(Invitation.public_id == public_id)) if public_id else None


def addresses_of(person: Professional) -> frozenset[str]:
    """Every address whose answers count as this person's, in lower case."""
    account = person.account.email if person.account else None
    return frozenset(each.lower() for each in (person.email, account, person.secretary_email) if each)


def is_by_secretary(person: Professional, address: str) -> bool:
    """Whether this address answers for them, and is not their own."""
    own = {person.email, person.account.email if person.account else None}
    return address == (person.secretary_email or "").lower() and address not in {each.lower() for each in own if each}


def is_proven(session: Session, mail: Incoming, invitation: Invitation) -> bool:
    """Whether this mail surely comes from this guest, or from who answers for them.

    Its only sender is one of their addresses, and our own mail server vouches for it, or it reached the secret
    address of a mail that this guest received.
    """
    if not mail.has_one_sender or mail.from_address not in addresses_of(invitation.professional):
        return False
    domain = mail.from_address.rpartition("@")[2]
    if mail.authenticated_for(settings().mail_authserv_id, domain):
        return True
    reached = _mails(session, signed_ids(mail.recipients, "r"))
    return any(each.concerns == invitation.public_id for each in reached)


def answered_mail(session: Session, mail: Incoming) -> OutgoingEmail | None:
    """The mail of ours that it answers: the one whose secret address it reached, else the nearest that it names."""
    reached = _mails(session, signed_ids(mail.recipients, "r"))
    return reached[0] if reached else mail_with_id(session, mail.references)


def mail_with_id(session: Session, message_ids: Iterable[str]) -> OutgoingEmail | None:
    """Our mail with the first of these Message-IDs that is one of ours: one query."""
    wanted = list(message_ids)
    found = session.scalars(select(OutgoingEmail).where(OutgoingEmail.message_id.in_(wanted))).all() if wanted else []
    return min(found, key=lambda each: wanted.index(each.message_id), default=None)


def signed_ids(addresses: Iterable[str], kind: Kind) -> list[str]:
    """The public ids of our mails that these addresses of ours name."""
    values = settings()
    read = (read_address(values.secret_key.encode(), values.mail_from, address) for address in addresses)
    return [each.mail_id for each in read if each is not None and each.kind == kind]


def bounced_mail(session: Session, mail: Incoming) -> OutgoingEmail | None:
    """The mail of ours that came back: by the address that it came back to, else by its Message-ID."""
    reached = _mails(session, signed_ids(mail.recipients, "b"))
    if reached or mail.bounce is None:
        return reached[0] if reached else None
    return mail_with_id(session, [mail.bounce.original_message_id, *mail.references])


def only_invitation(session: Session, address: str, *, now: datetime) -> Invitation | None:
    """The one meetup to come to which somebody with this address is invited; ``None`` for none and for several."""
    theirs = or_(
        func.lower(Professional.email) == address,
        func.lower(Professional.secretary_email) == address,
        func.lower(Account.email) == address,
    )
    found = session.scalars(
        _invitations()
        .join(Invitation.professional)
        .outerjoin(Professional.account)
        .join(Invitation.meetup)
        .where(
            theirs,
            Professional.left_at.is_(None),
            Invitation.invited_at.is_not(None),
            Invitation.withdrawn_at.is_(None),
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.ends_at > now,
        )
        .limit(2)
    ).all()
    return found[0] if address and len(found) == 1 else None


def is_ours(address: str) -> bool:
    """Whether we would be writing to ourselves: the sender's address of our mails, or one made of it."""
    values = settings()
    local, _, domain = values.mail_from.lower().rpartition("@")
    name, _, where = address.rpartition("@")
    return where == domain and name.partition("+")[0] == local


def _mails(session: Session, public_ids: list[str]) -> list[OutgoingEmail]:
    if not public_ids:
        return []
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.public_id.in_(public_ids))))


def _invitations() -> Select[Invitation]:
    return select(Invitation).options(
        joinedload(Invitation.meetup),
        joinedload(Invitation.registration),
        joinedload(Invitation.professional).joinedload(Professional.account),
    )
