"""A mail to ourselves through a real server, and what is said of it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from meetups import create_app
from meetups.config import Settings
from meetups.database import db
from meetups.outbox import checking
from meetups.outbox.checking import Finding, Level
from tests.conftest import make_settings
from tests.factories import NOW
from tests.mail_server import AUTHSERV_ID, MailServer

BASE = {"base_url": "https://reseau.tables.fr", "mail_from": "reseau@tables.fr"}
STAMP = "1790000000"


@pytest.fixture
def sender() -> str:
    """Nobody wrote to this mailbox yet."""
    return f"reseau{uuid.uuid4().hex[:8]}@tables.fr"


def subjects(findings: list[Finding], level: Level) -> set[str]:
    return {finding.subject for finding in findings if finding.level is level}


@contextmanager
def context(database_url: str, **given: object) -> Iterator[Settings]:
    """The settings of an application that writes to the outside, its context pushed."""
    values = make_settings(database_url, **(BASE | given))
    app: Flask = create_app(values)
    with app.app_context():
        yield values
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def on_the_way(database_url: str, mail_server: MailServer, sender: str) -> Iterator[Settings]:
    """A server that sends, a mailbox that is read, a server to trust."""
    given = {
        "mail_from": sender,
        "smtp_url": mail_server.smtp_url,
        "imap_url": mail_server.imap_url(sender),
        "mail_authserv_id": AUTHSERV_ID,
    }
    with context(database_url, **given) as values:
        yield values


def test_a_mail_to_ourselves_is_found_with_what_our_server_says_of_it(
    on_the_way: Settings, mail_server: MailServer
) -> None:
    mail_server.trusted.add("tables.fr")
    assert checking.read_back(on_the_way, STAMP) is None
    sent = checking.send_checks(on_the_way, STAMP, now=NOW)
    assert subjects(sent, Level.GOOD) == {"Envoi"}
    assert len(mail_server.sent) == 2  # to the address, and to one with a « + »
    found = checking.read_back(on_the_way, STAMP)
    assert found is not None
    assert {"Boîte des réponses", "DMARC", "Place dans la boîte"} <= subjects(found, Level.GOOD)
    assert subjects(found, Level.WARNING) == {"SPF", "DKIM"}
    assert checking.read_back(on_the_way, "1790000001") is None, "an older check is not this one"


def test_a_failed_check_of_the_sender_says_what_to_publish(on_the_way: Settings, mail_server: MailServer) -> None:
    checking.send_checks(on_the_way, "1790000002", now=NOW)
    found = checking.read_back(on_the_way, "1790000002")
    assert found is not None
    (dmarc,) = [finding for finding in found if finding.subject == "DMARC"]
    assert dmarc.level is Level.BAD
    assert "enregistrement DMARC" in dmarc.advice


def test_the_server_to_trust_is_named_when_nobody_chose_it(
    database_url: str, mail_server: MailServer, sender: str
) -> None:
    given = {"mail_from": sender, "smtp_url": mail_server.smtp_url, "imap_url": mail_server.imap_url(sender)}
    with context(database_url, **given) as values:
        assert subjects(checking.findings_of_settings(values), Level.WARNING) == {"Confiance"}
        checking.send_checks(values, "1790000003", now=NOW)
        found = checking.read_back(values, "1790000003")
    assert found is not None
    assert any(f"MAIL_AUTHSERV_ID={AUTHSERV_ID}" in finding.advice for finding in found)


def test_a_server_without_plus_addresses_is_found_out(on_the_way: Settings, mail_server: MailServer) -> None:
    plus = checking.reply_address(on_the_way.secret_key.encode(), on_the_way.mail_from, "A" * 12)
    mail_server.refused[plus] = "550 5.1.1 unknown"
    sent = checking.send_checks(on_the_way, "1790000004", now=NOW)
    assert any("MAIL_SUBADDRESS=off" in finding.advice for finding in sent)


def test_without_plus_addresses_none_is_tried(database_url: str, mail_server: MailServer) -> None:
    given = {"smtp_url": mail_server.smtp_url, "mail_subaddress": False}
    with context(database_url, **given) as values:
        checking.send_checks(values, "1790000005", now=NOW)
        assert mail_server.sent == [("reseau@tables.fr", "reseau@tables.fr")]
        assert checking.read_back(values, "1790000005") == []


def test_a_server_that_is_away_is_said_without_its_password(database_url: str) -> None:
    with context(database_url, smtp_url="smtp://moi:secret@127.0.0.1:9") as values:
        (found,) = checking.send_checks(values, STAMP, now=NOW)
    assert found.level is Level.BAD
    assert "secret" not in repr(found)


def test_a_wrong_password_of_the_mailbox_is_said(database_url: str, mail_server: MailServer) -> None:
    wrong = mail_server.imap_url("reseau@tables.fr").replace("imap://", "imap://", 1).rsplit("@", 1)
    user = wrong[0].rsplit(":", 1)[0]
    with context(database_url, imap_url=f"{user}:faux@{wrong[1]}") as values:
        found = checking.read_back(values, STAMP)
    assert found is not None
    assert found[0].level is Level.BAD
    assert "faux" not in repr(found)


@pytest.mark.parametrize(
    ("given", "subject", "said"),
    [
        ({}, "Envoi", "SMTP_URL"),
        ({"mail_from": "reseau@parenthese.example"}, "Expéditeur", "MAIL_FROM"),
        ({"mail_from": "moi@gmail.com", "smtp_url": "smtp://mail.tables.fr"}, "Expéditeur", "gratuite"),
    ],
)
def test_what_is_not_set_is_said_before_anything_is_sent(
    app: Flask, given: dict[str, object], subject: str, said: str
) -> None:
    values = make_settings("sqlite://", **(BASE | given))
    bad = [finding for finding in checking.findings_of_settings(values) if finding.level is Level.BAD]
    assert [finding.subject for finding in bad] == [subject]
    assert said in bad[0].said + bad[0].advice
