"""« Mon agenda »: the address of one's own feed, made by a post and shown once."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.invitations.models import CalendarFeed
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.page_checks import parse
from tests.pages.forms import fields_of, form_at, text_of

PAGE = "/moi/agenda"


def send(client: CheckingClient, page: TestResponse) -> TestResponse:
    return client.post(PAGE, data=fields_of(form_at(page, PAGE)))


def address_on(page: TestResponse) -> str:
    [field] = [each for each in parse(page.text).iter("input") if each.get("id") == "adresse"]
    assert field.get("readonly") is not None
    return field.get("value") or ""


def path_of(address: str) -> str:
    assert address.startswith("http://127.0.0.1:5000/calendrier/")
    return address.removeprefix("http://127.0.0.1:5000")


def test_the_address_is_made_shown_once_and_works(ines: CheckingClient, session: Session) -> None:
    empty = ines.get(PAGE)
    assert "Pas encore d’adresse" in text_of(empty)
    made = send(ines, empty)
    address = address_on(made)
    assert len(path_of(address)) >= len("/calendrier/.ics") + 43
    assert address.replace("http://", "webcal://") in {link.get("href") for link in parse(made.text).iter("a")}
    for program in ("iPhone", "Google Agenda", "Outlook", "Thunderbird"):
        assert program in text_of(made)
    assert "no-store" in made.headers["Cache-Control"]
    assert ines.get(path_of(address)).mimetype == "text/calendar"
    later = ines.get(PAGE)
    assert "Votre adresse existe depuis le lundi 23 novembre 2026" in text_of(later)
    assert address not in later.text
    assert path_of(address) not in later.text


def test_a_double_click_makes_one_address_and_shows_it_twice(ines: CheckingClient, session: Session) -> None:
    empty = ines.get(PAGE)
    assert address_on(send(ines, empty)) == address_on(send(ines, empty))
    assert len(session.scalars(select(CalendarFeed)).all()) == 1


def test_replacing_asks_first_then_stops_the_former_address(ines: CheckingClient, session: Session) -> None:
    empty = ines.get(PAGE)
    first = address_on(send(ines, empty))
    assert 'name="remplace"' not in ines.get(PAGE).text, "nothing is replaced by one click"
    question = ines.get(f"{PAGE}?refaire=1")
    assert "s’arrête tout de suite" in text_of(question)
    assert ines.get(path_of(first)).status_code == 200, "asking changes nothing"
    second = address_on(send(ines, question))
    assert second != first
    assert ines.get(path_of(first)).status_code == 404
    assert ines.get(path_of(second)).status_code == 200


def test_an_old_page_brings_no_old_address_back(ines: CheckingClient) -> None:
    empty = ines.get(PAGE)
    first = address_on(send(ines, empty))
    second = address_on(send(ines, ines.get(f"{PAGE}?refaire=1")))
    refused = send(ines, empty)
    assert refused.status_code == 409
    assert "Une autre adresse a été faite" in text_of(refused)
    assert ines.get(path_of(first)).status_code == 404
    assert ines.get(path_of(second)).status_code == 200


def test_asking_to_replace_nothing_offers_to_make_one(ines: CheckingClient) -> None:
    assert "Pas encore d’adresse" in text_of(ines.get(f"{PAGE}?refaire=1"))


def test_me_leads_there(ines: CheckingClient) -> None:
    assert PAGE in {link.get("href") for link in parse(ines.get("/moi").text).iter("a")}


def test_an_account_that_is_nobody_has_no_calendar(ines: CheckingClient, session: Session, cast: Cast) -> None:
    cast.ines.account = None
    assert ines.get(PAGE).location == "/moi"
    assert ines.post(PAGE).location == "/moi"


def test_the_page_sends_few_queries(ines: CheckingClient) -> None:
    ines.get(PAGE)
    with recorded_statements() as sent:
        ines.get(PAGE)
    assert len(sent) <= 6
