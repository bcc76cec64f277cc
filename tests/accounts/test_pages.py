from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups import create_app
from meetups.accounts import services
from meetups.accounts.models import AuditEntry, OneTimeCode, UserSession
from meetups.database import db
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.accounts.test_codes import code_in, last_mail, wrong
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn, make_settings
from tests.factories import NOW
from tests.page_checks import parse

MAUD = "maud@parenthese.example"
SACHA = "sacha@ailleurs.example"
UNKNOWN = "inconnue@sante.example"


@pytest.fixture
def client(client: CheckingClient) -> CheckingClient:
    """These pages give an example of an address, and show the one that was typed to the person who typed it."""
    client.allowed_addresses = frozenset({"lucie@exemple.fr", "equipe@parenthese.example", MAUD, SACHA, UNKNOWN})
    return client


def ask(client: CheckingClient, email: str = MAUD, **fields: str) -> TestResponse:
    return client.post("/connexion", data={"email": email} | fields)


def enter(client: CheckingClient, session: Session, email: str = MAUD, **fields: str) -> TestResponse:
    ask(client, email, **fields)
    return client.post("/connexion/code", data={"code": code_in(last_mail(session))})


def field(response: TestResponse, name: str) -> dict[str, str]:
    page = parse(response.text)
    return next(element.attrib for element in page.iter("input") if element.get("name") == name)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_organiser_signs_in_with_the_code_of_the_mail(client: CheckingClient, session: Session, cast: Cast) -> None:
    asked = ask(client)
    assert (asked.status_code, asked.location) == (302, "/connexion/code")
    page = client.get("/connexion/code")
    assert MAUD in page.text
    entered = client.post("/connexion/code", data={"code": code_in(last_mail(session))})
    assert (entered.status_code, entered.location) == (302, "/organisation")
    assert client.get("/organisation").status_code == 200


def test_a_professional_arrives_at_her_lunches(client: CheckingClient, session: Session, cast: Cast) -> None:
    assert enter(client, session, SACHA).location == "/moi"


def test_one_comes_back_to_the_page_one_asked_for(client: CheckingClient, session: Session, cast: Cast) -> None:
    refused = client.get("/organisation?page=2")
    assert refused.location == "/connexion?next=/organisation?page%3D2"
    way_back = field(client.get(refused.location), "next")["value"]
    assert way_back == "/organisation?page=2"
    assert enter(client, session, next=way_back).location == "/organisation?page=2"


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "\t//evil.example", "javascript:alert(1)"])
def test_one_never_lands_on_another_site(client: CheckingClient, session: Session, cast: Cast, target: str) -> None:
    assert enter(client, session, next=target).location == "/"
    assert client.get("/connexion", query_string={"next": target}).location == "/"


def test_a_form_posted_signed_out_leads_to_signing_in_without_a_page_that_cannot_be_opened(
    client: CheckingClient, cast: Cast
) -> None:
    refused = client.post("/organisation/propositions/abc/preparer")
    assert (refused.status_code, refused.location) == (302, "/connexion")


def test_the_sign_in_page_helps_a_telephone(client: CheckingClient) -> None:
    page = client.get("/connexion")
    email = field(page, "email")
    assert (email["type"], email["autocomplete"], email["autocapitalize"]) == ("email", "email", "none")
    ask(client)
    code = field(client.get("/connexion/code"), "code")
    assert (code["autocomplete"], code["inputmode"]) == ("one-time-code", "numeric")


@pytest.mark.parametrize("path", ["/connexion", "/connexion/code"])
def test_one_can_always_call_the_team(client: CheckingClient, path: str) -> None:
    ask(client)
    page = client.get(path)
    assert 'href="tel:0465710012"' in page.text
    assert "Appeler l’équipe" in page.text


