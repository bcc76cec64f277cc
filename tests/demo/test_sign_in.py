import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts import services
from meetups.accounts.models import AuditEntry, UserSession
from meetups.installation import find_installation
from meetups.web.tokens import Purpose, sign_link
from tests.conftest import Cast, CheckingClient, make_settings
from tests.factories import NOW


@pytest.fixture
def client(client: CheckingClient) -> CheckingClient:
    """The foot of pages shows the team's address."""
    client.allowed_addresses = frozenset({"equipe@parenthese.example"})
    return client


def path_for(public_id: str, purpose: Purpose = Purpose.DEMO_SIGN_IN) -> str:
    return f"/demo/connexion/{sign_link(purpose, public_id)}"


def test_the_page_says_who_one_will_be_and_does_nothing(client: CheckingClient, session: Session, cast: Cast) -> None:
    page = client.get(path_for(cast.maud.public_id))
    assert page.status_code == 200
    assert "Entrer comme Maud" in page.text
    assert "mode démonstration" in page.text
    assert session.scalars(select(UserSession)).all() == []


def test_its_button_signs_in_as_the_organiser(client: CheckingClient, session: Session, cast: Cast) -> None:
    assert client.post(path_for(cast.maud.public_id)).location == "/organisation"
    assert client.get("/organisation").status_code == 200
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action) == (cast.maud.public_id, "sign_in_demo")


def test_its_button_signs_in_as_a_professional(client: CheckingClient, cast: Cast) -> None:
    assert client.post(path_for(cast.stranger.public_id)).location == "/moi"


def test_it_replaces_whoever_was_signed_in(client: CheckingClient, session: Session, cast: Cast) -> None:
    client.post(path_for(cast.maud.public_id))
    client.post(path_for(cast.stranger.public_id))
    assert client.get("/organisation").status_code == 403
    revoked = session.scalars(select(UserSession.revoked_at).order_by(UserSession.id)).all()
    assert revoked == [NOW, None]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_ours_finds_nothing(
    client: CheckingClient, session: Session, cast: Cast, method: str
) -> None:
    good = path_for(cast.maud.public_id)
    tampered = good[:-1] + ("A" if good[-1] != "A" else "B")
    for path in (
        tampered,
        path_for("inconnu"),
        path_for(cast.maud.public_id, Purpose.INVITATION),
        "/demo/connexion/n-importe-quoi",
    ):
        assert client.open(path, method=method).status_code == 404
    assert session.scalars(select(UserSession)).all() == []


def test_a_disabled_account_finds_nothing(client: CheckingClient, session: Session, cast: Cast) -> None:
    services.disable_account(session, cast.maud, actor=None, now=NOW)
    assert client.post(path_for(cast.maud.public_id)).status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_the_database_is_not_a_demo_the_page_does_not_exist(
    client: CheckingClient, session: Session, cast: Cast, method: str
) -> None:
    installation = find_installation(session)
    assert installation
    installation.is_demo = False
    assert client.open(path_for(cast.maud.public_id), method=method).status_code == 404
    assert session.scalars(select(UserSession)).all() == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_anywhere_but_on_loopback_the_page_does_not_exist(
    app: Flask, client: FlaskClient, session: Session, cast: Cast, method: str
) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = make_settings(settings.database_url, base_url="https://reseau.exemple.fr")
    assert client.open(path_for(cast.maud.public_id), method=method).status_code == 404
