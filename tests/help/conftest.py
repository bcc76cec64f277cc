"""A browser where the organiser is signed in."""

import pytest
from flask import Flask

from tests.conftest import Cast, CheckingClient, SignIn


@pytest.fixture
def maud(app: Flask, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """Maud's browser."""
    browser = app.test_client()
    assert isinstance(browser, CheckingClient)
    sign_in(browser, cast.maud)
    return browser
