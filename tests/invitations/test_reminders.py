"""Reminders: whom they reach, once for each start, by the worker's tick, right across both changes of hour."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.cli import CLOCKWORK
from meetups.invitations import reminders, rhythm_worker
from meetups.invitations.answers import answer
from meetups.invitations.calls import close_calls
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Call, Invitation
from meetups.invitations.registrations import note_status
from meetups.invitations.rhythm import DEFAULTS, Rhythm, set_rhythm
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.services import cancel, invite, reschedule
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.services import enqueue
from meetups.planning.models import MeetupStatus, Reminder, ReminderAudience
from meetups.worker import Worker
from tests import factories
from tests.conftest import Cast, FrozenClock
from tests.factories import LUNCH, NOW
from tests.invitations.test_seats import all_at_once
from tests.invitations.test_services import calendars, line
from tests.outbox.mails import a_mail

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED
SILENT_AT, WEEK_AT, EVE_AT = LUNCH - 10 * DAY, LUNCH - 7 * DAY, LUNCH - DAY


@pytest.fixture
def guests(session: Session, cast: Cast) -> list[Invitation]:
    """Inès, Karim and Odile, really asked."""
    people = cast.ines, cast.karim, cast.odile
    made = [add_guest(session, cast.lunch, person, reasons=[], now=NOW) for person in people]
    invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    return made


def say(session: Session, guest: Invitation, status: RegistrationStatus) -> None:
    answer(session, guest, status, source=AnswerSource.EMAIL_LINK, now=NOW)
    session.commit()


def reminded(session: Session) -> list[str]:
    """To whom reminders left, in order."""
    session.expire_all()
    rows = session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REMINDER).order_by(OutgoingEmail.id)
    ).all()
    session.commit()
    return [row.recipient.split("@")[0] for row in rows]


def test_the_usual_reminders_are_kept_when_a_meetup_is_first_published(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    assert {(each.audience, each.days_before) for each in cast.lunch.reminders} == set(DEFAULTS)
    invite(session, cast.lunch, now=NOW)
    assert len(cast.lunch.reminders) == 3


def test_each_audience_hears_its_own_reminders_once(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    say(session, guests[0], GOING)
    for at in (SILENT_AT - HOUR, SILENT_AT, SILENT_AT + HOUR):
        rhythm_worker.send_reminders(at)
    assert reminded(session) == ["karim"]
    for at in (WEEK_AT, WEEK_AT + HOUR, EVE_AT, EVE_AT + HOUR):
        rhythm_worker.send_reminders(at)
    assert reminded(session) == ["karim", "ines", "ines"]


def test_a_reminder_that_left_is_over_for_whoever_answers_later(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    rhythm_worker.send_reminders(EVE_AT)
    say(session, guests[1], GOING)
    rhythm_worker.send_reminders(EVE_AT + HOUR)
    assert reminded(session) == ["ines"], "his confirmation has just said the same"


@pytest.mark.parametrize("status", [DECLINED, RegistrationStatus.WAITING])
def test_who_answered_without_coming_hears_nothing(
    session: Session, cast: Cast, guests: list[Invitation], status: RegistrationStatus
) -> None:
    for guest in guests:
        say(session, guest, DECLINED)
        assert guest.registration
        guest.registration.status = status
    session.commit()
    for at in (SILENT_AT, WEEK_AT, EVE_AT):
        rhythm_worker.send_reminders(at)
    assert reminded(session) == []
    assert session.scalars(select(Call).where(Call.reason == CallReason.REMINDED)).all() == []


def test_the_silent_who_stopped_or_paused_invitations_hear_nothing_and_who_comes_is_reminded_all_the_same(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    cast.ines.unsubscribed_at = cast.karim.unsubscribed_at = NOW
    cast.odile.paused_until = LUNCH
    session.commit()
    for at in (SILENT_AT, WEEK_AT):
        rhythm_worker.send_reminders(at)
    assert reminded(session) == ["ines"]
    assert session.scalars(select(Call).where(Call.reason == CallReason.REMINDED)).all() == []


def test_the_silent_without_email_are_to_be_rung_and_who_comes_is_left_in_peace(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    close_calls(session, guests[2], by=cast.maud.public_id, now=NOW)
    rhythm_worker.send_reminders(SILENT_AT)
    (call,) = session.scalars(select(Call).where(Call.reason == CallReason.REMINDED)).all()
    assert call.name == cast.odile.full_name
    say(session, guests[2], GOING)
    rhythm_worker.send_reminders(WEEK_AT)
    assert len(session.scalars(select(Call).where(Call.reason == CallReason.REMINDED)).all()) == 1


def test_a_reminder_keeps_the_sequence_and_the_answer_with_a_newer_stamp(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    rhythm_worker.send_reminders(SILENT_AT)
    rhythm_worker.send_reminders(EVE_AT)
    asked = calendars(session, MailKind.INVITATION)[0]
    silent, coming = calendars(session, MailKind.REMINDER)
    assert line(coming, "UID") == line(asked, "UID")
    assert line(coming, "SEQUENCE") == line(asked, "SEQUENCE") == "SEQUENCE:0"
    assert line(coming, "METHOD") == "METHOD:REQUEST"
    assert line(coming, "DTSTAMP") == "DTSTAMP:20270118T111500Z" > line(asked, "DTSTAMP")
    assert "PARTSTAT=ACCEPTED" in line(coming, "ATTENDEE")
    assert "PARTSTAT=NEEDS-ACTION" in line(silent, "ATTENDEE")
    assert guests[0].sequence == 0


def test_a_reminder_moves_with_the_meetup(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    say(session, guests[0], GOING)
    rhythm_worker.send_reminders(EVE_AT)
    later = LUNCH + 21 * DAY
    reschedule(session, cast.lunch, starts_at=later, ends_at=later + HOUR, venue_id=cast.room.id, now=EVE_AT + HOUR)
    factories.mails_leave(session)
    assert reminded(session) == ["ines"]
    rhythm_worker.send_reminders(later - 10 * DAY)
    assert reminded(session) == ["ines", "ines", "karim"], "her seat is kept, and she has not said yes again"
    rhythm_worker.send_reminders(later - DAY)
    assert reminded(session)[3:] == ["ines"]


def move(session: Session, cast: Cast, starts_at: datetime, now: datetime) -> None:
    reschedule(session, cast.lunch, starts_at=starts_at, ends_at=starts_at + HOUR, venue_id=cast.room.id, now=now)
    session.commit()


def written(session: Session, name: str, since: datetime) -> list[MailKind]:
    """What was written to somebody from ``since`` on, in order."""
    session.expire_all()
    theirs = OutgoingEmail.recipient == f"{name}@sante.example", OutgoingEmail.created_at >= since
    rows = session.scalars(select(OutgoingEmail.kind).where(*theirs).order_by(OutgoingEmail.id)).all()
    session.commit()
    return list(rows)


@pytest.mark.parametrize("days", [10, 7, 1])
def test_the_news_of_a_move_leaves_alone_even_when_a_reminder_of_the_new_date_is_due(
    session: Session, cast: Cast, guests: list[Invitation], days: int
) -> None:
    say(session, guests[0], GOING)
    factories.mails_leave(session)
    now = NOW + 10 * DAY
    move(session, cast, now + days * DAY, now)
    rhythm_worker.send_reminders(now)
    factories.mails_leave(session)
    for hours in (1, 19, 25, 30):
        rhythm_worker.send_reminders(now + hours * HOUR)
    assert written(session, "ines", now) == [MailKind.UPDATE]
    assert written(session, "karim", now) == [MailKind.UPDATE]


def test_a_reminder_never_overtakes_news_that_wait_however_long(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    factories.mails_leave(session)
    move(session, cast, LUNCH + DAY, EVE_AT - 5 * DAY)
    rhythm_worker.send_reminders(EVE_AT + DAY)
    assert reminded(session) == [], "the relay was away for days"


def test_a_reminder_follows_news_that_left_a_day_before(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    factories.mails_leave(session)
    move(session, cast, LUNCH + DAY, EVE_AT + timedelta(minutes=1))
    factories.mails_leave(session)
    rhythm_worker.send_reminders(EVE_AT + DAY)
    assert reminded(session) == ["ines"]


@pytest.mark.parametrize("kind", [MailKind.PROMOTION, MailKind.INVITATION, MailKind.UPDATE])
def test_who_was_just_written_when_and_where_hears_no_reminder(
    session: Session, cast: Cast, guests: list[Invitation], kind: MailKind
) -> None:
    for guest in guests[:2]:
        say(session, guest, GOING)
    mail = session.scalars(select(OutgoingEmail).where(OutgoingEmail.recipient == "ines@sante.example")).first()
    assert mail
    mail.kind, mail.state, mail.sent_at = kind, MailState.SENT, EVE_AT - 19 * HOUR
    session.commit()
    rhythm_worker.send_reminders(EVE_AT)
    assert reminded(session) == ["karim"]


def test_a_perhaps_leaves_the_question_open_and_is_asked_it_again(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    for guest in guests:
        say(session, guest, MAYBE)
    rhythm_worker.send_reminders(SILENT_AT)
    assert reminded(session) == ["ines", "karim"]
    (call,) = session.scalars(select(Call).where(Call.reason == CallReason.REMINDED)).all()
    assert call.name == cast.odile.full_name
    assert "PARTSTAT=TENTATIVE" in line(calendars(session, MailKind.REMINDER)[0], "ATTENDEE")
    mail = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REMINDER)).first()
    assert mail
    assert mail.mime
    assert "Vous aviez dit «\u00a0peut-être\u00a0»" in text_of(mail.mime)
    for at in (WEEK_AT, EVE_AT):
        rhythm_worker.send_reminders(at)
    assert len(reminded(session)) == 2, "nobody comes for sure"


def test_a_perhaps_of_yesterday_or_at_a_full_table_is_not_asked_again(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], MAYBE)
    answer(session, guests[1], MAYBE, source=AnswerSource.EMAIL_LINK, now=SILENT_AT - DAY)
    session.commit()
    rhythm_worker.send_reminders(SILENT_AT)
    assert reminded(session) == ["ines"]
    set_rhythm(session, cast.lunch, Rhythm([(ReminderAudience.SILENT, 5)]), actor=cast.maud, now=SILENT_AT)
    say(session, guests[2], GOING)
    cast.lunch.capacity = 1
    session.commit()
    rhythm_worker.send_reminders(LUNCH - 5 * DAY)
    assert reminded(session) == ["ines"]


def test_a_reminder_that_is_late_on_the_morning_itself_says_today(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    rhythm_worker.send_reminders(LUNCH - 3 * HOUR)
    (mail,) = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REMINDER)).all()
    assert mail.mime
    assert mail.subject == "Aujourd’hui, 12\u00a0h\u00a015\u00a0: on vous attend"
    assert "Bonjour Inès, c’est aujourd’hui." in text_of(mail.mime)
    assert "à bientôt" not in text_of(mail.mime)


def text_of(mime: bytes) -> str:
    """The plain words of a mail."""
    part = message_from_bytes(mime, policy=policy.default).get_body(("plain",))
    assert part
    return str(part.get_content())


def test_nothing_leaves_late_nor_after_the_start_nor_for_a_meetup_that_is_off(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    rhythm_worker.send_reminders(WEEK_AT + DAY)
    rhythm_worker.send_reminders(LUNCH)
    assert reminded(session) == []
    cancel(session, cast.lunch, reason="La salle est inondée.", now=WEEK_AT)
    session.commit()
    rhythm_worker.send_reminders(EVE_AT)
    assert reminded(session) == []


def test_after_four_mails_about_a_meetup_no_reminder_leaves(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    paces = [(ReminderAudience.COMING, days) for days in (12, 9, 6, 3)]
    set_rhythm(session, cast.lunch, Rhythm(paces), actor=cast.maud, now=NOW)
    session.commit()
    for _, days in paces:
        rhythm_worker.send_reminders(LUNCH - days * DAY)
    assert reminded(session) == ["ines"] * 3


def test_whoever_was_just_asked_is_not_asked_again(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    late = factories.professional(session, "Tardive", email="tardive@sante.example")
    add_guest(session, cast.lunch, late, reasons=[], now=NOW)
    invite(session, cast.lunch, now=SILENT_AT - DAY)
    factories.mails_leave(session)
    rhythm_worker.send_reminders(SILENT_AT)
    assert reminded(session) == ["ines", "karim"]


@pytest.mark.parametrize("why", ["full", "deadline"])
def test_a_yes_that_would_come_too_late_is_not_asked_for(
    session: Session, cast: Cast, guests: list[Invitation], why: str
) -> None:
    say(session, guests[0], GOING)
    if why == "full":
        cast.lunch.capacity = 1
    else:
        cast.lunch.answer_by = SILENT_AT
    session.commit()
    rhythm_worker.send_reminders(SILENT_AT)
    assert reminded(session) == []
    rhythm_worker.send_reminders(EVE_AT)
    assert reminded(session) == ["ines"]


def test_a_reminder_removed_and_put_back_does_not_leave_twice_in_a_day(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    say(session, guests[0], GOING)
    rhythm_worker.send_reminders(EVE_AT)
    for paces in ([], [(ReminderAudience.COMING, 1)]):
        set_rhythm(session, cast.lunch, Rhythm(paces), actor=cast.maud, now=EVE_AT + HOUR)
    session.commit()
    rhythm_worker.send_reminders(EVE_AT + 2 * HOUR)
    assert reminded(session) == ["ines"]


def test_a_reminder_that_stays_keeps_that_it_left(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    rhythm_worker.send_reminders(SILENT_AT)
    (before,) = [each for each in cast.lunch.reminders if each.audience is ReminderAudience.SILENT]
    set_rhythm(session, cast.lunch, Rhythm(DEFAULTS[:2]), actor=cast.maud, now=SILENT_AT)
    set_rhythm(session, cast.lunch, Rhythm(DEFAULTS[:2]), actor=cast.maud, now=SILENT_AT)
    rows = session.scalars(select(Reminder)).all()
    assert len(rows) == 2
    assert before in rows
    assert before.sent_for == LUNCH


def test_a_meetup_published_before_there_were_reminders_gets_the_usual_ones_unless_none_are_wanted(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    cast.lunch.reminders = []
    session.commit()
    rhythm_worker.send_reminders(NOW)
    session.expire_all()
    assert len(cast.lunch.reminders) == 3
    set_rhythm(session, cast.lunch, Rhythm([]), actor=cast.maud, now=NOW)
    session.commit()
    rhythm_worker.send_reminders(NOW)
    session.expire_all()
    assert cast.lunch.reminders == []
    session.commit()


def test_two_workers_at_once_remind_nobody_twice(
    app: Flask, session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    all_at_once(app, [lambda own: rhythm_worker.send_reminders(SILENT_AT)] * 6)
    assert reminded(session) == ["ines", "karim"]


@pytest.mark.parametrize(
    ("starts_at", "leaves_at"),
    [
        # Monday 29 March 2027, 12:15 in summer time: the eve is the day when clocks went forward.
        (datetime(2027, 3, 29, 10, 15, tzinfo=UTC), datetime(2027, 3, 28, 10, 15, tzinfo=UTC)),
        # Sunday 28 March, 12:15 in summer time: the eve is in winter time, 23 hours earlier.
        (datetime(2027, 3, 28, 10, 15, tzinfo=UTC), datetime(2027, 3, 27, 11, 15, tzinfo=UTC)),
        # Sunday 31 October, 12:15 in winter time: the eve is in summer time, 25 hours earlier.
        (datetime(2027, 10, 31, 11, 15, tzinfo=UTC), datetime(2027, 10, 30, 10, 15, tzinfo=UTC)),
        # Monday 1 November, a breakfast at 8:00 in winter time: 19:00 of the evening before would be in winter too.
        (datetime(2027, 11, 1, 7, 0, tzinfo=UTC), datetime(2027, 10, 31, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_worker_reminds_at_the_hour_of_clocks_across_both_changes_of_2027(
    app: Flask,
    session: Session,
    cast: Cast,
    frozen_clock: FrozenClock,
    starts_at: datetime,
    leaves_at: datetime,
) -> None:
    cast.lunch.starts_at, cast.lunch.ends_at = starts_at, starts_at + HOUR
    guest = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    set_rhythm(session, cast.lunch, Rhythm([(ReminderAudience.COMING, 1)]), actor=cast.maud, now=NOW)
    say(session, guest, GOING)
    factories.mails_leave(session)
    worker = Worker(app, [tick for tick in CLOCKWORK if tick.name == "reminders"])
    for now, expected in ((leaves_at - timedelta(minutes=11), []), (leaves_at, ["ines"]), (starts_at, ["ines"])):
        frozen_clock.now = now
        worker.run_once()
        assert reminded(session) == expected


def test_only_what_is_due_is_read(session: Session, cast: Cast, guests: list[Invitation]) -> None:
    other = factories.meetup(session, cast.room, starts_at=LUNCH + 7 * DAY, ends_at=LUNCH + 7 * DAY + HOUR)
    other.status = MeetupStatus.DRAFT
    other.reminders = [Reminder(audience=ReminderAudience.SILENT, days_before=17)]
    session.flush()
    assert [each.meetup for each in reminders.due(session, SILENT_AT)] == [cast.lunch]


@pytest.mark.parametrize(("answers", "heard"), [(False, ["silent", "eve"]), (True, ["week", "eve"])])
def test_a_poll_counts_and_the_last_reminder_comes_before_the_others(
    session: Session, cast: Cast, guests: list[Invitation], answers: bool, heard: list[str]
) -> None:
    ines = guests[0]
    mail = a_mail(kind=MailKind.POLL, about=cast.lunch.public_id, concerns=ines.public_id)
    enqueue(session, mail, now=NOW)
    if answers:
        say(session, ines, GOING)
    else:  # as after a poll: their place is held, and they have not said more
        note_status(session, ines, RegistrationStatus.OFFERED, AnswerSource.POLL, None, NOW)
    session.commit()
    left = []
    for name, at in (("silent", SILENT_AT), ("week", WEEK_AT), ("eve", EVE_AT)):
        before = reminded(session).count("ines")
        rhythm_worker.send_reminders(at)
        left += [name] * (reminded(session).count("ines") - before)
    assert left == heard


def test_with_nothing_planned_later_a_fourth_mail_may_be_any_reminder(
    session: Session, cast: Cast, guests: list[Invitation]
) -> None:
    set_rhythm(session, cast.lunch, Rhythm([(ReminderAudience.SILENT, 10)]), actor=cast.maud, now=NOW)
    for number in range(2):
        mail = a_mail(f"m{number}", kind=MailKind.POLL, about=cast.lunch.public_id, concerns=guests[0].public_id)
        enqueue(session, mail, now=NOW)
    session.commit()
    rhythm_worker.send_reminders(SILENT_AT)
    assert reminded(session) == ["ines", "karim"]
