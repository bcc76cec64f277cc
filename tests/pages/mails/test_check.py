"""The page that says whether our mails will arrive."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.installation import Installation
from tests.conftest import CheckingClient, FrozenClock, make_settings
from tests.mail_server import AUTHSERV_ID, MailServer

PAGE = "/organisation/courriels/verifier"
SENDER = f"reseau{uuid.uuid4().hex[:8]}@tables.fr"


@pytest.fixture
def for_real(app: Flask, session: Session, mail_server: MailServer) -> MailServer:
    """Not a demo, with a server and a mailbox."""
    session.get_one(Installation, 1).is_demo = False
    session.commit()
    app.extensions["settings"] = make_settings(
        "sqlite://",
        base_url="https://reseau.tables.fr",
        mail_from=SENDER,
        smtp_url=mail_server.smtp_url,
        imap_url=mail_server.imap_url(SENDER),
        mail_authserv_id=AUTHSERV_ID,
    )
    return mail_server


def test_a_demo_sends_nothing(maud: CheckingClient) -> None:
    assert "Démonstration" in maud.get(PAGE).text
    assert maud.post(PAGE).status_code == 409


def test_sending_and_reading_back(maud: CheckingClient, for_real: MailServer, session: Session) -> None:
    for_real.trusted.add("tables.fr")
    assert for_real.sent == []
    assert "Nous envoyer un courriel d’essai" in maud.get(PAGE).text
    sent = maud.post(PAGE)
    assert sent.status_code == 302
    assert len(for_real.sent) == 2
    shown = maud.get(sent.location)
    assert "DMARC" in shown.text
    assert "Refresh" not in shown.headers
    assert session.scalars(select(AuditEntry.action)).all() == ["mail_check"]


def test_the_page_looks_again_until_it_gives_up(
    maud: CheckingClient, for_real: MailServer, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now += timedelta(minutes=2)  # nothing was sent then
    stamp = f"{frozen_clock.now.timestamp():.0f}"
    waiting = maud.get(f"{PAGE}?essai={stamp}")
    assert waiting.headers["Refresh"] == "5"
    assert "Nous envoyer" not in waiting.text
    gone = maud.get(f"{PAGE}?essai={int(stamp) - 200}")
    assert "n’est pas arrivé" in gone.text
    assert "Refresh" not in gone.headers


def test_a_stamp_that_nobody_gave_reads_nothing(maud: CheckingClient, for_real: MailServer) -> None:
    for stamp in ("demain", "9" * 40, "-1", "²"):
        assert "Nous envoyer" in maud.get(f"{PAGE}?essai={stamp}").text


def test_without_a_mailbox_what_the_server_said_is_shown(
    maud: CheckingClient, app: Flask, for_real: MailServer
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], imap_url=None)
    shown = maud.post(PAGE)
    assert shown.status_code == 200
    assert "Le serveur a pris le courriel d’essai" in shown.text


def test_a_server_that_refuses_is_shown(maud: CheckingClient, for_real: MailServer) -> None:
    for_real.refused[SENDER] = "550 5.7.1 non"
    shown = maud.post(PAGE)
    assert shown.status_code == 502
    assert "550" in shown.text or "refus" in shown.text
