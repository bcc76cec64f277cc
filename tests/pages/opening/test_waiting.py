"""Without a mail server: the dashboard keeps saying so, and the terminal's link stands for the codes that wait."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry, Role
from meetups.installation import Installation
from meetups.pages.opening.terminal import LINK_LIFE, terminal_url
from tests import factories
from tests.conftest import CheckingClient, FrozenClock
from tests.factories import NOW
from tests.pages.forms import text_of
from tests.pages.opening.test_mail import configure

WAITING = "Aucun courriel ne part"
FINISH = "/organisation/ouverture/terminer"
SERVER = {"smtp_url": "smtps://smtp.tables.fr"}


@pytest.fixture
def path(session: Session, claire: Account) -> str:
    """Of the link in the terminal."""
    url = terminal_url(session, NOW)
    assert url
    return url.removeprefix("http://127.0.0.1:5000")


def test_finishing_without_a_server_says_that_mails_wait_and_the_dashboard_goes_on_saying_it(
    browser: CheckingClient, app: Flask
) -> None:
    done = text_of(browser.post(FINISH, follow_redirects=True))
    assert "Tout est prêt" not in done
    assert "en attente d’un serveur" in done
    assert WAITING in done
    again = browser.get("/organisation")
    assert WAITING in text_of(again)
    assert "/organisation/ouverture/courriels" in again.text
    configure(app, **SERVER)
    assert WAITING not in text_of(browser.get("/organisation"))


def test_finishing_with_a_server_says_that_all_is_ready(browser: CheckingClient, app: Flask) -> None:
    configure(app, **SERVER)
    done = text_of(browser.post(FINISH, follow_redirects=True))
    assert "Tout est prêt" in done
    assert WAITING not in done


def test_a_demo_waits_for_nothing(maud: CheckingClient) -> None:
    assert WAITING not in text_of(maud.get("/organisation"))


def test_no_code_is_said_to_be_on_its_way_while_none_leaves(
    client: CheckingClient, app: Flask, installation: Installation
) -> None:
    client.allowed_addresses = frozenset({"claire@asso.example"})
    asked = text_of(client.post("/connexion", data={"email": "claire@asso.example"}, follow_redirects=True))
    assert "est en route" not in asked
    assert "un lien pour entrer dans son terminal" in asked
    configure(app, **SERVER)
    assert "est en route" in text_of(client.get("/connexion/code"))


def test_the_link_asks_before_it_lets_in_and_leaves_a_trace(
    client: CheckingClient, session: Session, path: str
) -> None:
    shown = client.get(path)
    assert "Entrer comme Claire" in text_of(shown)
    assert client.get("/organisation").status_code == 302, "reading the page signs nobody in"
    assert client.post(path).location == "/organisation"
    assert client.get("/organisation").status_code == 200
    assert "sign_in_terminal" in session.scalars(select(AuditEntry.action)).all()


@pytest.mark.parametrize("changes", [SERVER, {"base_url": "https://reseau.tables.fr"}], ids=str)
def test_the_link_is_gone_once_a_server_is_set_and_exists_on_this_machine_only(
    client: CheckingClient, session: Session, app: Flask, path: str, changes: dict[str, str]
) -> None:
    configure(app, **changes)
    assert terminal_url(session, NOW) is None
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_the_link_lasts_a_day(client: CheckingClient, frozen_clock: FrozenClock, path: str) -> None:
    frozen_clock.now = NOW + LINK_LIFE
    assert client.get(path).status_code == 200
    frozen_clock.now += timedelta(seconds=1)
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_the_link_opens_no_demo_and_no_account_that_was_closed_or_organises_no_more(
    client: CheckingClient, session: Session, installation: Installation, claire: Account, path: str
) -> None:
    installation.is_demo = True
    assert client.get(path).status_code == 404
    session.rollback()
    installation.is_demo, claire.disabled_at = False, NOW
    assert client.get(path).status_code == 404
    session.rollback()
    claire.disabled_at, claire.role = None, Role.PROFESSIONAL
    assert client.get(path).status_code == 404
    assert client.get(f"{path}x").status_code == 404


def test_the_administrator_comes_before_organisers(session: Session, installation: Installation) -> None:
    assert terminal_url(session, NOW) is None, "nobody to let in"
    organiser = factories.account(session, "max@asso.example", "Max")
    assert organiser.public_id in (terminal_url(session, NOW) or "")
    first = factories.account(session, "claire@asso.example", "Claire", Role.ADMINISTRATOR)
    assert first.public_id in (terminal_url(session, NOW) or "")
