"""What a newcomer does: fill in the form, read the code, type it."""

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import Account, Role
from meetups.directory.models import Professional
from meetups.planning.models import Meetup, MeetupStatus, Openness
from tests import factories
from tests.accounts.test_codes import code_in, last_mail
from tests.conftest import CheckingClient

LUCIE = "lucie@sante.example"
FORM = {
    "first_name": "Lucie",
    "profession": "infirmière libérale",
    "commune": "La Motte-Servolex",
    "contact": LUCIE,
}


def fill_in(browser: CheckingClient, path: str = "/rejoindre", **changes: str) -> TestResponse:
    """Send the short form."""
    return browser.post(path, data=FORM | changes)


def type_code(browser: CheckingClient, session: Session) -> TestResponse:
    """Type the code of the last mail."""
    return browser.post("/rejoindre/code", data={"code": code_in(last_mail(session))})


def come_in(browser: CheckingClient, session: Session, path: str = "/rejoindre", **changes: str) -> TestResponse:
    """Both, one after the other."""
    asked = fill_in(browser, path, **changes)
    assert (asked.status_code, asked.location) == (302, "/rejoindre/code"), asked.text
    return type_code(browser, session)


def open_to(session: Session, lunch: Meetup, openness: Openness, **changes: object) -> str:
    """Publish a lunch that is open to these people; returns the path of its seat page."""
    lunch.status, lunch.openness = MeetupStatus.PUBLISHED, openness
    for name, value in changes.items():
        setattr(lunch, name, value)
    session.commit()
    return f"/rencontres/{lunch.public_id}/place"


def give_account(session: Session, person: Professional) -> Account:
    """Let a professional of the cast sign in."""
    assert person.email
    person.account = factories.account(session, person.email, person.first_name, Role.PROFESSIONAL)
    session.commit()
    return person.account