def test_a_mistyped_address_stays_in_its_field_and_says_what_it_lacks(
    client: CheckingClient, session: Session
) -> None:
    page = ask(client, "maud.parenthese.example", next="/moi")
    assert page.status_code == 422
    assert "Il manque le signe @, comme dans lucie@exemple.fr" in page.text
    typed = field(page, "email")
    assert (typed["value"], typed["aria-invalid"]) == ("maud.parenthese.example", "true")
    assert "email-erreur" in typed["aria-describedby"]
    assert field(page, "next")["value"] == "/moi"
    assert count(session, OneTimeCode) == 0


def test_a_wrong_code_stays_in_its_field_and_counts(client: CheckingClient, session: Session, cast: Cast) -> None:
    ask(client)
    typed = wrong(code_in(last_mail(session)))
    page = client.post("/connexion/code", data={"code": typed})
    assert page.status_code == 422
    assert "Ce n’est pas le bon code" in page.text
    assert field(page, "code")["value"] == typed
    assert session.scalars(select(OneTimeCode.attempts)).one() == 1


def test_a_mistyped_code_does_not_count_as_a_try(client: CheckingClient, session: Session, cast: Cast) -> None:
    ask(client)
    page = client.post("/connexion/code", data={"code": "1234"})
    assert page.status_code == 422
    assert "il y en a 4" in page.text
    assert session.scalars(select(OneTimeCode.attempts)).one() == 0


