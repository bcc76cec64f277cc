"""Waves: the first of the list, then the next as places come free; never over them, nobody asked twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.installation import find_installation
from meetups.invitations import rhythm_worker
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation, SeatBlock
from meetups.invitations.queries import guest_list
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import invite
from meetups.invitations.telling import Sent
from meetups.invitations.waves import Wave, next_wave
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast
from tests.factories import LUNCH, NOW
from tests.invitations.test_seats import all_at_once

DAY = timedelta(days=1)
GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED
NAMES = "Zoé", "Yves", "Xavier", "Wanda", "Victor", "Ulysse", "Théa", "Sami"


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Eight people on the list of a lunch of five, asked three by three."""
    cast.lunch.capacity, cast.lunch.wave_size = 5, 3
    for name in NAMES:
        add_guest(session, cast.lunch, factories.professional(session, name), reasons=[], now=NOW)
    session.commit()
    return cast.lunch


def asked(session: Session, lunch: Meetup) -> set[str]:
    return {guest.professional.first_name for guest in guest_list(session, lunch) if guest.invited_at}


def say(session: Session, lunch: Meetup, name: str, status: RegistrationStatus) -> None:
    answer(session, of(session, lunch, name), status, source=AnswerSource.EMAIL_LINK, now=NOW)


def of(session: Session, lunch: Meetup, name: str) -> Invitation:
    return next(each for each in guest_list(session, lunch) if each.professional.first_name == name)


def wave(session: Session, lunch: Meetup, days: float = 0) -> Wave:
    return next_wave(session, lunch, guest_list(session, lunch), now=NOW + days * DAY)


def mails(session: Session) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)
    return session.scalar(wanted) or 0


def test_the_first_of_the_list_are_asked_first(session: Session, lunch: Meetup) -> None:
    assert invite(session, lunch, now=NOW) == Sent(3, 0)
    assert asked(session, lunch) == {"Zoé", "Yves", "Xavier"}


def test_nobody_new_is_asked_until_an_answer_or_a_silence_and_while_a_place_is_free(
    session: Session, lunch: Meetup
) -> None:
    invite(session, lunch, now=NOW)
    now = wave(session, lunch)
    assert (now.free, now.asked) == (0, []), "five places, but three people may still say yes"
    assert [guest.professional.first_name for guest in now.later] == ["Sami", "Théa", "Ulysse", "Victor", "Wanda"]
    assert invite(session, lunch, now=NOW) == Sent(0, 0)
    say(session, lunch, "Zoé", GOING)
    say(session, lunch, "Yves", DECLINED)
    assert {guest.professional.first_name for guest in wave(session, lunch).asked} == {"Wanda", "Victor"}
    assert invite(session, lunch, now=NOW) == Sent(2, 0)
    assert wave(session, lunch).free == 0


def test_when_the_whole_wave_says_yes_the_next_one_follows_while_places_are_free(
    session: Session, lunch: Meetup
) -> None:
    invite(session, lunch, now=NOW)
    for name in ("Zoé", "Yves", "Xavier"):
        say(session, lunch, name, GOING)
    assert wave(session, lunch).free == 2, "five places, three of them taken"
    assert invite(session, lunch, now=NOW) == Sent(2, 0)
    for name in ("Wanda", "Victor"):
        say(session, lunch, name, GOING)
    assert wave(session, lunch, days=30).free == 0, "the table is full"


def test_silence_keeps_a_place_for_a_while_and_then_frees_it(session: Session, lunch: Meetup) -> None:
    invite(session, lunch, now=NOW)
    assert wave(session, lunch, days=6.9).free == 0
    assert wave(session, lunch, days=7).free == 3


def test_a_perhaps_keeps_a_place_as_long_as_silence_does(session: Session, lunch: Meetup) -> None:
    invite(session, lunch, now=NOW)
    answer(session, of(session, lunch, "Zoé"), MAYBE, source=AnswerSource.EMAIL_LINK, now=NOW + 3 * DAY)
    assert wave(session, lunch, days=7).free == 2, "the two others"
    assert wave(session, lunch, days=10).free == 3


def test_a_wave_is_never_larger_than_the_places_left(session: Session, lunch: Meetup) -> None:
    lunch.capacity = 4
    assert invite(session, lunch, now=NOW) == Sent(3, 0)
    for name in NAMES[:3]:
        say(session, lunch, name, GOING)
    assert wave(session, lunch, days=30).free == 1
    lunch.wave_size = 8
    assert wave(session, lunch).free == 1
    lunch.capacity = 3
    assert wave(session, lunch).free == 0


@pytest.mark.parametrize("how", ["signed_up", "block"])
def test_those_whom_no_wave_asked_do_not_fill_one(session: Session, lunch: Meetup, how: str) -> None:
    invite(session, lunch, now=NOW)
    guest = of(session, lunch, "Zoé")
    if how == "signed_up":
        guest.reasons = [{"code": "signed_up"}]
    else:
        block = SeatBlock(
            meetup=lunch, structure="EHPAD", contact_name="Paul", seats=1, unnamed=0, name_by=LUNCH, created_at=NOW
        )
        block.named.append(guest)
        session.add(block)
        session.flush()
    assert wave(session, lunch).free == 1


