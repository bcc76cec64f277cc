"""What was written to guests and has not left yet: news that comes meanwhile takes its place."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from meetups.invitations.models import Invitation
from meetups.outbox import services as outbox
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.services import Mail

SETTLING = timedelta(minutes=2)
"""How long a change waits before it leaves: several edits in a row make one mail."""
NEAR = timedelta(hours=24)
"""Before a meetup this near, nothing waits."""
BESIDE = {MailKind.CONFIRMATION, MailKind.REMINDER}
"""They bring the calendar object that the guest knows, under its SEQUENCE (RFC 5546, 2.1.4)."""


@dataclass
class Letters:
    """The mails written to one guest, by dedupe key, oldest first. ``waiting``: no worker ever tried them, they can be
    written anew or taken back. ``retried``: a server refused them for now. ``have_left``: some left, or may have.
    ``beside``: those that wait under a SEQUENCE which a mail that left, or may have, carries too. ``refused_by``: the
    addresses, in lower case, that sent one back.
    """

    waiting: dict[str, MailKind] = field(default_factory=dict)
    retried: dict[str, MailKind] = field(default_factory=dict)
    have_left: bool = False
    beside: set[str] = field(default_factory=set)
    refused_by: set[str] = field(default_factory=set)

    def were_refused_by(self, guest: Invitation) -> bool:
        """Whether the address that we know sent one back."""
        return (guest.professional.email or "").lower() in self.refused_by

    def may_say_anew(self, key: str) -> bool:
        """Whether this mail waits, and no other one that left brings something else under its SEQUENCE."""
        return key in self.waiting and key not in self.beside

    def stop(self, session: Session, kinds: Collection[MailKind], now: datetime) -> None:
        """Mails of these kinds do not leave, but those that a worker has just taken."""
        for key in [key for key, kind in self.waiting.items() if kind in kinds]:
            if outbox.take_back(session, key):
                del self.waiting[key]
            elif self.waiting[key] in BESIDE:
                self.beside.update(self.waiting)
        for key in give_up(session, [key for key, kind in self.retried.items() if kind in kinds], now):
            del self.retried[key]


def letters_to(session: Session, guests: Iterable[Invitation], now: datetime) -> dict[str, Letters]:
    """The mails of each guest, by the public id of the invitation: one query."""
    mail = OutgoingEmail
    rows = session.execute(
        select(
            mail.concerns,
            mail.dedupe_key,
            mail.kind,
            mail.state,
            mail.attempts,
            mail.lease_until,
            mail.last_error,
            mail.recipient,
        )
        .where(mail.concerns.in_([guest.public_id for guest in guests]), mail.state != MailState.SUPPRESSED)
        .order_by(mail.id)
    )
    found: dict[str, Letters] = defaultdict(Letters)
    for concerns, key, kind, state, attempts, lease_until, refusal, recipient in rows:
        letters = found[concerns or ""]
        if state is MailState.PENDING and attempts == 0 and lease_until is None:
            letters.waiting[key] = kind
            continue
        if kind in BESIDE:
            letters.beside.update(letters.waiting)
        if state is MailState.FAILED:
            letters.refused_by.add(recipient.lower())
        elif state is MailState.PENDING and (lease_until is None or lease_until < now or refusal is not None):
            letters.retried[key] = kind
        else:
            letters.have_left = True
    return found


def leaves_at(former: datetime, starts_at: datetime, now: datetime) -> datetime:
    """When the news of a change leaves, for a meetup that was to start at ``former`` and starts at ``starts_at``."""
    return now if min(former, starts_at) - now <= NEAR else now + SETTLING


def take_back_all(session: Session, keys: Iterable[str]) -> bool:
    """None of these mails leaves; ``False`` when a worker had just taken one."""
    taken = [outbox.take_back(session, key) for key in keys]
    return all(taken)


def stop_older(
    session: Session, guests: Sequence[Invitation], now: datetime, kinds: Collection[MailKind] = tuple(MailKind)
) -> None:
    """What was written to these guests does not leave after what is written now: one query, and one a mail."""
    for letters in letters_to(session, guests, now).values():
        letters.stop(session, kinds, now)


def give_up(session: Session, keys: Collection[str], now: datetime) -> Sequence[str]:
    """Mails that a server refused for now are not tried again: newer ones say what is true. Those really given up."""
    if not keys:
        return []
    mail = OutgoingEmail  # one that rests while its server is away keeps a lease
    is_free = or_(mail.lease_until.is_(None), mail.lease_until < now, mail.last_error.is_not(None))
    old = OutgoingEmail.dedupe_key.in_(keys), OutgoingEmail.state == MailState.PENDING, is_free
    return session.scalars(
        update(OutgoingEmail)
        .where(*old)
        .values(state=MailState.SUPPRESSED)
        .returning(OutgoingEmail.dedupe_key)
        .execution_options(synchronize_session=False)
    ).all()


def untouched_keys(session: Session, event: str) -> Sequence[str]:
    """The mails about this event that no worker ever tried."""
    return session.scalars(
        select(OutgoingEmail.dedupe_key).where(
            outbox.told_of(event),
            OutgoingEmail.state == MailState.PENDING,
            OutgoingEmail.attempts == 0,
            OutgoingEmail.lease_until.is_(None),
        )
    ).all()


def say_anew(
    session: Session, mail: Mail, event: str, *, now: datetime, not_before: datetime, undoes: datetime | None = None
) -> bool:
    """Write this mail in the place of the one that tells an earlier state of the same event, if it has not left.

    ``undoes``: since when the changes were made that are taken back; if nothing else was told, nothing is: ``False``.
    """
    if undoes is not None and (untold := untold_keys(session, event, undoes)) and take_back_all(session, untold):
        return False
    if not any(outbox.replace_pending(session, key, mail, now=now) for key in untouched_keys(session, event)):
        outbox.enqueue(session, mail, now=now, not_before=not_before)
    return True


def untold_keys(session: Session, event: str, since: datetime) -> list[str]:
    """The mails that say all that was said of this event since then, when they all wait and nothing older does."""
    mail = OutgoingEmail
    still = or_(mail.created_at >= since, mail.state == MailState.PENDING)
    rows = session.execute(
        select(mail.dedupe_key, mail.created_at, mail.state, mail.attempts, mail.lease_until).where(
            outbox.told_of(event), mail.state != MailState.SUPPRESSED, still
        )
    ).all()
    fresh = [(row.created_at >= since and row.attempts == 0 and row.lease_until is None) for row in rows]
    waits = all(row.state is MailState.PENDING for row in rows)
    return [row.dedupe_key for row in rows] if waits and all(fresh) else []
