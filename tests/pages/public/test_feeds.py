"""The lunches as a calendar to subscribe to, and as news."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from meetups.geography.models import Commune
from meetups.installation import Installation
from meetups.invitations import services
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.calendars.libical import read_all_with_libical
from tests.calendars.readings import Reading, read_all_with_icalendar, read_all_with_vobject
from tests.calendars.samples import CHANGES
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.public.lunching import answered, published

CALENDAR, NEWS = "/rencontres.ics", "/rencontres.atom"
BOTH = pytest.mark.parametrize("path", [CALENDAR, NEWS])
EVERY_READER = [read_all_with_icalendar, read_all_with_vobject, read_all_with_libical]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Published, with a guest."""
    made = published(session, cast.room, title="Cœur ; poumons", why="On se connaît mal.")
    answered(session, made, cast.ines)
    session.commit()
    return made


def events(client: CheckingClient, query: str = "") -> list[Reading]:
    return read_all_with_icalendar(client.get(CALENDAR + query).data)


def entries(client: CheckingClient, query: str = "") -> list[Element]:
    return fromstring(client.get(NEWS + query).data).findall(f"{ATOM}entry")


def test_the_calendar_holds_the_lunch_as_its_own_file_does_and_nobody(client: CheckingClient, lunch: Meetup) -> None:
    response = client.get(CALENDAR)
    assert response.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    for read in EVERY_READER:
        [event] = read(response.data)
        assert [event] == read(client.get(f"/rencontres/{lunch.public_id}.ics").data)
        assert (event.summary, event.starts_at, event.stamp, event.attendees) == ("Cœur ; poumons", LUNCH, NOW, [])
    assert b"CLASS:PUBLIC\r\n" in response.data
    assert "X-WR-CALNAME:Déjeuners\\, Parenthèse Savoie" in response.text
    assert "Inès" not in response.text


def test_the_news_hold_the_lunch_and_nobody(client: CheckingClient, lunch: Meetup) -> None:
    response = client.get(NEWS)
    assert response.content_type == "application/atom+xml; charset=utf-8"
    [entry] = entries(client)
    assert entry.findtext(f"{ATOM}title") == "Cœur ; poumons"
    assert entry.findtext(f"{ATOM}id") == f"http://127.0.0.1:5000/rencontres/{lunch.public_id}"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-23T09:00:00Z"
    assert "La Motte-Servolex" in (entry.findtext(f"{ATOM}summary") or "")
    assert "Inès" not in response.text


