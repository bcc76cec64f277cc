"""What machines read on a lunch's page: schema.org, previews, the one address."""

import json
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from meetups.invitations import services
from meetups.planning.models import Meetup
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.public.lunching import answered, published

ATTACK = '</script><script>alert("1")</script><img src=x onerror=alert(1)> & {{ 7*7 }}'


def head_of(client: CheckingClient, path: str) -> Element:
    head = parse(client.get(path).text).find("head")
    assert head is not None
    return head


def event_of(client: CheckingClient, meetup: Meetup) -> dict[str, object]:
    blocks = [
        each
        for each in head_of(client, f"/rencontres/{meetup.public_id}").iter("script")
        if each.get("type") == "application/ld+json"
    ]
    assert len(blocks) == 1
    found: dict[str, object] = json.loads(blocks[0].text or "")
    return found


def previews(head: Element) -> dict[str, str]:
    return {str(meta.get("property")): str(meta.get("content")) for meta in head.iter("meta") if meta.get("property")}


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Published, at an address."""
    cast.room.address = "12 rue de l’Église"
    made = published(session, cast.room, why="On se connaît mal.")
    answered(session, made, cast.ines)
    session.commit()
    return made


def test_the_event_says_what_the_page_says(client: CheckingClient, lunch: Meetup) -> None:
    assert event_of(client, lunch) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": lunch.title,
        "description": (
            "Mardi 19\u00a0janvier 2027, 12\u00a0h\u00a015 à 13\u00a0h\u00a045, salle des Tilleuls, La Motte-Servolex."
            " On se connaît mal."
        ),
        "startDate": "2027-01-19T12:15:00+01:00",
        "endDate": "2027-01-19T13:45:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "salle des Tilleuls",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "12 rue de l’Église",
                "postalCode": "73290",
                "addressLocality": "La Motte-Servolex",
                "addressCountry": "FR",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 45.6006, "longitude": 5.8643},
        },
        "organizer": {"@type": "Organization", "name": "Parenthèse Savoie", "url": "http://127.0.0.1:5000/"},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": 24,
        "remainingAttendeeCapacity": 23,
        "inLanguage": "fr",
        "image": "http://127.0.0.1:5000/static/img/partage.png",
        "url": f"http://127.0.0.1:5000/rencontres/{lunch.public_id}",
    }


def test_a_cancelled_event_says_so(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    services.cancel(session, lunch, reason="Non", now=NOW)
    assert event_of(client, lunch)["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_lunch_without_a_room_is_placed_in_its_commune_without_a_point(
    client: CheckingClient, session: Session
) -> None:
    place = event_of(client, published(session, None))["location"]
    assert place == {
        "@type": "Place",
        "name": "La Motte-Servolex",
        "address": {
            "@type": "PostalAddress",
            "postalCode": "73290",
            "addressLocality": "La Motte-Servolex",
            "addressCountry": "FR",
        },
    }


def test_what_people_typed_stays_text_everywhere(client: CheckingClient, session: Session, cast: Cast) -> None:
    meetup = published(session, cast.room, title=ATTACK, why=ATTACK)
    page = client.get(f"/rencontres/{meetup.public_id}")
    document = parse(page.text)
    assert not list(document.iter("img"))
    assert [each.get("type") for each in document.iter("script")] == ["application/ld+json"]
    assert "alert(1)>" not in page.text
    assert event_of(client, meetup)["name"] == ATTACK
    assert previews(head_of(client, f"/rencontres/{meetup.public_id}"))["og:title"].startswith(ATTACK)
    assert ATTACK in "".join(parse(client.get("/rencontres").text).itertext())


def test_a_link_to_a_lunch_is_previewed(client: CheckingClient, lunch: Meetup) -> None:
    head = head_of(client, f"/rencontres/{lunch.public_id}?utm_source=ailleurs")
    shown = previews(head)
    assert shown["og:title"] == f"{lunch.title}, mardi 19\u00a0janvier, La Motte-Servolex"
    assert shown["og:description"].startswith("Mardi 19\u00a0janvier 2027, 12\u00a0h\u00a015")
    assert shown["og:url"] == f"http://127.0.0.1:5000/rencontres/{lunch.public_id}"
    canonical = [link.get("href") for link in head.iter("link") if link.get("rel") == "canonical"]
    assert canonical == [shown["og:url"]]
    with client.get(shown["og:image"]) as image:
        assert image.mimetype == "image/png"
        assert image.data[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_a_long_reason_is_cut_in_previews_only(client: CheckingClient, session: Session, cast: Cast) -> None:
    meetup = published(session, cast.room, why="Se connaître. " * 60)
    description = event_of(client, meetup)["description"]
    assert isinstance(description, str)
    assert len(description) <= 300
    assert description.endswith("…")


def test_the_list_and_home_are_previewed_too(client: CheckingClient) -> None:
    for path, address in (
        ("/?commune=73500", "/"),
        ("/rencontres?parcours=x", "/rencontres"),
        ("/rencontres?passees=1", "/rencontres?passees=1"),
    ):
        head = parse(client.get(path).text).find("head")
        assert head is not None
        assert previews(head)["og:url"] == f"http://127.0.0.1:5000{address}"
