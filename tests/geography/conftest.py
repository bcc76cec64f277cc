"""Savoie in the database."""

import pytest
from sqlalchemy.orm import Session

from meetups.geography.services import load_geography


@pytest.fixture
def savoie(session: Session) -> Session:
    """A session on a database that holds Savoie and Haute-Savoie."""
    load_geography(session, ["73", "74"])
    session.commit()
    return session
