"""The organiser's browser, and what a page's forms would send."""

import pytest

from tests.conftest import Cast, CheckingClient, SignIn


@pytest.fixture
def maud(client: CheckingClient, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """Maud's browser, signed in."""
    sign_in(client, cast.maud)
    return client
