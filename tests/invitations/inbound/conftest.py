"""A lunch whose guests were asked, read by an application that knows which server to believe."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation
from meetups.invitations.services import invite
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.mail_server import AUTHSERV_ID


@pytest.fixture(autouse=True)
def believing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our mail server has a name."""
    known = replace(app.extensions["settings"], mail_authserv_id=AUTHSERV_ID)
    monkeypatch.setitem(app.extensions, "settings", known)


@pytest.fixture
def ines(session: Session, cast: Cast) -> Invitation:
    """Hers, really sent; Karim and Odile are invited too."""
    made = add_guest(session, cast.lunch, cast.ines, reasons=[], now=NOW)
    for person in (cast.karim, cast.odile):
        add_guest(session, cast.lunch, person, reasons=[], now=NOW)
    invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    return made
