"""The first page that anyone opens."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from meetups.installation import Installation
from tests.conftest import CheckingClient
from tests.page_checks import parse
from tests.pages.forms import text_of

PROFESSIONS_BEGIN = "Votre métier a sa place à table"


def test_home_says_what_this_is_and_the_ways_in(client: CheckingClient) -> None:
    home = client.get("/")
    assert home.status_code == 200
    links = {link.get("href") for link in parse(home.text).iter("a")}
    assert {"/connexion", "/rejoindre", "/mairie", "tel:0465710012"} <= links
    said = text_of(home)
    for words in ("Une parenthèse dans la journée", PROFESSIONS_BEGIN, "Rejoindre en deux minutes"):
        assert words in said


def test_professions_stand_in_the_order_of_the_alphabet(client: CheckingClient) -> None:
    names = text_of(client.get("/")).split(PROFESSIONS_BEGIN)[1].split("…")[0].lower().split(", ")
    assert len(names) > 15
    assert [name.strip() for name in names] == sorted(name.strip() for name in names)


def test_a_visitor_who_only_reads_is_given_no_cookie(client: CheckingClient) -> None:
    for path in ("/", "/?commune=x", "/rencontres"):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_number_typed_with_spaces_can_be_called(client: CheckingClient, session: Session) -> None:
    session.execute(update(Installation).values(team_phone="04 65 71 00 12"))
    page = client.get("/")
    assert "tel:0465710012" in {link.get("href") for link in parse(page.text).iter("a")}
    assert "04\u00a065\u00a071\u00a000\u00a012" in page.text


def test_home_leads_whoever_is_signed_in_to_their_own_pages(maud: CheckingClient) -> None:
    main = parse(maud.get("/").text).find(".//main")
    assert main is not None
    links = {link.get("href") for link in main.iter("a")}
    assert "/organisation" in links
    assert "/rejoindre" not in links


def test_one_filled_button(client: CheckingClient) -> None:
    filled = [link for link in parse(client.get("/").text).iter("a") if "btn-primary" in (link.get("class") or "")]
    assert len(filled) == 1


def test_home_leads_nowhere_that_does_not_exist(client: CheckingClient) -> None:
    page = parse(client.get("/").text)
    for link in page.iter("a"):
        href = link.get("href") or ""
        if href.startswith("/"):
            assert client.get(href).status_code == 200, href