def test_a_cancelled_lunch_stays_in_both_and_says_so(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    services.cancel(session, lunch, reason="Neige", now=NOW)
    [event], [entry] = events(client), entries(client)
    assert event.status == "CANCELLED"
    assert entry.findtext(f"{ATOM}title") == "Annulé : Cœur ; poumons".replace(" :", "\u00a0:")


def test_drafts_and_lunches_over_for_long_are_in_neither(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    published(session, cast.room, at=NOW - timedelta(days=61), title="Ancien")
    recent = published(session, cast.room, at=NOW - timedelta(days=20), title="Récent")
    factories.meetup(session, cast.room, title="Brouillon")
    factories.meetup(session, cast.room, title="Jamais annoncé", status=MeetupStatus.CANCELLED)
    assert {event.summary for event in events(client)} == {lunch.title, recent.title}
    assert len(entries(client)) == 2


def test_a_commune_and_a_pathway_choose_as_on_the_page(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    factories.commune(session, "73065")
    far = published(session, None, title="Loin", commune_insee=factories.commune(session, "73157").insee)
    other = published(session, cast.room, title="Autre parcours")
    other.pathway = factories.pathway(session, "enfance", "Enfance")
    found = {
        query: {event.summary for event in events(client, query)}
        for query in ("?commune=Chambéry 73000", "?parcours=enfance", "?commune=Modane&parcours=enfance")
    }
    assert list(found.values()) == [{lunch.title, other.title}, {other.title}, set()]
    assert far.title in {event.summary for event in events(client)}
    named = client.get(CALENDAR + "?commune=Chambéry&parcours=enfance").text.replace("\r\n ", "")
    assert "X-WR-CALNAME:Déjeuners près de Chambéry\\, parcours Enfance\\, Parenthèse Savoie" in named
    assert len(entries(client, "?parcours=enfance")) == 1


@BOTH
@pytest.mark.parametrize("query", ["?commune=nulle+part", "?parcours=inconnu"])
def test_what_nobody_knows_is_not_every_lunch(client: CheckingClient, lunch: Meetup, path: str, query: str) -> None:
    assert client.get(path + query).status_code == 404


@BOTH
def test_who_holds_the_same_is_sent_nothing(
    client: CheckingClient, session: Session, lunch: Meetup, frozen_clock: FrozenClock, path: str
) -> None:
    client.get(path)
    frozen_clock.now += timedelta(hours=1)
    first = client.get(path)
    assert first.cache_control.public
    assert first.cache_control.no_cache
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        assert client.get(path, headers=headers).status_code == 304
    assert client.head(path).headers["ETag"] == first.headers["ETag"]


def rename_town(session: Session) -> None:
    session.execute(update(Commune).values(name="Ailleurs-sur-Lac"))


CHANGED: dict[str, Callable[[Session, Cast, Meetup], object]] = {
    "title": lambda session, cast, lunch: setattr(lunch, "title", "Autre titre"),
    "room": lambda session, cast, lunch: setattr(cast.room, "name", "salle des Ormes"),
    "address": lambda session, cast, lunch: setattr(cast.room, "address", "1 place du Lac"),
    "town": lambda session, cast, lunch: rename_town(session),
    "letterhead": lambda session, cast, lunch: session.execute(update(Installation).values(association="Autre")),
    "another": lambda session, cast, lunch: published(session, cast.room, title="Encore un"),
    "one fewer": lambda session, cast, lunch: setattr(lunch, "status", MeetupStatus.DRAFT),
}


@BOTH
@pytest.mark.parametrize("changed", CHANGED)
def test_a_feed_kept_never_hides_a_change(
    client: CheckingClient,
    session: Session,
    cast: Cast,
    lunch: Meetup,
    frozen_clock: FrozenClock,
    path: str,
    changed: str,
) -> None:
    client.get(path)
    frozen_clock.now += timedelta(hours=1)
    first = client.get(path)
    session.rollback()
    CHANGED[changed](session, cast, lunch)
    frozen_clock.now += timedelta(hours=1)
    by_tag = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert by_date.status_code == 200
    if (path, changed) == (NEWS, "address"):  # which news do not say
        assert (by_tag.status_code, by_date.data) == (304, first.data)
    else:
        assert by_tag.status_code == 200
        assert by_tag.data == by_date.data != first.data


@BOTH
def test_a_feed_costs_two_queries_whatever_the_number_once_it_is_written(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup, path: str
) -> None:
    costs = []
    for count in (0, 30):
        session.rollback()
        for number in range(count):
            room = factories.venue(session, cast.mairie, f"salle {number}")
            published(session, room, at=LUNCH + timedelta(days=number))
        for _ in range(2):
            session.commit()
            session.expunge_all()
            with recorded_statements() as sent:
                client.get(path)
            costs.append(len(sent))
        session.add(cast.mairie)
    assert costs == [3, 2, 3, 2], "written once, then only checked"


def test_what_is_kept_is_bounded(
    app: Flask, client: CheckingClient, session: Session, lunch: Meetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meetups.pages.public.feeds.MOST_FEEDS", 2)
    for insee, (name, *_rest) in factories.COMMUNES.items():
        factories.commune(session, insee)
        client.get(f"{CALENDAR}?commune={name}")
        session.rollback()
    assert len(app.extensions["public_feeds"]) <= 2


def test_across_both_changes_of_hour_of_2027_the_feed_is_read_to_the_minute(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    meant = {change + timedelta(hours=hours) for change in CHANGES for hours in (-30, -12, -1, 0, 1, 2, 11, 24)}
    for at in meant:
        published(session, cast.room, at=at)
    raw = client.get(CALENDAR).data
    for read in EVERY_READER:
        assert {event.starts_at for event in read(raw)} == meant
        assert {event.ends_at - event.starts_at for event in read(raw)} == {timedelta(minutes=90)}
    assert datetime(2027, 3, 28, 1, tzinfo=UTC) in meant


@pytest.mark.parametrize("page", ["/", "/rencontres", "/rencontres?commune=Chambéry&parcours=grand-age"])
def test_pages_say_where_to_subscribe_to_what_they_show(
    client: CheckingClient, session: Session, lunch: Meetup, page: str
) -> None:
    factories.commune(session, "73065")
    shown = parse(client.get(page).text)
    session.rollback()
    found = {link.get("type"): link.get("href") or "" for link in shown.iter("link") if link.get("rel") == "alternate"}
    links = {link.get("href") for link in shown.iter("a")}
    calendar, news = found["text/calendar"], found["application/atom+xml"]
    assert {calendar, news, calendar.replace("http://", "webcal://")} <= links
    asked = "?commune=Chamb%C3%A9ry+73000&parcours=grand-age" if "?" in page else ""
    assert calendar == f"http://127.0.0.1:5000/rencontres.ics{asked}"
    for address in (calendar, news):
        assert client.get(address.removeprefix("http://127.0.0.1:5000")).status_code == 200


def test_past_lunches_have_nothing_to_subscribe_to(client: CheckingClient, lunch: Meetup) -> None:
    assert "webcal:" not in client.get("/rencontres?passees=1").text
