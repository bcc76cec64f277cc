"""A real installation: nobody is invented, and the guide is open."""

import pytest
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, Role
from meetups.installation import Installation, find_installation
from tests import factories
from tests.conftest import CheckingClient, SignIn


@pytest.fixture
def installation(session: Session) -> Installation:
    """As after a first start with DEMO=0: a row, and nothing in it."""
    row = find_installation(session)
    assert row
    row.is_demo = False
    row.association = row.team_name = row.team_phone = row.team_email = ""
    session.commit()
    return row


@pytest.fixture
def claire(session: Session, installation: Installation) -> Account:
    """The first person, who opened the installation."""
    made = factories.account(session, "claire@asso.example", "Claire", Role.ADMINISTRATOR)
    session.commit()
    return made


@pytest.fixture
def browser(client: CheckingClient, claire: Account, sign_in: SignIn) -> CheckingClient:
    """Claire's, signed in."""
    sign_in(client, claire)
    return client
