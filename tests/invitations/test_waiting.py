"""The waiting list: joined at a full table, served in order, each offer held a while and then passed on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.calendars.reminders import offer_expiry
from meetups.cli import CLOCKWORK
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.answers import answer
from meetups.invitations.errors import MealsOrdered
from meetups.invitations.leaving import leave_network
from meetups.invitations.models import Call, Invitation, Registration
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.services import remove_guest
from meetups.invitations.waiting import (
    expire_offers,
    move_in_line,
    offer_free_seats,
    set_places,
    start_delay,
    usual_order,
)
from meetups.invitations.waiting_queries import offers_under_way, waiting_line
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.errors import CapacityBelowGuests, VenueTooSmall
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

GOING, DECLINED = RegistrationStatus.GOING, RegistrationStatus.DECLINED
WAITING, OFFERED = RegistrationStatus.WAITING, RegistrationStatus.OFFERED
Come = Callable[..., Invitation]


@pytest.fixture
def come(session: Session, cast: Cast) -> Come:
    """Somebody asked says that they come, one minute after the one before."""
    cast.lunch.status, cast.lunch.capacity = MeetupStatus.PUBLISHED, 2
    minutes = iter(range(1000))

    def one(person: Professional | str, **given: object) -> Invitation:
        who = person if isinstance(person, Professional) else factories.professional(session, person, **given)
        guest = factories.invitation(session, cast.lunch, who, invited_at=NOW)
        say(session, guest, GOING, now=NOW + timedelta(minutes=next(minutes)))
        return guest

    return one


def say(session: Session, guest: Invitation, status: RegistrationStatus, now: datetime = NOW) -> Registration:
    return answer(session, guest, status, source=AnswerSource.EMAIL_LINK, now=now)


def held(guest: Invitation) -> Registration:
    assert guest.registration is not None
    return guest.registration


def first_names(session: Session, cast: Cast) -> list[str]:
    return [each.guest.professional.first_name for each in waiting_line(session, cast.lunch)]


def mails(session: Session, kind: MailKind) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind).order_by(OutgoingEmail.id)))


def test_a_freed_place_is_offered_to_the_next_and_held_for_them(session: Session, cast: Cast, come: Come) -> None:
    first, _second, lila, omar = come("Ana"), come("Béa"), come("Lila"), come("Omar")
    say(session, first, DECLINED, now=NOW + timedelta(hours=1))
    assert [held(each).status for each in (lila, omar)] == [OFFERED, WAITING]
    assert held(lila).source is AnswerSource.WAITING_LIST
    assert held(lila).offered_until == offer_expiry(NOW + timedelta(hours=1), LUNCH, cast.lunch.zone)
    assert cast.lunch.seats_taken == 2
    (mail,) = mails(session, MailKind.PROMOTION)
    assert mail.recipient == lila.professional.email
    calendar = (describe(mail.mime or b"").calendar or b"").replace(b"\r\n ", b"")
    assert b"METHOD:REQUEST" in calendar
    assert b"PARTSTAT=NEEDS-ACTION" in calendar
    assert "mardi 24 novembre" in describe(mail.mime or b"").text


def test_whoever_comes_after_does_not_pass_the_line(session: Session, cast: Cast, come: Come) -> None:
    first, _second, lila = come("Ana"), come("Béa"), come("Lila")
    say(session, first, DECLINED)
    assert held(come("Tard")).status is WAITING
    assert held(say_again(session, lila)).status is GOING
    assert cast.lunch.seats_taken == 2


def say_again(session: Session, guest: Invitation) -> Invitation:
    say(session, guest, GOING)
    return guest


def test_an_offer_made_is_not_made_twice(session: Session, cast: Cast, come: Come) -> None:
    first, _second, _lila, _omar = come("Ana"), come("Béa"), come("Lila"), come("Omar")
    say(session, first, DECLINED)
    for _ in range(3):
        assert offer_free_seats(session, cast.lunch, now=NOW) == 0
    assert len(mails(session, MailKind.PROMOTION)) == 1


def test_a_family_with_its_share_lets_the_others_pass(session: Session, cast: Cast, come: Come) -> None:
    first, _second = come("Ana"), come("Béa")
    come("Chloé")
    come("Driss", family=ProfessionFamily.PHARMACY)
    assert first_names(session, cast) == ["Driss", "Chloé"]
    say(session, first, DECLINED)
    assert first_names(session, cast) == ["Chloé"]


def test_an_offer_that_ends_passes_on_by_itself(session: Session, cast: Cast, come: Come) -> None:
    first, _second, lila, omar = come("Ana"), come("Béa"), come("Lila"), come("Omar")
    say(session, first, DECLINED)
    until = held(lila).offered_until
    assert until is not None
    factories.mails_leave(session)
    assert expire_offers(session, now=until - timedelta(seconds=1)) == 0
    assert expire_offers(session, now=until) == 1
    assert (held(lila).status, held(lila).source) == (DECLINED, AnswerSource.EXPIRY)
    assert (held(lila).waiting_since, held(lila).offered_until) == (None, None)
    assert held(omar).status is OFFERED
    assert cast.lunch.seats_taken == 2
    assert expire_offers(session, now=until) == 0
    assert [mail.recipient for mail in mails(session, MailKind.WAITING)][-1] == lila.professional.email
    say(session, lila, GOING, now=until)
    assert first_names(session, cast) == ["Lila"], "they may wait again, at the end of the line"


def test_a_place_held_for_another_reason_never_ends(session: Session, cast: Cast, come: Come) -> None:
    guest = come("Ana")
    held(guest).status, held(guest).source = OFFERED, AnswerSource.RESCHEDULE
    session.flush()
    assert expire_offers(session, now=LUNCH - timedelta(minutes=1)) == 0
    assert offers_under_way(session, cast.lunch) == []


def test_nothing_ends_once_the_meetup_began_or_is_off(session: Session, cast: Cast, come: Come) -> None:
    first, _second, lila = come("Ana"), come("Béa"), come("Lila")
    say(session, first, DECLINED)
    factories.mails_leave(session)
    assert expire_offers(session, now=LUNCH) == 0
    cast.lunch.status = MeetupStatus.CANCELLED
    session.flush()
    assert expire_offers(session, now=LUNCH - timedelta(hours=1)) == 0
    assert held(lila).status is OFFERED


def test_the_delay_of_someone_to_call_starts_with_the_call(session: Session, cast: Cast, come: Come) -> None:
    first, _second = come("Ana"), come("Béa")
    odile = come(cast.odile)
    say(session, first, DECLINED)
    assert (held(odile).status, held(odile).offered_until) == (OFFERED, None)
    call = session.scalars(select(Call)).one()
    assert (call.reason, call.name) == (CallReason.OFFERED, cast.odile.full_name)
    assert mails(session, MailKind.PROMOTION) == []
    assert expire_offers(session, now=LUNCH - timedelta(minutes=1)) == 0
    called = NOW + timedelta(days=3)
    start_delay(session, odile, now=called)
    until = offer_expiry(called, LUNCH, cast.lunch.zone)
    assert held(odile).offered_until == until
    start_delay(session, odile, now=called + timedelta(hours=5))
    assert held(odile).offered_until == until, "a second tick gives no second delay"
    assert expire_offers(session, now=until) == 1


def test_another_place_offered_another_day_is_another_call(session: Session, cast: Cast, come: Come) -> None:
    first, second, odile = come("Ana"), come("Béa"), come(cast.odile)
    say(session, first, DECLINED)
    start_delay(session, odile, now=NOW)
    later = NOW + timedelta(days=3)
    expire_offers(session, now=later)
    say(session, first, GOING, now=later)
    answer(session, odile, GOING, source=AnswerSource.TELEPHONE, actor=cast.maud.public_id, now=later)
    say(session, second, DECLINED, now=later)
    assert held(odile).status is OFFERED
    calls = session.scalars(select(Call).order_by(Call.id)).all()
    assert [call.reached_at is None for call in calls] == [False, True]


def test_an_answer_closes_the_call(session: Session, cast: Cast, come: Come) -> None:
    first, _second, odile = come("Ana"), come("Béa"), come(cast.odile)
    say(session, first, DECLINED)
    answer(session, odile, GOING, source=AnswerSource.TELEPHONE, actor=cast.maud.public_id, now=NOW)
    call = session.scalars(select(Call)).one()
    assert (call.reached_at, call.reached_by) == (NOW, cast.maud.public_id)


def test_someone_taken_off_the_list_or_gone_waits_no_more(session: Session, cast: Cast, come: Come) -> None:
    first, second, lila, omar, zoe = (come(name) for name in ("Ana", "Béa", "Lila", "Omar", "Zoé"))
    remove_guest(session, lila, now=NOW)
    assert first_names(session, cast) == ["Omar", "Zoé"]
    leave_network(session, first.professional, now=NOW)
    assert held(omar).status is OFFERED, "whoever leaves the network frees a place"
    remove_guest(session, second, now=NOW)
    assert held(zoe).status is OFFERED


def test_an_organiser_puts_people_in_another_order_and_back(session: Session, cast: Cast, come: Come) -> None:
    for name in ("Ana", "Béa"):
        come(name)
    guests = {name: come(name) for name in ("Chloé", "Driss", "Elsa", "Fanny")}
    for _ in range(2):
        move_in_line(session, guests["Elsa"], position=0, now=NOW)
    assert first_names(session, cast) == ["Elsa", "Chloé", "Driss", "Fanny"]
    assert [held(each).waiting_rank for each in guests.values()] == [None, None, 1, None]
    move_in_line(session, guests["Chloé"], position=2, now=NOW)
    assert first_names(session, cast) == ["Elsa", "Driss", "Chloé", "Fanny"]
    usual_order(session, cast.lunch, now=NOW)
    assert first_names(session, cast) == ["Chloé", "Driss", "Elsa", "Fanny"]


def test_places_added_are_offered_at_once_within_the_room(session: Session, cast: Cast, come: Come) -> None:
    _one, _two, lila, omar, zoe = (come(name) for name in ("Ana", "Béa", "Lila", "Omar", "Zoé"))
    assert set_places(session, cast.lunch, capacity=4, now=NOW) == 2
    assert set_places(session, cast.lunch, capacity=4, now=NOW) == 0
    assert [held(each).status for each in (lila, omar, zoe)] == [OFFERED, OFFERED, WAITING]
    with pytest.raises(VenueTooSmall):
        set_places(session, cast.lunch, capacity=cast.room.capacity + 1, now=NOW)
    with pytest.raises(CapacityBelowGuests):
        set_places(session, cast.lunch, capacity=3, now=NOW)


def test_places_promised_beyond_those_there_are_are_given_and_no_more(
    session: Session, cast: Cast, come: Come
) -> None:
    _one, _two, lila, omar = (come(name) for name in ("Ana", "Béa", "Lila", "Omar"))
    assert set_places(session, cast.lunch, capacity=2, overbooking=1, now=NOW) == 1
    assert [held(each).status for each in (lila, omar)] == [OFFERED, WAITING]
    assert (cast.lunch.seats_taken, cast.lunch.capacity) == (3, 2)
    with pytest.raises(CapacityBelowGuests):
        set_places(session, cast.lunch, capacity=2, overbooking=0, now=NOW)


def test_after_the_deadline_links_take_no_place_and_give_back_theirs(session: Session, cast: Cast, come: Come) -> None:
    coming, other = come("Ana"), factories.professional(session, "Béa")
    asked = factories.invitation(session, cast.lunch, other, invited_at=NOW)
    cast.lunch.answer_by = NOW + timedelta(days=1)
    late = NOW + timedelta(days=1)
    for source in (AnswerSource.EMAIL_LINK, AnswerSource.CALENDAR, AnswerSource.SITE, AnswerSource.SECRETARY):
        with pytest.raises(MealsOrdered):
            answer(session, asked, GOING, source=source, now=late)
    answer(session, asked, DECLINED, source=AnswerSource.EMAIL_LINK, now=late)
    held(coming).status, held(coming).source = OFFERED, AnswerSource.RESCHEDULE
    assert say(session, coming, GOING, now=late).status is GOING, "a place already held may be confirmed"
    assert say(session, coming, DECLINED, now=late).status is RegistrationStatus.WITHDRAWN
    with pytest.raises(MealsOrdered):
        say(session, coming, GOING, now=late)
    answer(session, asked, GOING, source=AnswerSource.TELEPHONE, actor=cast.maud.public_id, now=late)
    assert cast.lunch.seats_taken == 1


def test_after_the_deadline_nobody_joins_the_line_alone_and_a_freed_meal_is_still_offered(
    session: Session, cast: Cast, come: Come
) -> None:
    first, _second, lila = come("Ana"), come("Béa"), come("Lila")
    asked = factories.invitation(session, cast.lunch, factories.professional(session, "Tard"), invited_at=NOW)
    cast.lunch.answer_by = NOW
    with pytest.raises(MealsOrdered):
        say(session, asked, GOING)
    say(session, first, DECLINED)
    assert say(session, lila, GOING).status is GOING


def test_the_worker_passes_offers_on_meetup_by_meetup(session: Session, cast: Cast, come: Come) -> None:
    first, _second, lila, omar = come("Ana"), come("Béa"), come("Lila"), come("Omar")
    say(session, first, DECLINED)
    factories.mails_leave(session)
    session.commit()
    (tick,) = (tick for tick in CLOCKWORK if tick.name == "offers")
    assert tick.every <= timedelta(minutes=1)
    tick.run(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    session.expire_all()
    assert [held(each).status for each in (lila, omar)] == [DECLINED, OFFERED]
    session.commit()