def test_a_code_that_is_too_old_says_so_and_another_is_one_button_away(
    client: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    ask(client)
    old = code_in(last_mail(session))
    frozen_clock.now = NOW + timedelta(minutes=11)
    page = client.post("/connexion/code", data={"code": old})
    assert "Ce code ne sert plus" in page.text
    assert field(page, "email")["value"] == MAUD
    assert enter(client, session).location == "/organisation"


def test_a_new_code_replaces_the_one_before_in_this_browser(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    ask(client)
    first = code_in(last_mail(session))
    ask(client)
    assert client.post("/connexion/code", data={"code": first}).status_code == 422
    assert client.post("/connexion/code", data={"code": code_in(last_mail(session))}).status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer(client: CheckingClient, app: Flask, cast: Cast) -> None:
    bodies = []
    for email in (MAUD, UNKNOWN):
        browser = app.test_client()
        assert isinstance(browser, CheckingClient)
        browser.allowed_addresses = client.allowed_addresses
        asked = ask(browser, email)
        page = browser.get("/connexion/code")
        refused = browser.post("/connexion/code", data={"code": "00000000"})
        bodies.append(
            [
                (answer.status_code, answer.location, answer.text.replace(email, "adresse"))
                for answer in (asked, page, refused)
            ]
        )
    assert bodies[0] == bodies[1]


def test_known_and_unknown_addresses_cost_the_whole_request_the_same_statements(
    client: CheckingClient, cast: Cast
) -> None:
    with recorded_statements() as for_known:
        ask(client, MAUD)
    with recorded_statements() as for_unknown:
        ask(client, UNKNOWN)
    assert for_known == for_unknown


@pytest.mark.parametrize("email", [MAUD, UNKNOWN])
def test_a_sixth_code_within_the_hour_is_refused_politely(client: CheckingClient, cast: Cast, email: str) -> None:
    for _ in range(5):
        assert ask(client, email).status_code == 302
    page = ask(client, email)
    assert page.status_code == 429
    assert "Prenez le dernier reçu" in page.text
    assert field(page, "email")["value"] == email


def test_a_disabled_account_gets_the_answer_of_an_unknown_address(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    services.disable_account(session, cast.maud, actor=None, now=NOW)
    assert ask(client).location == "/connexion/code"
    assert client.post("/connexion/code", data={"code": code_in(last_mail(session))}).status_code == 422


def test_the_mails_link_writes_the_code_and_only_a_button_acts(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    ask(client)
    digits = code_in(last_mail(session))
    for _ in range(20):
        page = client.get(f"/connexion/code?code={digits}")
    client.head(f"/connexion/code?code={digits}")
    assert field(page, "code")["value"] == digits
    assert count(session, UserSession) == 0
    assert session.scalars(select(OneTimeCode.attempts)).one() == 0
    assert client.post("/connexion/code", data={"code": digits}).location == "/organisation"


def test_the_mails_link_opened_in_another_browser_offers_a_new_code(client: CheckingClient) -> None:
    moved = client.get("/connexion/code?code=12345678")
    assert moved.location == "/connexion"
    assert "Le code se tape dans le navigateur qui l’a demandé" in client.get("/connexion").text


def test_someone_signed_in_is_not_asked_again(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(client, cast.maud)
    assert client.get("/connexion").location == "/organisation"
    assert client.get("/connexion?next=/moi").location == "/moi"
    assert client.get("/connexion/code").location == "/organisation"


def test_signing_out_is_a_button_that_ends_the_session(client: CheckingClient, session: Session, cast: Cast) -> None:
    enter(client, session)
    assert client.get("/deconnexion").status_code == 405
    assert client.get("/organisation").status_code == 200
    assert client.post("/deconnexion").location == "/"
    assert client.get("/organisation").status_code == 302
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["sign_in", "sign_out"]


def test_signing_out_twice_is_harmless(client: CheckingClient, session: Session) -> None:
    assert client.post("/deconnexion").location == "/"
    assert count(session, AuditEntry) == 0


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    cookie = enter(client, session).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie, "a telephone that closes its browser stays signed in"


def test_a_page_does_not_write_the_cookie_again_each_time(
    client: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    enter(client, session)
    client.get("/moi")  # makes the form token
    assert "Set-Cookie" not in client.get("/moi").headers
    frozen_clock.now = NOW + timedelta(minutes=6)
    assert "Set-Cookie" in client.get("/moi").headers


def test_an_address_written_as_markup_stays_text(client: CheckingClient) -> None:
    page = ask(client, '"><script>alert(1)</script>{{7*7}}')
    assert "<script>alert" not in page.text
    assert field(page, "email")["value"] == '"><script>alert(1)</script>{{7*7}}'


@pytest.fixture
def strict(database_url: str) -> Iterator[Flask]:
    """The application as it is served: form tokens are asked for, and each request stands alone."""
    made = create_app(make_settings(database_url))
    yield made
    with made.app_context():
        db.engine.dispose()


def test_without_its_form_token_nothing_is_sent(strict: Flask) -> None:
    browser = strict.test_client()
    assert browser.post("/connexion", data={"email": MAUD}).status_code == 400
    token = field(browser.get("/connexion"), "csrf_token")["value"]
    asked = browser.post("/connexion", data={"email": MAUD, "csrf_token": token})
    assert asked.location == "/connexion/code"
    page = browser.get("/connexion/code")
    assert field(page, "csrf_token")["value"]


def test_a_try_is_counted_even_though_it_is_refused(strict: Flask) -> None:
    strict.config["WTF_CSRF_ENABLED"] = False
    browser = strict.test_client()
    browser.post("/connexion", data={"email": UNKNOWN})
    for _ in range(2):
        assert browser.post("/connexion/code", data={"code": "12345678"}).status_code == 422
    with strict.app_context():
        assert db.session.scalars(select(OneTimeCode.attempts)).one() == 2


def test_the_form_token_changes_at_sign_in(strict: Flask) -> None:
    browser = strict.test_client()
    with strict.app_context():
        session = db.session()
        factories.account(session, MAUD)
        session.commit()
    token = field(browser.get("/connexion"), "csrf_token")["value"]
    browser.post("/connexion", data={"email": MAUD, "csrf_token": token})
    with strict.app_context():
        digits = code_in(last_mail(db.session()))
    entered = browser.post("/connexion/code", data={"code": digits, "csrf_token": token})
    assert entered.location == "/organisation"
    assert browser.post("/deconnexion", data={"csrf_token": token}).status_code == 400
