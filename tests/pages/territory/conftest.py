"""Savoie and Haute-Savoie, and what their areas' pages send."""

import pytest
from sqlalchemy.orm import Session

from meetups.geography.services import load_geography
from tests.conftest import Cast, CheckingClient, SignIn


@pytest.fixture
def savoie(session: Session) -> Session:
    """Every commune of Savoie and Haute-Savoie; before the cast, which then finds its own there."""
    load_geography(session, ["73", "74"])
    session.commit()
    return session


@pytest.fixture
def maud(savoie: Session, client: CheckingClient, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """Maud's browser, signed in, with the communes loaded."""
    sign_in(client, cast.maud)
    return client
