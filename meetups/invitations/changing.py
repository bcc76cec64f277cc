"""Telling guests that something changed or is off, without a mail that contradicts another one.

What has not left yet is written anew in its place, under the same SEQUENCE; what has left is followed by a mail with
a higher one (RFC 5546, 2.1.4).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.installation import Installation, find_installation
from meetups.invitations import emails
from meetups.invitations.calls import add_calls, drop_calls
from meetups.invitations.hearing import how_they_hear
from meetups.invitations.models import Invitation
from meetups.invitations.rules import CallReason, next_sequence
from meetups.invitations.telling import Sent, WriteMail, mailable
from meetups.invitations.unsent import Letters, give_up, letters_to, say_anew, take_back_all
from meetups.invitations.waiting_emails import promotion_mail
from meetups.invitations.waiting_queries import is_offer
from meetups.outbox import services as outbox
from meetups.outbox.models import MailKind

OUTDATED = {MailKind.CONFIRMATION, MailKind.REMINDER, MailKind.WAITING}
"""What another date or place makes untrue, and the news of it says better."""
FIRST = {MailKind.INVITATION, MailKind.PROMOTION}
"""They say more than that something changed."""
SAID_BETTER = FIRST | {MailKind.UPDATE}
"""What any newer news replaces."""


def tell_change(
    session: Session,
    guests: Sequence[Invitation],
    write: WriteMail,
    *,
    moved: bool,
    today: bool,
    leaves: datetime,
    now: datetime,
) -> Sent:
    """The news reaches each guest. ``moved``: the date or the place, so each is asked again; else the programme,
    for which nobody is called. ``today``: those who were coming are called besides. ``leaves`` is when mails do.
    Flushes.
    """
    team, mailed = _team(session), mailable(session, guests)
    letters = letters_to(session, mailed, now)
    for guest in mailed:
        known = letters.get(guest.public_id, Letters())
        if moved:
            known.stop(session, OUTDATED, now)
        _tell_one(session, guest, known, write, team, moved=moved, leaves=leaves, now=now)
    if not moved:
        return Sent(len(mailed), 0)
    return _with_calls(session, guests, mailed, CallReason.MOVED, today=today, now=now)


def _tell_one(
    session: Session,
    guest: Invitation,
    known: Letters,
    write: WriteMail,
    team: Installation,
    *,
    moved: bool,
    leaves: datetime,
    now: datetime,
) -> None:
    if emails.is_plain(guest):
        give_up(session, [key for key, kind in known.retried.items() if kind in SAID_BETTER], now)
        say_anew(session, write(guest, team, now), emails.plain_event(guest), now=now, not_before=leaves)
        return
    key = emails.calendar_key(guest, "REQUEST")
    # Two changes in one mail: what the first one changed is not told apart any more.
    both, untold = emails.update_mail, known.waiting.get(key)
    if known.may_say_anew(key):
        if moved:
            guest.moved_sequence = guest.sequence
        if outbox.replace_pending(session, key, _first_or(both, untold, guest)(guest, team, now), now=now):
            return
    tells_move = untold is MailKind.UPDATE and guest.moved_sequence == guest.sequence
    first = next((kind for kind in known.retried.values() if kind in FIRST), untold)
    known.stop(session, SAID_BETTER, now)
    if key in known.waiting:  # a worker has just taken it
        first, tells_move = None, False
    guest.sequence = next_sequence(guest.meetup.sequence, guest.sequence)
    if moved or tells_move:
        guest.moved_sequence = guest.sequence
    session.flush()
    mail = _first_or(both if tells_move and not moved else write, first, guest)(guest, team, now)
    outbox.enqueue(session, mail, now=now, not_before=leaves)


def _first_or(write: WriteMail, kind: MailKind | None, guest: Invitation) -> WriteMail:
    """An invitation, or the offer of a place, that this guest never got stays one, with what is true now."""
    if kind is MailKind.INVITATION:
        return emails.invitation_mail
    if kind is MailKind.PROMOTION and guest.registration is not None and is_offer(guest.registration):
        return promotion_mail
    return write


def tell_end(
    session: Session,
    guests: Sequence[Invitation],
    write: WriteMail,
    *,
    call: CallReason,
    today: bool = False,
    now: datetime,
) -> Sent:
    """The meetup is off, or a guest's invitation is taken back: nothing older leaves any more.

    Whoever has heard of nothing yet hears nothing: their invitation is taken back before it left, and nobody calls
    somebody to say what is off. Flushes.
    """
    team, hearing = _team(session), how_they_hear(session, guests, now)
    # A mail that a worker has just taken leaves, and must be followed.
    taken = [each for each in guests if _stop_the_rest(session, hearing.letters.get(each.public_id), now)]
    told = [guest for guest in guests if guest in hearing.by_mail or (guest in hearing.nobody and guest in taken)]
    drop_calls(session, [guest for guest in guests if guest not in hearing.by_call])
    for guest in told:
        if guest.sequence >= 0:  # else nothing ever was in their calendar, and a plain mail says it
            was_in_calendar = guest.is_in_calendar
            guest.sequence = next_sequence(guest.meetup.sequence, guest.sequence)
            if not was_in_calendar:
                guest.forget_calendar()
    session.flush()
    outbox.enqueue_all(session, (write(guest, team, now) for guest in told), now=now)
    return _with_calls(session, [*told, *hearing.by_call], told, call, today=today, now=now)


def _stop_the_rest(session: Session, known: Letters | None, now: datetime) -> bool:
    """Nothing that waits leaves any more; ``True`` when a worker has just taken a mail, which must be followed."""
    if known is None:
        return False
    give_up(session, known.retried, now)
    return not take_back_all(session, known.waiting)


def _with_calls(
    session: Session,
    guests: Sequence[Invitation],
    mailed: Sequence[Invitation],
    reason: CallReason,
    *,
    today: bool,
    now: datetime,
) -> Sent:
    to_call = [guest for guest in guests if guest not in mailed or (today and _was_coming(guest))]
    add_calls(session, to_call, reason, now=now)
    return Sent(len(mailed), len(to_call))


def _was_coming(guest: Invitation) -> bool:
    return guest.registration is not None and guest.registration.status.holds_seat


def _team(session: Session) -> Installation:
    team = find_installation(session)
    assert team is not None
    return team
