"""« Dans un agenda en ligne »: plain links to Google and Outlook, with nothing personal inside."""

from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.invitations import services
from meetups.invitations.emails import answer_url
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup, Openness
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.page_checks import parse
from tests.pages.public.lunching import answered, published

HOSTS = ["https://calendar.google.com/", "https://outlook.live.com/", "https://outlook.office.com/"]


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    made = published(session, cast.room, title="Cœur ; poumons", openness=Openness.MEMBERS)
    session.commit()
    return made


def added_on(page: TestResponse) -> list[Element]:
    links = [link for link in parse(page.text).iter("a") if (link.get("href") or "").startswith(tuple(HOSTS))]
    for link in links:
        assert link.get("target") == "_blank"
        assert {"noopener", "noreferrer"} <= set((link.get("rel") or "").split())
        assert f", sur {(link.get('href') or '').split('/')[2].removeprefix('calendar.')}" in "".join(link.itertext())
    return links


def check(links: list[Element], lunch: Meetup, *, has_page: bool) -> None:
    assert len(links) == len(HOSTS)
    for link, host in zip(links, HOSTS, strict=True):
        url = unquote(link.get("href") or "")
        assert url.startswith(host)
        assert "Cœur ; poumons" in url
        assert "salle des Tilleuls" in url
        assert (f"http://127.0.0.1:5000/rencontres/{lunch.public_id}" in url) is has_page
        assert "/i/" not in url
        assert "Inès" not in url
        assert "@" not in url


def test_the_public_page_has_them(client: CheckingClient, lunch: Meetup) -> None:
    check(added_on(client.get(f"/rencontres/{lunch.public_id}")), lunch, has_page=True)


@pytest.mark.parametrize(("openness", "has_page"), [(Openness.MEMBERS, True), (Openness.INVITED, False)])
@pytest.mark.parametrize("status", [RegistrationStatus.GOING, RegistrationStatus.MAYBE])
def test_the_answered_page_has_them_and_names_the_public_page_of_an_open_lunch(
    client: CheckingClient,
    session: Session,
    cast: Cast,
    lunch: Meetup,
    openness: Openness,
    has_page: bool,
    status: RegistrationStatus,
) -> None:
    lunch.openness = openness
    guest = answered(session, lunch, cast.ines, status).invitation
    assert guest is not None
    page = client.get(answer_url(guest).removeprefix("http://127.0.0.1:5000"))
    check(added_on(page), lunch, has_page=has_page)


def test_whoever_does_not_come_or_has_not_said_so_is_offered_none(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    guest = answered(session, lunch, cast.ines, RegistrationStatus.DECLINED).invitation
    assert guest is not None
    assert added_on(client.get(answer_url(guest).removeprefix("http://127.0.0.1:5000"))) == []


def test_a_lunch_that_is_over_or_cancelled_has_none(
    client: CheckingClient, session: Session, lunch: Meetup, frozen_clock: FrozenClock
) -> None:
    page = f"/rencontres/{lunch.public_id}"
    now, frozen_clock.now = frozen_clock.now, lunch.ends_at
    assert added_on(client.get(page)) == []
    session.rollback()
    frozen_clock.now = now
    services.cancel(session, lunch, reason="Neige", now=now)
    assert added_on(client.get(page)) == []


def test_a_browser_calls_them_only_on_a_click(client: CheckingClient, lunch: Meetup) -> None:
    shown = parse(client.get(f"/rencontres/{lunch.public_id}").text)
    called = [each for each in shown.iter() if each.tag != "a" for name in ("src", "href", "action") if each.get(name)]
    assert not [each for each in called if "google" in str(each.attrib) or "outlook" in str(each.attrib)]
