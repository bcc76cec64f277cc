"""Two clicks on one button: the second request leaves before the first answer, or just after it.

Browsers show the answer to the last one, and keep its cookie.
"""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import OneTimeCode
from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import Openness
from tests.accounts.test_codes import code_in, last_mail
from tests.conftest import Cast, CheckingClient
from tests.pages.forms import fields_of, form_at, text_of
from tests.pages.joining.steps import FORM, open_to

Copy = dict[str, object]


@pytest.fixture(autouse=True)
def _tokens(app: Flask) -> None:
    """Form tokens are what a double click stumbles on."""
    app.config["WTF_CSRF_ENABLED"] = True


def cookie_of(browser: CheckingClient) -> Copy:
    with browser.session_transaction() as cookie:
        return dict(cookie)


def put(browser: CheckingClient, kept: Copy) -> None:
    with browser.session_transaction() as cookie:
        cookie.clear()
        cookie.update(kept)


def click_twice(browser: CheckingClient, page: str, *, is_late: bool = False, **changes: str) -> list[TestResponse]:
    """Send the form of a page twice: with the cookie of before, or (``is_late``) with that of the first answer."""
    values = fields_of(form_at(browser.get(page), page)) | changes
    before = cookie_of(browser)
    first = browser.post(page, data=values)
    if not is_late:
        put(browser, before)
    return [first, browser.post(page, data=values)]


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("is_late", [False, True])
def test_the_form_sent_twice_asks_for_one_code(client: CheckingClient, session: Session, is_late: bool) -> None:
    answers = click_twice(client, "/rejoindre", is_late=is_late, **FORM)
    assert [answer.location for answer in answers] == ["/rejoindre/code"] * 2
    assert (count(session, OneTimeCode), count(session, OutgoingEmail)) == (1, 1)
    values = fields_of(form_at(client.get("/rejoindre/code"), "/rejoindre/code"))
    entered = client.post("/rejoindre/code", data=values | {"code": code_in(last_mail(session))})
    assert entered.location == "/moi"


def test_another_code_asked_for_on_purpose_is_another_mail(client: CheckingClient, session: Session) -> None:
    click_twice(client, "/rejoindre", **FORM)
    values = fields_of(form_at(client.get("/rejoindre/code"), "/rejoindre/code"))
    for _ in range(2):
        client.post("/rejoindre/code", data=values | {"autre": "1"})
    assert count(session, OutgoingEmail) == 2


@pytest.mark.parametrize("is_late", [False, True])
def test_the_code_sent_twice_welcomes_once(client: CheckingClient, session: Session, is_late: bool) -> None:
    people = count(session, Professional)
    click_twice(client, "/rejoindre", **FORM)
    answers = click_twice(client, "/rejoindre/code", is_late=is_late, code=code_in(last_mail(session)))
    assert answers[0].location == "/moi"
    arrived = client.get(answers[1].location, follow_redirects=True)
    assert arrived.request.path == "/moi"
    assert "Bienvenue dans le réseau, Lucie" in text_of(client.get("/moi")) + text_of(arrived)
    assert count(session, Professional) == people + 1


@pytest.mark.parametrize("is_late", [False, True])
def test_a_seat_confirmed_twice_is_one_seat_and_leads_to_it(
    client: CheckingClient, session: Session, cast: Cast, is_late: bool
) -> None:
    path = open_to(session, cast.lunch, Openness.EVERYONE)
    click_twice(client, path, is_late=is_late, **FORM)
    answers = click_twice(client, "/rejoindre/code", is_late=is_late, code=code_in(last_mail(session)))
    arrived = client.get(answers[1].location, follow_redirects=True)
    assert arrived.request.path == answers[0].location.removeprefix("http://127.0.0.1:5000")
    assert count(session, Registration) == 1
    kinds = session.scalars(select(OutgoingEmail.kind).order_by(OutgoingEmail.id)).all()
    assert kinds == [MailKind.SIGN_IN, MailKind.CONFIRMATION]


@pytest.mark.parametrize("is_late", [False, True])
def test_signing_in_with_two_clicks_signs_in(
    client: CheckingClient, session: Session, cast: Cast, is_late: bool
) -> None:
    values = fields_of(form_at(client.get("/connexion?next=/aide"), "/connexion"))
    client.post("/connexion", data=values | {"email": "maud@parenthese.example"})
    client.post("/connexion", data=values | {"email": "maud@parenthese.example"})
    assert count(session, OutgoingEmail) == 1
    answers = click_twice(client, "/connexion/code", is_late=is_late, code=code_in(last_mail(session)))
    assert client.get(answers[1].location, follow_redirects=True).request.path == answers[0].location == "/aide"
    assert client.get("/organisation").status_code == 200


def test_another_sign_in_code_is_another_mail_even_at_once(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    values = fields_of(form_at(client.get("/connexion"), "/connexion"))
    client.post("/connexion", data=values | {"email": "maud@parenthese.example"})
    again = fields_of(form_at(client.get("/connexion/code"), "/connexion"))
    client.post("/connexion", data=again)
    assert count(session, OutgoingEmail) == 2


def test_a_form_without_a_token_leads_nowhere_even_for_someone_signed_in(
    client: CheckingClient, session: Session
) -> None:
    click_twice(client, "/rejoindre", **FORM)
    click_twice(client, "/rejoindre/code", code=code_in(last_mail(session)))
    assert client.post("/rejoindre", data=FORM).status_code == 400
    assert client.post("/deconnexion", data={"csrf_token": "ancien"}).status_code == 400
