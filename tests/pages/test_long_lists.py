"""A list of hundreds of guests is shown some at a time, whole when asked, and everybody once."""

import pytest
from sqlalchemy.orm import Session

from meetups.invitations.guests import add_guests
from meetups.pages.guest_page import PAGE
from meetups.planning.models import MeetupStatus
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS
from tests.pages.test_bounded import crowd, queries

MANY = 2 * PAGE + 30


@pytest.fixture
def url(session: Session, cast: Cast) -> str:
    """One in five of them has no e-mail, and is to be called."""
    people = crowd(session, MANY)
    for guest in add_guests(session, cast.lunch, [(person, []) for person in people], now=NOW):
        guest.invited_at = NOW
    cast.lunch.status, cast.lunch.capacity = MeetupStatus.PUBLISHED, MANY
    session.commit()
    return f"{MEETUPS}/{cast.lunch.public_id}"


def names(browser: CheckingClient, url: str) -> list[str]:
    lists = [each for each in parse(browser.get(url).text).iter("ul") if "personnes" in each.get("class", "").split()]
    rows = [row for each in lists for row in each.findall("li")]
    return [" ".join("".join(row.itertext()).split()).split(" Perrier")[0] for row in rows]


def test_a_long_list_comes_some_at_a_time_and_everybody_once(maud: CheckingClient, url: str) -> None:
    pages = [names(maud, f"{url}?page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [PAGE, PAGE, 30]
    assert names(maud, url) == pages[0]
    assert len({name for page in pages for name in page}) == MANY
    assert sorted(names(maud, f"{url}?page=toutes")) == sorted(name for page in pages for name in page)


def test_plain_links_lead_from_page_to_page_and_to_the_whole(maud: CheckingClient, url: str) -> None:
    def links(page: str) -> set[str | None]:
        found = {link.get("href") for link in parse(maud.get(page).text).iter("a")}
        return {link for link in found if link and link.startswith(f"{url}?")}

    assert links(url) == {f"{url}?page=2#invites", f"{url}?page=toutes#invites"}
    assert links(f"{url}?page=2") == {f"{url}?page=1#invites", f"{url}?page=3#invites", f"{url}?page=toutes#invites"}
    assert links(f"{url}?page=toutes") == set()


@pytest.mark.parametrize("asked", ["0", "-1", "x", "", "²", "99999999"])
def test_an_odd_page_is_the_first(maud: CheckingClient, url: str, asked: str) -> None:
    assert len(names(maud, f"{url}?page={asked}")) == PAGE


def test_a_page_is_light_and_costs_as_many_queries_as_the_whole(
    maud: CheckingClient, session: Session, url: str
) -> None:
    one, whole = maud.get(url), maud.get(f"{url}?page=toutes")
    assert len(one.data) < 0.65 * len(whole.data)
    assert queries(session, maud, url) == queries(session, maud, f"{url}?page=toutes")


@pytest.mark.parametrize("page", ["2", "toutes"])
def test_whoever_opens_a_guest_from_a_long_list_comes_back_to_the_same_part(
    maud: CheckingClient, url: str, page: str
) -> None:
    back = f"{url}?page={page}#invites"
    links = [link.get("href") or "" for link in parse(maud.get(f"{url}?page={page}").text).iter("a")]
    where = next(link for link in links if "/reponse" in link)
    guest = parse(maud.get(where).text)
    assert back in {link.get("href") for link in guest.iter("a")}, "the way back, above the name"
    form = next(each for each in guest.iter("form") if "/reponse" in each.get("action", ""))
    done = maud.post(form.get("action", ""), data={"reponse": "oui", "source": "telephone"})
    assert done.location == back
    removal = form.get("action", "").replace("/reponse", "/retirer")
    assert maud.post(removal).location == f"{where}#retirer"
    assert maud.post(removal, data={"confirmer": "1"}).location == back
