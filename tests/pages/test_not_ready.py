"""A real installation on loopback, or with an invented sender, writes to no town hall and to no guest."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.installation import find_installation
from meetups.invitations import services as invitations
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import HostingRequest, Meetup
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

WHY = "Aucun courriel ne peut encore partir"


def lunch(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}"


def count(session: Session, table: type[OutgoingEmail] | type[HostingRequest]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def real(session: Session, cast: Cast) -> Cast:
    """Not a demo: people would really read these mails."""
    row = find_installation(session)
    assert row
    row.is_demo = False
    session.commit()
    return cast


@pytest.fixture
def homeless(session: Session, real: Cast) -> Cast:
    """The lunch has no room yet."""
    real.lunch.venue = None
    session.commit()
    return real


def set_up(app: Flask) -> None:
    """As an operator would, in the environment."""
    ready = {"base_url": "https://reseau.tables.fr", "mail_from": "bonjour@tables.fr"}
    app.extensions["settings"] = replace(app.extensions["settings"], **ready)


def test_no_town_hall_gets_a_link_that_opens_nowhere(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    page = f"{lunch(homeless)}/lieu"
    shown = maud.get(page)
    assert WHY in text_of(shown)
    assert "/organisation/ouverture/courriels" in shown.text
    refused = submit(maud, page)
    assert refused.status_code == 409
    assert text_of(refused).count(WHY) == 1
    assert "BASE_URL" in text_of(refused)
    assert "MAIL_FROM" in text_of(refused)
    assert count(session, HostingRequest) == count(session, OutgoingEmail) == 0


def test_a_host_without_an_address_is_asked_by_telephone_anyway(
    maud: CheckingClient, session: Session, homeless: Cast
) -> None:
    homeless.mairie.email = None
    assert submit(maud, f"{lunch(homeless)}/lieu").status_code == 302
    assert count(session, HostingRequest) == 1


def test_nobody_is_invited_by_such_a_mail(maud: CheckingClient, session: Session, real: Cast) -> None:
    for person in (real.ines, real.odile):
        factories.invitation(session, real.lunch, person)
    page = f"{lunch(real)}/invitations"
    assert WHY in text_of(maud.get(page))
    refused = submit(maud, page)
    assert refused.status_code == 409
    assert text_of(refused).count(WHY) == 1
    assert session.get_one(Meetup, real.lunch.id).is_draft
    assert count(session, OutgoingEmail) == 0


def test_guests_who_are_all_telephoned_need_no_mail(maud: CheckingClient, session: Session, real: Cast) -> None:
    factories.invitation(session, real.lunch, real.odile)
    page = f"{lunch(real)}/invitations"
    assert WHY not in text_of(maud.get(page))
    assert submit(maud, page).status_code == 302
    assert not session.get_one(Meetup, real.lunch.id).is_draft


def test_once_the_address_and_the_sender_are_set_both_leave(
    app: Flask, maud: CheckingClient, session: Session, homeless: Cast
) -> None:
    page = f"{lunch(homeless)}/lieu"
    values = fields_of(form_at(maud.get(page), page))
    set_up(app)
    assert maud.post(page, data=values).status_code == 302
    assert count(session, OutgoingEmail) == 1
    session.rollback()
    homeless.lunch.venue = homeless.room
    factories.invitation(session, homeless.lunch, homeless.ines)
    confirm = f"{lunch(homeless)}/invitations"
    assert submit(maud, confirm).status_code == 302
    kinds = session.scalars(select(OutgoingEmail.kind)).all()
    assert kinds.count(MailKind.REQUEST) == kinds.count(MailKind.INVITATION) == 1


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("deplacer", {"day": "2027-01-26", "confirmer": "1"}),
        ("modifier", {"title": "Un autre titre", "confirmer": "1"}),
        ("annuler", {"reason": "Neige"}),
        ("aujourdhui", {"gesture": "annuler"}),
        ("aujourdhui", {"gesture": "reporter", "day": "2027-01-26"}),
    ],
)
def test_no_change_is_announced_by_such_a_mail(
    maud: CheckingClient, session: Session, real: Cast, page: str, typed: dict[str, str]
) -> None:
    factories.invitation(session, real.lunch, real.ines)
    invitations.invite(session, real.lunch, now=NOW)
    factories.mails_leave(session)
    before = count(session, OutgoingEmail)
    refused = submit(maud, f"{lunch(real)}/{page}", **typed)
    assert refused.status_code == 409
    assert WHY in text_of(refused)
    same = session.get_one(Meetup, real.lunch.id)
    assert (same.is_cancelled, same.starts_at, same.title != "Un autre titre") == (False, LUNCH, True)
    assert count(session, OutgoingEmail) == before
