"""Inès's browser: she is a member who signs in."""

import pytest
from sqlalchemy.orm import Session

from meetups.accounts.models import Role
from meetups.directory.reference import add_professions
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn


@pytest.fixture
def ines(client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """Inès, signed in; the professions of the nomenclature are there."""
    cast.ines.account = factories.account(session, "ines@sante.example", "Inès", Role.PROFESSIONAL)
    add_professions(session)
    session.commit()
    sign_in(client, cast.ines.account)
    client.allowed_addresses = frozenset({"ines@sante.example"})
    return client
