"""Saying something to guests: a mail to those who have an address that works, a call to make to the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from meetups.directory import mailboxes
from meetups.installation import Installation, find_installation
from meetups.invitations.calls import add_calls
from meetups.invitations.models import Invitation
from meetups.invitations.rules import CallReason, next_sequence
from meetups.invitations.unsent import stop_older
from meetups.outbox import services as outbox
from meetups.outbox.services import Mail

WriteMail = Callable[[Invitation, Installation, datetime], Mail]


@dataclass(frozen=True)
class Sent:
    """What an action makes leave: ``mailed`` mails, and ``to_reach`` people to telephone, write to or meet."""

    mailed: int
    to_reach: int

    def __add__(self, others: "Sent") -> "Sent":
        """With others whom the action tells."""
        return Sent(self.mailed + others.mailed, self.to_reach + others.to_reach)


def tell(session: Session, guests: Sequence[Invitation], write: WriteMail, *, call: CallReason, now: datetime) -> Sent:
    """Write to those who can read a mail, with the next SEQUENCE of each; the others are to be reached by a person.

    What was written to them before and still waits never leaves: it would contradict this. ``call`` is why they are
    called. Flushes.
    """
    team = find_installation(session)
    assert team is not None
    mailed = mailable(session, guests)
    stop_older(session, mailed, now)
    _number(session, mailed)
    outbox.enqueue_all(session, (write(guest, team, now) for guest in mailed), now=now)
    reached = {guest.id for guest in mailed}
    others = [guest for guest in guests if guest.id not in reached]
    add_calls(session, others, call, now=now)
    return Sent(len(mailed), len(others))


def _number(session: Session, guests: Sequence[Invitation]) -> None:
    """Give each its next SEQUENCE. Flushes, then writes the numbers at once: a flush looks at each guest whole."""
    session.flush()
    for guest in guests:
        set_committed_value(guest, "sequence", next_sequence(guest.meetup.sequence, guest.sequence))
    if guests:
        session.execute(update(Invitation), [{"id": guest.id, "sequence": guest.sequence} for guest in guests])


def mailable(session: Session, guests: Sequence[Invitation]) -> list[Invitation]:
    """Those with an address that has not sent our mails back: two queries, the second for the mailboxes that a
    household shares, so that nothing private is written there.
    """
    addresses = {guest.professional.email.lower() for guest in guests if guest.professional.email}
    dead = outbox.suspended_among(session, addresses)
    readers = [guest for guest in guests if guest.professional.email and guest.professional.email.lower() not in dead]
    mailboxes.look_up(session, (guest.professional for guest in readers))
    return readers
