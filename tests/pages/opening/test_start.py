"""The link of the terminal: one person uses it, once."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry, Role
from meetups.database import db
from meetups.installation import Installation
from meetups.pages.opening import first_account
from meetups.web.tokens import Purpose, sign_link
from tests import factories
from tests.conftest import CheckingClient, FrozenClock
from tests.factories import NOW
from tests.pages.forms import fields_of, form_at, submit, text_of


def link(session: Session) -> str:
    """The path of the terminal's link."""
    url = first_account.opening_url(session)
    assert url
    return url.removeprefix("http://127.0.0.1:5000")


def test_the_first_person_becomes_administrator_and_is_signed_in(
    client: CheckingClient, session: Session, installation: Installation
) -> None:
    done = submit(client, link(session), first_name=" Claire ", email="Claire@Asso.example", follow=True)
    assert done.request.path == "/organisation/ouverture/association"
    account = session.scalars(select(Account)).one()
    assert (account.first_name, account.email, account.role) == ("Claire", "claire@asso.example", Role.ADMINISTRATOR)
    logged = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert logged == ["installation_opened", "sign_in"]


def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: CheckingClient, session: Session, installation: Installation
) -> None:
    client.allowed_addresses = frozenset({"lucie@exemple.fr"})
    refused = submit(client, link(session), first_name="Claire", email="claire")
    assert refused.status_code == 422
    assert "Il manque le signe @" in text_of(refused)
    assert 'value="Claire"' in refused.text
    assert session.scalar(select(Account)) is None


def test_the_link_is_over_once_somebody_organises(
    client: CheckingClient, session: Session, installation: Installation
) -> None:
    path = link(session)
    account = factories.account(session, "claire@asso.example", "Claire")
    session.commit()
    for answer in (client.get(path), client.post(path, data={"first_name": "Max", "email": "max@asso.example"})):
        assert answer.status_code == 410
        assert "Ce réseau est déjà ouvert" in text_of(answer)
    session.rollback()
    account.disabled_at = NOW
    assert client.get(path).status_code == 410, "an account that was closed does not open the door again"
    assert first_account.opening_url(session) is None


@pytest.mark.parametrize("is_late", [False, True])
def test_a_double_click_signs_the_first_person_in(
    client: CheckingClient, session: Session, app: Flask, installation: Installation, is_late: bool
) -> None:
    client.allowed_addresses = frozenset({"lucie@exemple.fr"})
    app.config["WTF_CSRF_ENABLED"] = True
    path = link(session)
    values = fields_of(form_at(client.get(path), path)) | {"first_name": "Claire", "email": "claire@asso.example"}
    with client.session_transaction() as cookie:
        before = dict(cookie)
    client.post(path, data=values)
    if not is_late:
        with client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(before)
    arrived = client.post(path, data=values, follow_redirects=True)
    assert arrived.request.path == "/organisation/ouverture/association"
    assert client.get(path, follow_redirects=True).request.path == arrived.request.path, "the back button"
    assert len(session.scalars(select(Account)).all()) == 1


def test_whoever_opened_comes_in_again_for_ten_minutes_and_nobody_else_does(
    client: CheckingClient, session: Session, app: Flask, installation: Installation, frozen_clock: FrozenClock
) -> None:
    path, claire = link(session), {"first_name": "Claire", "email": "claire@asso.example"}
    client.post(path, data=claire)
    other = app.test_client()
    assert other.post(path, data=claire | {"email": "max@asso.example"}).status_code == 410
    assert other.post(path, data=claire).location == "/organisation/ouverture"
    frozen_clock.now = NOW + timedelta(minutes=10)
    late = app.test_client()
    assert [late.get(path).status_code, late.post(path, data=claire).status_code] == [410, 410]
    assert len(session.scalars(select(Account)).all()) == 1


def test_a_member_who_was_there_before_keeps_one_account(
    client: CheckingClient, session: Session, installation: Installation
) -> None:
    factories.account(session, "claire@asso.example", "Clairette", Role.PROFESSIONAL)
    assert submit(client, link(session), first_name="Claire", email="claire@asso.example").status_code == 302
    assert session.scalars(select(Account)).one().role is Role.ADMINISTRATOR


def test_a_link_of_another_installation_opens_nothing(
    client: CheckingClient, session: Session, installation: Installation
) -> None:
    path = link(session)
    installation.created_at = NOW - timedelta(seconds=1)
    session.commit()
    assert client.get(path).status_code == 404
    assert client.get(f"/ouverture/{sign_link(Purpose.HOST, '1')}").status_code == 404
    assert client.get("/ouverture/inconnu").status_code == 404


def test_of_two_browsers_at_once_exactly_one_wins(app: Flask, session: Session, installation: Installation) -> None:
    path, barrier, statuses = link(session), threading.Barrier(2), []

    def open_as(name: str) -> None:
        with app.app_context():
            browser = app.test_client()
            barrier.wait()
            answer = browser.post(path, data={"first_name": name, "email": f"{name}@asso.example"})
            statuses.append(answer.status_code)
            db.session.remove()

    session.rollback()
    threads = [threading.Thread(target=open_as, args=(name,)) for name in ("claire", "max")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 410]
    assert len(session.scalars(select(Account)).all()) == 1


def test_the_link_is_closed_on_a_demo(client: CheckingClient, session: Session) -> None:
    row = session.scalars(select(Installation)).one()
    assert first_account.opening_url(session) is None
    path = f"/ouverture/{sign_link(Purpose.OPENING, str(int(row.created_at.timestamp())))}"
    answer = client.get(path)
    assert answer.status_code == 409
    assert "DEMO=0 DATABASE_URL=" in text_of(answer)
    assert client.post(path, data={"first_name": "Max", "email": "max@asso.example"}).status_code == 409
    assert session.scalar(select(Account)) is None


@pytest.mark.parametrize("screen", ["", "/association", "/territoire", "/courriels", "/personnes"])
def test_every_screen_is_closed_on_a_demo(maud: CheckingClient, screen: str) -> None:
    answer = maud.get(f"/organisation/ouverture{screen}")
    assert answer.status_code == 409
    assert "Ici, c’est une démonstration" in text_of(answer)


@pytest.mark.parametrize("path", ["association", "territoire", "courriels/essai", "personnes", "terminer"])
def test_nothing_is_written_in_a_demo(maud: CheckingClient, session: Session, path: str) -> None:
    assert maud.post(f"/organisation/ouverture/{path}", data={"people": "x"}).status_code == 409
    assert session.scalars(select(Installation)).one().opened_at is None
