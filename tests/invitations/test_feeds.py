"""A person's own feed: what is in it, what is not, and what is not sent twice."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.directory.models import Professional
from meetups.invitations import feeds, services
from meetups.invitations.answers import answer
from meetups.invitations.feeds import FeedChanged, mark, open_feed
from meetups.invitations.leaving import leave_network
from meetups.invitations.models import CalendarFeed, Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import Meetup, Openness
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.calendars.libical import read_all_with_libical
from tests.calendars.readings import Reading, read_all_with_icalendar, read_all_with_vobject
from tests.calendars.samples import CHANGES, property_names
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.public.lunching import answered, published

TOKEN = "un-jeton-de-test-qui-tient-lieu-de-256-bits"
LATER = NOW + timedelta(hours=1)
EVERY_READER = [read_all_with_icalendar, read_all_with_vobject, read_all_with_libical]
Status = RegistrationStatus


@pytest.fixture
def lunch(session: Session, cast: Cast, frozen_clock: FrozenClock) -> Meetup:
    """Published; Inès comes, and subscribed. It was an hour ago."""
    made = published(session, cast.room, why="On se connaît mal.")
    answered(session, made, cast.ines)
    open_feed(session, cast.ines, TOKEN, replaces="", now=NOW)
    session.commit()
    frozen_clock.now = LATER
    return made


def read(client: CheckingClient, token: str = TOKEN, **headers: str) -> TestResponse:
    return client.get(f"/calendrier/{token}.ics", headers=headers)


def events(client: CheckingClient) -> list[Reading]:
    return read_all_with_icalendar(read(client).data)


def test_it_holds_the_meetup_as_the_invitation_names_it_and_nobody(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    response = read(client)
    assert response.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    uid = session.scalars(select(Registration)).one().invitation.uid
    for reader in EVERY_READER:
        [event] = reader(response.data)
        assert (event.method, event.uid, event.status) == ("PUBLISH", uid, "CONFIRMED")
        assert (event.stamp, event.starts_at, event.attendees) == (NOW, LUNCH, [])
    names = property_names(response.data)
    assert {"NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"} <= set(names)
    assert not {"ATTENDEE", "VALARM"} & set(names)
    assert b"CLASS:PRIVATE\r\n" in response.data
    assert "Inès" not in response.text
    assert "/i/" not in response.text


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.GOING, "CONFIRMED"),
        (Status.MAYBE, "TENTATIVE"),
        (Status.OFFERED, "TENTATIVE"),
        (Status.WAITING, None),
        (Status.DECLINED, None),
        (Status.WITHDRAWN, None),
        (Status.SUBSTITUTED, None),
    ],
)
def test_an_answer_decides_how_a_meetup_is_shown(
    client: CheckingClient, session: Session, lunch: Meetup, status: Status, shown: str | None
) -> None:
    session.scalars(select(Registration)).one().status = status
    assert [event.status for event in events(client)] == ([shown] if shown else [])


def test_what_nobody_answered_or_what_was_taken_back_is_not_in_it(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    factories.invitation(session, published(session, cast.room), cast.ines, invited_at=NOW)
    other = answered(session, published(session, cast.room), cast.ines, Status.MAYBE)
    services.remove_guest(session, other.invitation, now=NOW)
    answered(session, factories.meetup(session, cast.room), cast.ines)
    answered(session, published(session, cast.room), cast.karim)
    assert len(events(client)) == 1


@pytest.mark.parametrize(("days", "is_kept"), [(59, True), (61, False)])
def test_a_meetup_stays_sixty_days_once_it_is_over(
    client: CheckingClient, lunch: Meetup, frozen_clock: FrozenClock, days: int, is_kept: bool
) -> None:
    frozen_clock.now = lunch.ends_at + timedelta(days=days)
    assert bool(events(client)) is is_kept


def test_a_cancelled_meetup_stays_and_frees_the_hour(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    services.cancel(session, lunch, reason="Neige", now=NOW + timedelta(minutes=5))
    [event] = events(client)
    assert (event.status, event.stamp) == ("CANCELLED", NOW + timedelta(minutes=5))
    assert event.sequence == 1
    assert b"TRANSP:TRANSPARENT" in read(client).data


def test_the_stamp_is_the_last_change_of_the_meetup_or_of_the_answer_never_now(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    guest = session.scalars(select(Registration)).one().invitation
    answer(session, guest, Status.MAYBE, source=AnswerSource.EMAIL_LINK, now=NOW + timedelta(minutes=7))
    [event] = events(client)
    assert event.stamp == NOW + timedelta(minutes=7)
    session.rollback()
    new = LUNCH + timedelta(days=7)
    services.reschedule(
        session, lunch, starts_at=new, ends_at=new + timedelta(hours=1), venue_id=cast.room.id, now=LATER
    )
    [moved] = events(client)
    assert (moved.uid, moved.stamp, moved.starts_at, moved.status) == (event.uid, LATER, new, "TENTATIVE")
    assert moved.sequence > event.sequence


def test_someone_never_mailed_has_the_sequence_of_the_meetup(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    answered(session, lunch, cast.odile)
    open_feed(session, cast.odile, "jeton-d-odile", replaces="", now=NOW)
    services.cancel(session, lunch, reason="Neige", now=NOW)
    [event] = read_all_with_icalendar(read(client, "jeton-d-odile").data)
    assert event.sequence == 1


@pytest.mark.parametrize(("openness", "is_linked"), [(Openness.MEMBERS, True), (Openness.INVITED, False)])
def test_a_lunch_that_others_may_join_links_to_its_public_page(
    client: CheckingClient, lunch: Meetup, openness: Openness, is_linked: bool
) -> None:
    lunch.openness = openness
    assert (f"URL:http://127.0.0.1:5000/rencontres/{lunch.public_id}" in read(client).text) is is_linked


def test_who_holds_the_same_is_sent_nothing(client: CheckingClient, lunch: Meetup) -> None:
    first = read(client)
    assert first.headers["Cache-Control"] == "private, max-age=900, must-revalidate"
    assert first.last_modified == NOW + timedelta(seconds=1)
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = read(client, **headers)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    head = client.head(f"/calendrier/{TOKEN}.ics")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]


CHANGES_OF_IT = {
    "an answer": lambda session, lunch, guest, now: answer(
        session, guest, Status.DECLINED, source=AnswerSource.EMAIL_LINK, now=now
    ),
    "a withdrawal": lambda session, lunch, guest, now: services.remove_guest(session, guest, now=now),
    "the end": lambda session, lunch, guest, now: services.cancel(session, lunch, reason="Neige", now=now),
}


@pytest.mark.parametrize("what", CHANGES_OF_IT)
def test_whoever_holds_the_former_one_is_sent_the_new_one_also_by_date_alone(
    client: CheckingClient, session: Session, lunch: Meetup, frozen_clock: FrozenClock, what: str
) -> None:
    registration = session.scalars(select(Registration)).one()
    guest, registration.status = registration.invitation, Status.MAYBE  # a withdrawal writes no answer then
    first = read(client)
    session.rollback()
    CHANGES_OF_IT[what](session, lunch, guest, LATER)
    frozen_clock.now = LATER + timedelta(seconds=5)
    by_tag = read(client, **{"If-None-Match": first.headers["ETag"]})
    by_date = read(client, **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert by_tag.status_code == by_date.status_code == 200
    assert by_tag.data == by_date.data != first.data
    assert by_date.last_modified == LATER + timedelta(seconds=1)


def test_a_meetup_that_becomes_too_old_is_a_change_also_by_date_alone(
    client: CheckingClient, lunch: Meetup, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = lunch.ends_at + feeds.KEPT - timedelta(minutes=1)
    first = read(client)
    frozen_clock.now += timedelta(hours=1)
    assert read(client, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200


def test_two_changes_within_one_second_are_told_apart(
    client: CheckingClient, session: Session, lunch: Meetup, frozen_clock: FrozenClock
) -> None:
    guest = session.scalars(select(Registration)).one().invitation
    frozen_clock.now = LATER + timedelta(milliseconds=600)
    answer(session, guest, Status.MAYBE, source=AnswerSource.EMAIL_LINK, now=LATER + timedelta(milliseconds=200))
    assert read(client).last_modified is None, "it could still change within this second"
    frozen_clock.now = LATER + timedelta(seconds=1)
    assert read(client).last_modified == LATER + timedelta(seconds=1)


def test_the_address_is_a_secret_of_which_only_the_hash_is_kept(session: Session, cast: Cast, lunch: Meetup) -> None:
    [row] = session.scalars(select(CalendarFeed))
    assert row.token_digest == sha256(TOKEN.encode()).hexdigest()


def test_a_replaced_address_an_unknown_one_and_that_of_someone_who_left_are_alike(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    unknown = read(client, "A" * 43)
    session.rollback()
    former = session.scalars(select(CalendarFeed)).one()
    open_feed(session, cast.ines, "nouveau", replaces=mark(former), now=LATER)
    replaced = read(client)
    assert read(client, "nouveau").status_code == 200
    session.rollback()
    leave_network(session, session.get_one(Professional, cast.ines.id), now=LATER)
    assert session.scalars(select(CalendarFeed)).all() == []
    gone = read(client, "nouveau")
    assert unknown.status_code == replaced.status_code == gone.status_code == 404
    assert unknown.data == replaced.data == gone.data
    assert TOKEN not in replaced.text


def test_someone_marked_as_gone_has_no_feed_even_with_a_row(client: CheckingClient, cast: Cast, lunch: Meetup) -> None:
    cast.ines.left_at = NOW
    assert read(client).status_code == 404


def test_the_same_token_twice_is_one_address_and_an_old_page_brings_none_back(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    first = mark(session.scalars(select(CalendarFeed)).one())
    open_feed(session, cast.ines, "second", replaces=first, now=LATER)
    open_feed(session, cast.ines, "second", replaces=first, now=LATER)
    for token, replaces in ((TOKEN, ""), ("troisième", first)):
        with pytest.raises(FeedChanged):
            open_feed(session, cast.ines, token, replaces=replaces, now=LATER)
    [row] = session.scalars(select(CalendarFeed))
    assert row.token_digest == sha256(b"second").hexdigest()


def test_reading_costs_four_queries_whatever_the_number(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    costs = []
    for count in (0, 12):
        session.rollback()
        for number in range(count):
            room = factories.venue(session, cast.mairie, f"salle {number}")
            answered(session, published(session, room, at=LUNCH + timedelta(days=number)), cast.ines)
        session.commit()
        session.expire_all()
        with recorded_statements() as sent:
            assert len(events(client)) == count + 1
        costs.append(len(sent))
    assert costs == [4, 4]


def test_across_both_changes_of_hour_of_2027_the_feed_is_read_to_the_minute(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    meant = {lunch.starts_at}
    for change in CHANGES:
        for hours in (-30, -12, -1, 0, 1, 2, 11, 24, 24 * 7):
            at = change + timedelta(hours=hours)
            answered(session, published(session, cast.room, at=at), cast.ines)
            meant.add(at)
    raw = read(client).data
    for reader in EVERY_READER:
        shown = reader(raw)
        assert {event.starts_at for event in shown} == meant
        assert {event.ends_at - event.starts_at for event in shown} == {timedelta(minutes=90)}
    assert b"DTSTART;TZID=Europe/Paris:20270329T030000" in raw
