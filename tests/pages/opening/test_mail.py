"""The mail screen: what is set, what to write, and a test mail through the real outbox."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.pages.opening.reasons import plain_reason
from tests import factories
from tests.conftest import CheckingClient, FrozenClock
from tests.pages.forms import submit, text_of

MAIL = "/organisation/ouverture/courriels"
TEST = f"{MAIL}/essai"


@pytest.fixture(autouse=True)
def _addresses(client: CheckingClient) -> None:
    client.allowed_addresses = frozenset(
        {
            "reseau@parenthese.example",
            "bonjour@tables.fr",
            "claire@asso.example",
            "reseau@mon-association.fr",
            "motdepasse@smtp.mon-association.fr",
        }
    )


def configure(app: Flask, **changes: object) -> None:
    """As an operator would, in the environment."""
    app.extensions["settings"] = replace(app.extensions["settings"], **changes)


def sent(session: Session) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)))


def test_without_a_server_the_page_says_that_mails_wait_and_what_to_write(browser: CheckingClient) -> None:
    text = text_of(browser.get(MAIL))
    assert "Serveur de courriel pas encore réglé" in text
    assert "les courriels attendent ici" in text
    assert "export SMTP_URL=smtps://" in text
    assert "Celui-ci n’est là que pour essayer" in text
    assert "ne s’ouvrent que sur cette machine" in text


def test_the_server_is_named_without_its_password(app: Flask, browser: CheckingClient) -> None:
    configure(
        app,
        smtp_url="smtps://claire:tres-secret@smtp.tables.fr",
        mail_from="bonjour@tables.fr",
        base_url="https://reseau.tables.fr",
    )
    page = browser.get(MAIL)
    assert "smtp.tables.fr, port 465" in text_of(page)
    assert "bonjour@tables.fr" in text_of(page)
    assert "tres-secret" not in page.text
    assert "Il reste à régler" not in text_of(page)


def test_a_server_that_is_badly_written_is_said_so(app: Flask, browser: CheckingClient) -> None:
    configure(app, smtp_url="smtp://serveur:port-inconnu")
    assert "réglé, mais mal écrit" in text_of(browser.get(MAIL))


def test_the_test_mail_goes_through_the_outbox_to_the_person_who_asks(
    browser: CheckingClient, session: Session, claire: Account
) -> None:
    done = submit(browser, MAIL, TEST)
    assert (done.status_code, done.location) == (302, MAIL)
    (mail,) = sent(session)
    assert (mail.kind, mail.recipient, mail.state) == (MailKind.TEST, "claire@asso.example", MailState.PENDING)
    assert mail.mime
    read = describe(mail.mime)
    assert "vos courriels partent" in read.text
    assert "Claire" in read.html
    assert "test_mail_asked" in session.scalars(select(AuditEntry.action)).all()
    text = text_of(browser.get(MAIL))
    assert "Il attend qu’un serveur soit réglé." in text
    assert "Voir où il en est" in text


def test_pressing_twice_sends_one_mail_and_a_minute_later_another(
    browser: CheckingClient, session: Session, frozen_clock: FrozenClock
) -> None:
    submit(browser, MAIL, TEST)
    submit(browser, MAIL, TEST)
    assert len(sent(session)) == 1
    frozen_clock.now += timedelta(minutes=1)
    submit(browser, MAIL, TEST)
    assert len(sent(session)) == 2


def test_once_gone_the_screen_says_so_and_the_step_is_done(browser: CheckingClient, session: Session) -> None:
    submit(browser, MAIL, TEST)
    sent(session)[0].state = MailState.SENT
    text = text_of(browser.get(MAIL))
    assert "parti" in text
    assert "Le serveur l’a pris" in text
    assert "Courriels (c’est fait)" in text
    assert "Plus tard" not in text


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.PENDING])
def test_a_refusal_is_said_in_plain_french(browser: CheckingClient, session: Session, state: MailState) -> None:
    submit(browser, MAIL, TEST)
    mail = sent(session)[0]
    mail.state, mail.last_error = state, "535 5.7.8 Authentication failed"
    text = text_of(browser.get(MAIL))
    assert "Le serveur refuse le nom ou le mot de passe" in text
    assert "535 5.7.8 Authentication failed" in text
    assert state.label in text


def test_another_persons_test_is_not_shown(browser: CheckingClient, session: Session) -> None:
    other = factories.account(session, "max@asso.example", "Max")
    submit(browser, MAIL, TEST)
    sent(session)[0].recipient = other.email
    assert "Dernier essai" not in text_of(browser.get(MAIL))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("connexion refusée", "Rien ne répond à cette adresse"),
        ("serveur introuvable", "Ce nom de serveur n’existe pas"),
        ("délai dépassé", "ne répond pas à temps"),
        ("connexion coupée", "raccroche"),
        ("chiffrement impossible (CERTIFICATE_VERIFY_FAILED)", "liaison chiffrée"),
        ("530 5.7.0 Must issue a STARTTLS command first", "nom et un mot de passe"),
        ("550 5.1.1 … user unknown", "MAIL_FROM"),
        ("552 too big", "Sa réponse"),
        ("OSError", "Sa réponse"),
    ],
)
def test_what_servers_and_networks_answer_becomes_something_to_do(app: Flask, answer: str, words: str) -> None:
    with app.test_request_context():
        assert words in plain_reason(answer)
