"""Nobody is written to too often: two invitations in thirty days, four mails about one meetup."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.invitations import blocks
from meetups.invitations.block_naming import name_person
from meetups.invitations.guests import add_guest
from meetups.invitations.limits import MAILS_PER_MEETUP, allowed_from, held_back
from meetups.invitations.models import Invitation
from meetups.invitations.newcomers import Named
from meetups.invitations.services import invite, remove_guest
from meetups.invitations.signing_up import sign_up
from meetups.invitations.telling import Sent
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.services import enqueue
from meetups.planning.models import Meetup, MeetupStatus, Openness
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.outbox.mails import a_mail

DAY = timedelta(days=1)
EVENING = NOW.replace(hour=17, minute=30)


def another(session: Session, cast: Cast, week: int) -> Meetup:
    at = LUNCH + 7 * week * DAY
    return factories.meetup(session, cast.room, starts_at=at, ends_at=at + timedelta(hours=1))


def put(session: Session, cast: Cast, at: Meetup) -> Invitation:
    return add_guest(session, at, cast.ines, reasons=[], now=NOW)


def test_the_third_invitation_waits_until_the_first_is_thirty_days_old() -> None:
    assert allowed_from([NOW], NOW) is None
    assert allowed_from([NOW - 10 * DAY, NOW - 3 * DAY], NOW) == date(2026, 12, 13)
    assert allowed_from([NOW - 20 * DAY, NOW - 10 * DAY, NOW - 3 * DAY], NOW) == date(2026, 12, 13)
    assert allowed_from([NOW - 30 * DAY, NOW - 3 * DAY], NOW) is None


def test_the_day_that_is_announced_is_good_from_its_morning_on() -> None:
    day = allowed_from([EVENING, EVENING], EVENING)
    assert day == date(2026, 12, 23)
    morning = EVENING + 30 * DAY - timedelta(hours=9)
    assert morning.date() == day
    assert allowed_from([EVENING, EVENING], morning) is None


def test_whoever_was_invited_twice_stays_on_the_list_and_the_others_are_asked(session: Session, cast: Cast) -> None:
    for week in (1, 2):
        at = another(session, cast, week)
        put(session, cast, at)
        assert invite(session, at, now=NOW + week * DAY) == Sent(1, 0)
    guest = put(session, cast, cast.lunch)
    add_guest(session, cast.lunch, cast.karim, reasons=[], now=NOW)
    now = NOW + 3 * DAY
    (held,) = held_back(session, cast.lunch, [guest], now)
    assert (held.guest, held.until) == (guest, date(2026, 12, 24))
    assert invite(session, cast.lunch, now=now) == Sent(1, 0)
    assert guest.invited_at is None
    assert guest.is_active
    assert invite(session, cast.lunch, now=NOW + 31 * DAY) == Sent(1, 0)


def test_somebody_who_is_rung_counts_alike(session: Session, cast: Cast) -> None:
    for week in (1, 2):
        at = another(session, cast, week)
        add_guest(session, at, cast.odile, reasons=[], now=NOW)
        invite(session, at, now=NOW)
    guest = add_guest(session, cast.lunch, cast.odile, reasons=[], now=NOW)
    assert [held.guest for held in held_back(session, cast.lunch, [guest], NOW)] == [guest]


def test_an_invitation_taken_back_and_sent_again_counts_twice(session: Session, cast: Cast) -> None:
    at = another(session, cast, 1)
    for _ in range(2):
        guest = put(session, cast, at)
        assert invite(session, at, now=NOW) == Sent(1, 0)
        session.query(OutgoingEmail).update({OutgoingEmail.state: MailState.SENT, OutgoingEmail.attempts: 1})
        remove_guest(session, guest, now=NOW)
    put(session, cast, at)
    assert invite(session, at, now=NOW) == Sent(0, 0)


def test_a_mail_that_never_left_does_not_count(session: Session, cast: Cast) -> None:
    for week in (1, 2):
        at = another(session, cast, week)
        put(session, cast, at)
        invite(session, at, now=NOW)
    session.query(OutgoingEmail).update({OutgoingEmail.state: MailState.FAILED})
    assert held_back(session, cast.lunch, [put(session, cast, cast.lunch)], NOW) == []


def test_coming_by_oneself_is_not_limited_and_does_not_count(session: Session, cast: Cast) -> None:
    for week in (1, 2, 3):
        at = another(session, cast, week)
        at.status, at.openness = MeetupStatus.PUBLISHED, Openness.EVERYONE
        sign_up(session, at, cast.ines, now=NOW)
    guest = put(session, cast, cast.lunch)
    assert held_back(session, cast.lunch, [guest], NOW) == []


@pytest.mark.parametrize("was_invited", [False, True])
def test_being_named_by_a_structure_does_not_count_and_being_invited_before_counts_once(
    session: Session, cast: Cast, *, was_invited: bool
) -> None:
    for week in (1, 2):
        at = another(session, cast, week)
        if was_invited:
            put(session, cast, at)
            invite(session, at, now=NOW)
            factories.mails_leave(session)
        at.status = MeetupStatus.PUBLISHED
        wanted = blocks.Offer("l’EHPAD", "Hélène", 1, NOW + 2 * DAY, email="direction@tilleuls.example")
        block = blocks.offer(session, at, wanted, now=NOW)
        name_person(session, block, Named("Inès", last_name=cast.ines.last_name, email=cast.ines.email), now=NOW)
    guest = put(session, cast, cast.lunch)
    held = held_back(session, cast.lunch, [guest], NOW)
    assert [each.guest for each in held] == ([guest] if was_invited else [])
    if was_invited:
        session.query(OutgoingEmail).filter_by(about=at.public_id).update({OutgoingEmail.state: MailState.FAILED})
        assert held_back(session, cast.lunch, [guest], NOW) == [], "one left, which counts once"


@pytest.mark.parametrize("kind", [MailKind.INVITATION, MailKind.REMINDER, MailKind.POLL, MailKind.WAITING])
def test_four_mails_about_one_meetup_are_enough(session: Session, cast: Cast, kind: MailKind) -> None:
    guest = put(session, cast, cast.lunch)
    write(session, guest, kind, MAILS_PER_MEETUP - 1)
    assert held_back(session, cast.lunch, [guest], NOW) == []
    write(session, guest, kind, 1)
    (held,) = held_back(session, cast.lunch, [guest], NOW)
    assert held.until is None


def test_changes_never_count(session: Session, cast: Cast) -> None:
    guest = put(session, cast, cast.lunch)
    for kind in (MailKind.UPDATE, MailKind.CANCELLATION, MailKind.PROMOTION, MailKind.CONFIRMATION):
        write(session, guest, kind, 4)
    assert held_back(session, cast.lunch, [guest], NOW) == []


def write(session: Session, guest: Invitation, kind: MailKind, count: int) -> None:
    """Mails about this guest's meetup, long ago."""
    about = {"about": guest.meetup.public_id, "concerns": guest.public_id}
    for _ in range(count):
        number = session.query(OutgoingEmail).count()
        enqueue(session, replace(a_mail(f"mail:{number}"), kind=kind, **about), now=NOW - 90 * DAY)


def test_limits_cost_two_queries_whatever_the_number(session: Session, cast: Cast) -> None:
    guests = [add_guest(session, cast.lunch, each, reasons=[], now=NOW) for each in (cast.ines, cast.karim)]
    for _ in range(2):
        with recorded_statements() as sent:
            held_back(session, cast.lunch, guests, NOW)
        assert len(sent) == 2
        people = [factories.professional(session, f"Alix {number}") for number in range(20)]
        guests += [add_guest(session, cast.lunch, each, reasons=[], now=NOW) for each in people]
