"""The public page."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from meetups.installation import Installation
from tests.conftest import CheckingClient
from tests.page_checks import parse
from tests.pages.forms import text_of


def test_home_says_what_this_is_and_where_to_sign_in(client: CheckingClient) -> None:
    home = client.get("/")
    assert home.status_code == 200
    links = {link.get("href") for link in parse(home.text).iter("a")}
    assert "/connexion" in links
    assert "tel:0465710012" in links
    assert "Comment ça marche" in text_of(home)


def test_a_number_typed_with_spaces_can_be_called(client: CheckingClient, session: Session) -> None:
    session.execute(update(Installation).values(team_phone="04 65 71 00 12"))
    page = client.get("/")
    assert "tel:0465710012" in {link.get("href") for link in parse(page.text).iter("a")}
    assert "04\u00a065\u00a071\u00a000\u00a012" in page.text


def test_home_leads_whoever_is_signed_in_to_their_own_pages(maud: CheckingClient) -> None:
    main = parse(maud.get("/").text).find(".//main")
    assert main is not None
    assert "/organisation" in {link.get("href") for link in main.iter("a")}


def test_home_leads_nowhere_that_does_not_exist(client: CheckingClient) -> None:
    page = parse(client.get("/").text)
    for link in page.iter("a"):
        href = link.get("href") or ""
        if href.startswith("/"):
            assert client.get(href).status_code == 200, href
