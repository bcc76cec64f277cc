"""Reminders: to those who have not answered, to those who come; once for each start, never after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from meetups.accounts.models import AuditEntry
from meetups.installation import find_installation
from meetups.invitations.calls import add_calls
from meetups.invitations.limits import Written, written_about
from meetups.invitations.models import Invitation
from meetups.invitations.queries import guest_list
from meetups.invitations.reminder_emails import reminder_mail
from meetups.invitations.rhythm import FURTHEST_DAYS, SET, leaves_at
from meetups.invitations.rules import CallReason, RegistrationStatus, next_sequence
from meetups.invitations.seats import lock_meetup
from meetups.invitations.telling import Sent, mailable
from meetups.outbox import services as outbox
from meetups.planning.models import Meetup, MeetupStatus, Reminder, ReminderAudience

LATE = timedelta(days=1)
"""A reminder whose hour passed longer ago, for the meetup was moved or published late, is left out."""
REST = timedelta(days=2)
"""Nobody is asked again sooner than this after being asked."""
APART = timedelta(hours=20)
"""Nobody gets two reminders within this time, whatever was changed on the page, nor a reminder so soon after an
invitation, a change or an offered place, which says as much: theirs is left out.
"""

OPEN = {RegistrationStatus.MAYBE, RegistrationStatus.OFFERED}
"""Answers after which the question stays."""


def due(session: Session, now: datetime) -> list[Reminder]:
    """The reminders whose time has come and that did not leave for this start: one query."""
    furthest = now + timedelta(days=FURTHEST_DAYS + 2)
    waiting = session.scalars(
        select(Reminder)
        .join(Reminder.meetup)
        .options(contains_eager(Reminder.meetup))
        .where(
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.starts_at > now,
            Meetup.starts_at < furthest,
            or_(Reminder.sent_for.is_(None), Reminder.sent_for != Meetup.starts_at),
        )
        .order_by(Meetup.starts_at, Reminder.id)
    )
    return [reminder for reminder in waiting if is_due(reminder, now)]


def is_due(reminder: Reminder, now: datetime) -> bool:
    """Whether a reminder leaves now, and not before, nor much later, nor once the meetup has begun."""
    meetup = reminder.meetup
    at = leaves_at(meetup, reminder.days_before)
    return at <= now < min(at + LATE, meetup.starts_at) and reminder.sent_for != meetup.starts_at


def send(session: Session, reminder: Reminder, *, now: datetime) -> Sent:
    """Write to its audience, but those who have just heard, or are about to; those of the silent who read no mail are
    to be rung. Twice at once, it leaves once.
    """
    meetup = lock_meetup(session, reminder.meetup_id)
    current = session.scalar(
        select(Reminder).where(Reminder.id == reminder.id).execution_options(populate_existing=True)
    )
    if current is None or meetup.status is not MeetupStatus.PUBLISHED or not is_due(current, now):
        return Sent(0, 0)
    current.sent_for = meetup.starts_at
    wanted = audience(current, guest_list(session, meetup), now)
    readers = mailable(session, wanted)
    mailed = _mail(session, current, readers, now)
    to_call = [guest for guest in wanted if guest not in readers and current.audience is ReminderAudience.SILENT]
    add_calls(session, to_call, CallReason.REMINDED, event=current.public_id, now=now)
    session.flush()
    return Sent(mailed, len(to_call))


def audience(reminder: Reminder, guests: Sequence[Invitation], now: datetime) -> list[Invitation]:
    """Whom a reminder is for. Those who come hear it whatever they want of invitations; who said no hears nothing."""
    asked = [guest for guest in guests if guest.invited_at is not None]
    if reminder.audience is ReminderAudience.COMING:
        return [guest for guest in asked if _holds_seat(guest)]
    meetup = reminder.meetup
    if meetup.answer_by is not None and meetup.answer_by <= now:
        return []  # the meal is ordered: their yes would come too late
    return [guest for guest in asked if _is_undecided(guest, now) and not (meetup.is_full and not _holds_seat(guest))]


def meetups_without_reminders(session: Session, now: datetime) -> list[Meetup]:
    """Those published before reminders existed, and not those whose organiser wants none: one query."""
    chosen = select(AuditEntry.object).where(AuditEntry.action == SET, AuditEntry.object.is_not(None))
    return list(
        session.scalars(
            select(Meetup)
            .where(
                Meetup.status == MeetupStatus.PUBLISHED,
                Meetup.starts_at > now,
                ~Meetup.reminders.any(),
                Meetup.public_id.not_in(chosen),
            )
            .order_by(Meetup.id)
        )
    )


def _holds_seat(guest: Invitation) -> bool:
    """Coming, or a seat is kept until they say so again; an offer that expires has a delay of its own."""
    answer = guest.registration
    return answer is not None and answer.status.holds_seat and answer.offered_until is None


def _is_undecided(guest: Invitation, now: datetime) -> bool:
    """Silent, or with a « peut-être » that leaves the question open."""
    answer, asked_at = guest.registration, guest.invited_at
    if answer is not None:
        if answer.status not in OPEN or answer.offered_until is not None:
            return False
        asked_at = answer.answered_at  # they said perhaps, or the seat was kept for them when the date moved
    rested = asked_at is not None and asked_at <= now - REST
    return rested and guest.professional.can_be_invited(now)


def _mail(session: Session, reminder: Reminder, guests: list[Invitation], now: datetime) -> int:
    """Write to those whom this meetup did not write to enough; how many mails leave."""
    team, written = find_installation(session), written_about(session, reminder.meetup)
    assert team is not None
    is_last = _is_last(reminder)
    chosen = [guest for guest in guests if _may_hear(written.get(guest.public_id, Written()), is_last, now)]
    for guest in chosen:
        if guest.sequence < 0:  # their calendar holds nothing yet: a later change must have a higher number
            guest.sequence = next_sequence(reminder.meetup.sequence, guest.sequence)
    session.flush()
    outbox.enqueue_all(session, (reminder_mail(reminder, guest, team, now) for guest in chosen), now=now)
    return len(chosen)


def _is_last(reminder: Reminder) -> bool:
    """Whether no later one is planned for those who come."""
    later = (each for each in reminder.meetup.reminders if each.days_before < reminder.days_before)
    return all(each.audience is not ReminderAudience.COMING for each in later)


def _may_hear(written: Written, is_last: bool, now: datetime) -> bool:
    """Not too often, and never in the place of the last reminder: an earlier one gives way to it."""
    heard = (at for at in (written.reminded_at, written.told_at) if at is not None)
    is_enough = written.is_enough if is_last else written.leaves_only_the_last
    return not is_enough and not written.awaits_news and all(at <= now - APART for at in heard)
