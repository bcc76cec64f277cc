"""A refusal that no form shows: everyone is sent back to a page of theirs, which says why."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meetups.errors import DomainError
from meetups.web.access_marks import public
from tests.conftest import Cast, CheckingClient, SignIn
from tests.pages.forms import MEETUPS, text_of
from tests.pages.joining.steps import give_account


class NotNow(DomainError):
    """Any refusal."""

    def __init__(self) -> None:
        super().__init__("Pas maintenant.")


@public
def refuse(**_: object) -> str:
    raise NotNow


@pytest.fixture
def browser(app: Flask, client: CheckingClient) -> CheckingClient:
    """Of a site where four views refuse."""
    for endpoint in ("pages.seat", "pages.guests", "pages.person", "pages.my_profile"):
        app.view_functions[endpoint] = refuse
    return client


def sent_to(browser: CheckingClient, path: str) -> str:
    """Where the refusal leads, once it has been read there."""
    refused = browser.get(path)
    assert refused.status_code == 302
    assert "Pas maintenant." in text_of(browser.get(refused.location or ""))
    return refused.location or ""


def test_a_stranger_and_a_member_never_go_to_the_organisers_pages(
    browser: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    seat, account = f"/rencontres/{cast.lunch.public_id}/place", give_account(session, cast.ines)
    assert sent_to(browser, seat) == "/"
    session.rollback()
    sign_in(browser, account)
    assert sent_to(browser, seat) == "/moi"
    assert sent_to(browser, "/moi/profil") == "/moi", "a page that is about no meetup"


def test_an_organiser_goes_back_to_the_meetup_only_from_its_own_pages(
    browser: CheckingClient, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(browser, cast.maud)
    meetup = f"{MEETUPS}/{cast.lunch.public_id}"
    assert sent_to(browser, f"{meetup}/invites") == meetup
    assert sent_to(browser, f"/rencontres/{cast.lunch.public_id}/place") == "/organisation"
    assert sent_to(browser, f"/organisation/personnes/{cast.ines.public_id}") == "/organisation"
