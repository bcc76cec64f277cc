"""How often one person is written to: two invitations in thirty days, four mails about one meetup.

What changes a meetup that somebody knows of never counts, nor what they ask for themselves.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from meetups.invitations.models import Invitation
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import Meetup
from meetups.web.filters import local

INVITATIONS, WINDOW = 2, timedelta(days=30)
MAILS_PER_MEETUP = 4
COUNTED = (MailKind.INVITATION, MailKind.REMINDER, MailKind.POLL, MailKind.WAITING)
NEWS = (MailKind.INVITATION, MailKind.UPDATE, MailKind.PROMOTION)
"""What says when and where with a calendar object: a reminder beside it says nothing more, and before it lies."""
OWN_ACCORD = {"signed_up", "asked_for_seat"}
"""Reasons of those who came by themselves: nobody invited them."""
STRUCTURE = "structure"
"""Reason of those whom a structure named: it chose them, not us."""
_LEFT = (MailState.PENDING, MailState.SENT)


@dataclass(frozen=True)
class Held:
    """Somebody who stays on the list without being asked yet.

    ``until`` is the first day of Paris on which they may be; empty when this meetup wrote to them often enough.
    """

    guest: Invitation
    until: date | None


@dataclass(frozen=True)
class Written:
    """How many counted mails about one meetup one guest was sent, when the last reminder was, and the last news of
    when and where left; ``awaits_news`` while some has not left yet.
    """

    mails: int = 0
    reminded_at: datetime | None = None
    told_at: datetime | None = None
    awaits_news: bool = False

    @property
    def is_enough(self) -> bool:
        """Nothing more about this meetup, changes aside."""
        return self.mails >= MAILS_PER_MEETUP

    @property
    def leaves_only_the_last(self) -> bool:
        """One more at most, which is kept for the last reminder: « demain » is the one that people count on."""
        return self.mails >= MAILS_PER_MEETUP - 1


def allowed_from(stamps: Sequence[datetime], now: datetime) -> date | None:
    """The first day on which one more invitation is allowed after those of ``stamps``; ``None`` when it is today.

    Days of Paris, so that the day that is announced is good from its morning on.
    """
    free_again = sorted(local(stamp).date() + WINDOW for stamp in stamps)
    held_by = [day for day in free_again if day > local(now).date()]
    return held_by[-INVITATIONS] if len(held_by) >= INVITATIONS else None


def held_back(session: Session, meetup: Meetup, guests: Sequence[Invitation], now: datetime) -> list[Held]:
    """Those of ``guests``, in their order, who may not be asked now: two queries whatever the number."""
    if not guests:
        return []
    stamps, written = _invited(session, guests, now), written_about(session, meetup)
    held = []
    for guest in guests:
        until = allowed_from(stamps[guest.professional_id], now)
        if until is not None or written.get(guest.public_id, Written()).is_enough:
            held.append(Held(guest, until))
    return held


def held_this_month(session: Session, guests: Sequence[Invitation], now: datetime) -> list[Held]:
    """Those of ``guests``, of any meetups, who had their two invitations: one query."""
    stamps = _invited(session, guests, now) if guests else {}
    days = ((guest, allowed_from(stamps.get(guest.professional_id, []), now)) for guest in guests)
    return [Held(guest, until) for guest, until in days if until is not None]


def written_about(session: Session, meetup: Meetup) -> dict[str, Written]:
    """By public id of the invitation, what was written about ``meetup``: one query."""
    mail = OutgoingEmail
    rows = session.execute(
        select(mail.concerns, mail.kind, mail.state, func.count(), func.max(mail.created_at), func.max(mail.sent_at))
        .where(mail.about == meetup.public_id, mail.kind.in_({*COUNTED, *NEWS}), mail.state.in_(_LEFT))
        .group_by(mail.concerns, mail.kind, mail.state)
    )
    found: dict[str, Written] = {}
    for concerns, kind, state, count, created_at, sent_at in rows:
        known = found.get(concerns or "", Written())
        is_news = kind in NEWS
        found[concerns or ""] = Written(
            mails=known.mails + (count if kind in COUNTED else 0),
            reminded_at=_later(known.reminded_at, created_at if kind is MailKind.REMINDER else None),
            told_at=_later(known.told_at, sent_at if is_news else None),
            awaits_news=known.awaits_news or (is_news and state is MailState.PENDING),
        )
    return found


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _invited(session: Session, guests: Sequence[Invitation], now: datetime) -> dict[int, list[datetime]]:
    """By person, when each invitation of the window left, to any meetup: by its mail, else when it was said.

    The mail to who is named by a structure is none of ours; somebody whom we had invited before was once.
    """
    since, mail = now - WINDOW - timedelta(days=1), OutgoingEmail
    first = and_(mail.concerns == Invitation.public_id, mail.kind == MailKind.INVITATION)
    rows = session.execute(
        select(
            Invitation.professional_id,
            Invitation.id,
            Invitation.invited_at,
            Invitation.reasons,
            mail.created_at,
            mail.state,
        )
        .outerjoin(mail, first)
        .where(
            Invitation.professional_id.in_([guest.professional_id for guest in guests]),
            or_(Invitation.invited_at >= since, mail.created_at >= since),
        )
        .order_by(mail.id)
    )
    mails: dict[int, list[datetime | None]] = defaultdict(list)
    stamps: dict[int, list[datetime]] = defaultdict(list)
    named: dict[int, int] = {}
    for person, guest, invited_at, reasons, mailed_at, state in rows:
        codes, left_at = {reason["code"] for reason in reasons}, mailed_at if state in _LEFT else None
        if mailed_at is not None and STRUCTURE in codes:
            named[guest] = person
            mails[guest].append(left_at)
        elif mailed_at is not None:
            stamps[person] += [left_at] if left_at else []
        elif invited_at is not None and codes != {STRUCTURE} and not codes & OWN_ACCORD:
            stamps[person].append(invited_at)
    for guest, person in named.items():
        stamps[person] += [at for at in mails[guest][:-1] if at]  # the last one was the structure's
    return stamps
