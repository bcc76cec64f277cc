"""A lunch in anyone's calendar."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.invitations import services
from meetups.invitations.queries import guest_list
from meetups.planning.models import Meetup
from meetups.planning.services import move_meetup
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.pages.public.lunching import answered, published

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Published, with a guest."""
    made = published(session, cast.room, title="Cœur ; poumons, et reins", why="On se connaît mal.")
    answered(session, made, cast.ines)
    session.commit()
    return made


def file_of(client: CheckingClient, lunch: Meetup, **headers: str) -> TestResponse:
    return client.get(f"/rencontres/{lunch.public_id}.ics", headers=headers)


def event_in(response: TestResponse) -> Any:
    calendar = icalendar.Calendar.from_ical(response.data)
    assert calendar["METHOD"] == "PUBLISH"
    (event,) = calendar.walk("VEVENT")
    return event


def test_the_file_holds_the_lunch_and_nobody(client: CheckingClient, lunch: Meetup) -> None:
    response = file_of(client, lunch)
    assert response.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response.headers["Content-Disposition"] == f'attachment; filename="dejeuner-{lunch.public_id}.ics"'
    event = event_in(response)
    assert event["SUMMARY"] == "Cœur ; poumons, et reins"
    assert event["DTSTART"].dt == datetime(2027, 1, 19, 12, 15, tzinfo=PARIS)
    assert event["DTEND"].dt == datetime(2027, 1, 19, 13, 45, tzinfo=PARIS)
    assert event["DTSTAMP"].dt == NOW
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == "salle des Tilleuls, 73290 La Motte-Servolex"
    assert event["URL"] == f"http://127.0.0.1:5000/rencontres/{lunch.public_id}"
    assert event["ORGANIZER"] == "mailto:reseau@parenthese.example"
    assert "ATTENDEE" not in event
    assert "Inès" not in response.text
    assert "Maud" not in response.text


def test_vobject_reads_it_too(client: CheckingClient, lunch: Meetup) -> None:
    read = vobject.readOne(file_of(client, lunch).text)
    assert read.method.value == "PUBLISH"
    assert read.vevent.summary.value == "Cœur ; poumons, et reins"
    assert read.vevent.dtstart.value == datetime(2027, 1, 19, 12, 15, tzinfo=PARIS)


def test_the_uid_is_the_lunch_s_own_for_ever(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    other = published(session, cast.room, at=LUNCH + timedelta(days=1))
    first = event_in(file_of(client, lunch))["UID"]
    session.rollback()
    move_meetup(
        session,
        lunch,
        starts_at=LUNCH + timedelta(days=7),
        ends_at=LUNCH + timedelta(days=7, hours=1),
        venue_id=cast.room.id,
        now=NOW + timedelta(hours=1),
    )
    moved = event_in(file_of(client, lunch))
    assert moved["UID"] == first
    assert moved["SEQUENCE"] == 1
    assert moved["DTSTAMP"].dt == NOW + timedelta(hours=1)
    assert event_in(file_of(client, other))["UID"] != first
    (guest,) = guest_list(session, lunch)
    assert guest.uid != first


def test_a_cancelled_lunch_leaves_the_calendar(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    services.cancel(session, lunch, reason="Non", now=NOW)
    event = event_in(file_of(client, lunch))
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1


def test_the_same_lunch_is_not_sent_twice(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    first = file_of(client, lunch)
    assert first.data == file_of(client, lunch).data
    assert file_of(client, lunch, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "Last-Modified" not in first.headers, "a room may change without its lunch"
    session.rollback()
    services.cancel(session, lunch, reason="Non", now=NOW + timedelta(minutes=1))
    assert file_of(client, lunch, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_lunch_without_a_room_is_in_its_commune(client: CheckingClient, session: Session) -> None:
    assert event_in(file_of(client, published(session, None)))["LOCATION"] == "La Motte-Servolex"


def test_the_file_costs_two_queries(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    costs = []
    for _ in range(2):
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            file_of(client, lunch)
        costs.append(len(sent))
    assert costs == [3, 2], "written once, then only checked"


def test_a_summer_lunch_keeps_its_hour(client: CheckingClient, session: Session) -> None:
    july = published(session, None, at=factories.LUNCH.replace(month=7, hour=10))
    assert event_in(file_of(client, july))["DTSTART"].dt == datetime(2027, 7, 19, 12, 15, tzinfo=PARIS)
