"""A browser whose pages give examples of addresses, and show the one typed to the person who typed it."""

import pytest
from sqlalchemy.orm import Session

from meetups.directory.reference import add_professions
from tests.conftest import Cast, CheckingClient
from tests.pages.joining.steps import LUCIE


@pytest.fixture
def client(client: CheckingClient) -> CheckingClient:
    client.allowed_addresses = frozenset(
        {"lucie@exemple.fr", "equipe@parenthese.example", LUCIE, "ines@sante.example", "maud@parenthese.example"}
    )
    return client


@pytest.fixture(autouse=True)
def _reference(session: Session, cast: Cast) -> None:
    add_professions(session)
    session.commit()