def test_those_who_wait_for_a_place_come_before_anyone_new(session: Session, lunch: Meetup) -> None:
    invite(session, lunch, now=NOW)
    say(session, lunch, "Zoé", DECLINED)
    guest = of(session, lunch, "Zoé")
    assert guest.registration
    assert wave(session, lunch).free == 1
    guest.registration.status = RegistrationStatus.WAITING
    assert wave(session, lunch).free == 0
    lunch.wave_size, lunch.capacity = 8, 3
    assert wave(session, lunch).free == 0, "two may say yes, one waits"


def test_without_waves_everyone_is_asked_at_once(session: Session, lunch: Meetup) -> None:
    lunch.wave_size = None
    assert invite(session, lunch, now=NOW) == Sent(8, 0)


def automatic(session: Session, lunch: Meetup) -> None:
    invite(session, lunch, now=NOW)
    lunch.waves_are_automatic = True
    session.commit()


def test_an_automatic_wave_leaves_by_itself_by_day_and_is_logged(session: Session, lunch: Meetup) -> None:
    automatic(session, lunch)
    rhythm_worker.send_waves(NOW.replace(hour=17))
    assert mails(session) == 3, "nobody declined"
    session.rollback()
    say(session, lunch, "Zoé", DECLINED)
    session.commit()
    night = NOW.replace(hour=20)
    rhythm_worker.send_waves(night)
    assert mails(session) == 3
    rhythm_worker.send_waves(NOW.replace(hour=17))
    assert mails(session) == 4
    assert session.scalars(select(AuditEntry.actor)).all() == [None]
    rhythm_worker.send_waves(NOW + DAY)
    assert mails(session) == 4


@pytest.mark.parametrize("stop", ["proposed", "deadline", "eve", "cancelled", "not_ready"])
def test_no_wave_leaves_by_itself_when_it_should_not(session: Session, lunch: Meetup, stop: str) -> None:
    automatic(session, lunch)
    now = NOW + 8 * DAY
    if stop == "proposed":
        lunch.waves_are_automatic = False
    elif stop == "deadline":
        lunch.answer_by = now
    elif stop == "eve":
        now = LUNCH - timedelta(hours=23)
    elif stop == "cancelled":
        lunch.status = MeetupStatus.CANCELLED
    else:
        not_a_demo(session)
    session.commit()
    rhythm_worker.send_waves(now)
    assert mails(session) == 3


def not_a_demo(session: Session) -> None:
    """A real association whose links would open nowhere."""
    found = find_installation(session)
    assert found
    found.is_demo = False


def test_a_meetup_that_cannot_be_written_about_does_not_stop_the_others(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    automatic(session, lunch)
    other = factories.meetup(
        session, cast.room, wave_size=1, waves_are_automatic=True, starts_at=LUNCH - DAY, ends_at=LUNCH - DAY / 2
    )
    other.status = lunch.status
    other.venue = None
    session.commit()
    rhythm_worker.send_waves(NOW + 8 * DAY)
    assert mails(session) == 6


def test_two_ticks_and_a_click_at_once_ask_nobody_twice(app: Flask, session: Session, lunch: Meetup) -> None:
    automatic(session, lunch)
    lunch_id = lunch.id

    def click(own: Session) -> None:
        invite(own, own.get_one(Meetup, lunch_id), now=NOW + 8 * DAY)

    def tick(own: Session) -> None:
        rhythm_worker.send_waves(NOW + 8 * DAY)

    tasks: list[Callable[[Session], None]] = [click, tick] * 4
    all_at_once(app, tasks)
    session.expire_all()
    assert mails(session) == 6
    assert session.scalar(select(func.count()).where(Invitation.invited_at.is_not(None))) == 6
    session.commit()


def test_control_a_list_read_before_the_lock_would_ask_twice(session: Session, app: Flask, lunch: Meetup) -> None:
    """What the page holds may be old: the update itself says who is still to be asked."""
    invite(session, lunch, now=NOW)
    stale = guest_list(session, lunch)
    session.commit()

    def elsewhere(own: Session) -> None:
        invite(own, own.get_one(Meetup, lunch.id), now=NOW + 8 * DAY)

    all_at_once(app, [elsewhere])
    assert sum(guest.invited_at is not None for guest in stale) == 3, "this session does not know yet"
    assert invite(session, lunch, now=NOW + 8 * DAY) == Sent(0, 0)
    assert mails(session) == 6
    session.commit()


def test_a_wave_costs_as_many_queries_for_two_as_for_thirty(session: Session, cast: Cast, lunch: Meetup) -> None:
    def cost() -> int:
        session.commit()
        session.expire_all()
        with recorded_statements() as sent:
            next_wave(session, lunch, guest_list(session, lunch), now=NOW)
        return len(sent)

    few = cost()
    for number in range(30):
        add_guest(session, lunch, factories.professional(session, f"Alix {number}"), reasons=[], now=NOW)
    assert cost() == few <= 7
