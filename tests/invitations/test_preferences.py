"""Stopping, pausing and resuming invitations by the link of a mail: one person, one click, nothing by reading."""

from datetime import timedelta
from email import message_from_bytes
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry, ConsentEntry
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation
from meetups.invitations.preferences import preferences_url
from meetups.invitations.services import invite, remove_guest
from meetups.outbox.models import OutgoingEmail
from meetups.web.tokens import Purpose, sign_link
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.forms import text_of
from tests.snapshots import everything

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def guest(session: Session, cast: Cast) -> Invitation:
    """Inès, really asked."""
    made = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    session.commit()
    return made


@pytest.fixture
def path(cast: Cast) -> str:
    return urlsplit(preferences_url(cast.ines)).path


def test_a_mail_carries_the_link_that_mail_programs_post_to(session: Session, guest: Invitation) -> None:
    mail = message_from_bytes(session.scalars(select(OutgoingEmail)).one().mime or b"")
    assert mail["List-Unsubscribe"].strip() == f"<{preferences_url(guest.professional)}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_post_without_form_token_or_cookie_is_enough(
    app: Flask, client: CheckingClient, session: Session, cast: Cast, path: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    said = client.post(path, data=ONE_CLICK)
    assert said.status_code == 200, "a mail program follows no redirection"
    assert cast.ines.unsubscribed_at == NOW
    assert "plus d’invitations" in text_of(said)
    assert not cast.ines.can_be_invited(NOW)


def test_said_twice_it_is_logged_once(client: CheckingClient, session: Session, cast: Cast, path: str) -> None:
    for _ in range(2):
        client.post(path, data=ONE_CLICK)
    consent = session.scalars(select(ConsentEntry)).one()
    assert (consent.subject, consent.purpose, consent.given) == (cast.ines.public_id, "invitations", False)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action) == (cast.ines.public_id, "unsubscribed")


def test_reading_the_page_changes_nothing(client: CheckingClient, session: Session, path: str) -> None:
    before = everything(session)
    for _ in range(2):
        assert client.get(path).status_code == 200
        assert client.get(f"{path}?choix=arreter&List-Unsubscribe=One-Click").status_code == 200
    assert everything(session) == before


def test_each_button_does_what_it_says_and_undoes_it(
    client: CheckingClient, session: Session, cast: Cast, path: str
) -> None:
    asked = text_of(client.get(path))
    assert "Redemandez-moi dans deux mois" in asked
    assert "Faire une pause d’un mois" in asked
    said = text_of(client.post(path, data={"choix": "pause-2"}, follow_redirects=True))
    assert "En pause jusqu’au samedi 23 janvier 2027" in said
    client.post(path, data={"choix": "arreter"})
    assert cast.ines.unsubscribed_at == NOW
    client.post(path, data={"choix": "reprendre"})
    assert cast.ines.can_be_invited(NOW)
    client.post(path, data={"choix": "arreter"})
    client.post(path, data={"choix": "pause-2"})
    assert cast.ines.unsubscribed_at is None, "ask me again in two months is kept"
    assert cast.ines.can_be_invited(NOW + timedelta(days=62))


@pytest.mark.parametrize("choice", ["", "pause-3", "pause-", "tout"])
def test_an_unknown_choice_says_what_to_choose(
    client: CheckingClient, session: Session, cast: Cast, path: str, choice: str
) -> None:
    refused = client.post(path, data={"choix": choice})
    assert refused.status_code == 422
    assert "Choisissez la durée" in text_of(refused)
    assert cast.ines.can_be_invited(NOW)


def test_the_link_works_after_the_meetup_and_after_the_invitation_was_withdrawn(
    client: CheckingClient, session: Session, cast: Cast, guest: Invitation, path: str, frozen_clock: FrozenClock
) -> None:
    remove_guest(session, guest, now=NOW)
    session.commit()
    frozen_clock.now = LUNCH + timedelta(days=30)
    assert client.get(path).status_code == 200
    client.post(path, data=ONE_CLICK)
    assert cast.ines.unsubscribed_at == LUNCH + timedelta(days=30)


def test_a_household_that_shares_a_mailbox_is_told_whose_invitations_and_keeps_the_others(
    client: CheckingClient, session: Session, cast: Cast, path: str
) -> None:
    spouse = factories.professional(session, "Paul", email=cast.ines.email)
    session.commit()
    page = client.get(path)
    assert "Bonjour Inès" in text_of(page)
    assert "ne concerne que vous" in text_of(page)
    for private in (cast.ines.last_name, cast.ines.email or "", "Paul"):
        assert private not in page.text
    client.post(path, data=ONE_CLICK)
    assert spouse.unsubscribed_at is None
    assert cast.ines.unsubscribed_at == NOW


def test_whoever_left_is_told_that_nothing_more_leaves(
    client: CheckingClient, session: Session, cast: Cast, path: str
) -> None:
    cast.ines.left_at = NOW
    assert "Vous ne faites plus partie du réseau" in text_of(client.get(path))
    assert client.post(path, data=ONE_CLICK).status_code == 200
    assert cast.ines.unsubscribed_at is None


def test_another_link_of_ours_opens_nothing_here(client: CheckingClient, session: Session, guest: Invitation) -> None:
    foreign = sign_link(Purpose.INVITATION, guest.professional.public_id)
    for token in (foreign, sign_link(Purpose.PREFERENCES, "AAAAAAAAAAAA"), "n-importe-quoi"):
        assert client.get(f"/preferences/{token}").status_code == 404
        assert client.post(f"/preferences/{token}", data=ONE_CLICK).status_code == 404
