"""Nothing is written to real people with links that open nowhere, or from an invented sender."""

import pytest

from meetups.config import Settings
from meetups.outbox.readiness import NotReadyToWrite, check_can_write, not_ready
from tests.conftest import make_settings

READY = {"base_url": "https://reseau.tables.fr", "mail_from": "bonjour@tables.fr"}


def settings(**changes: str) -> Settings:
    return make_settings("sqlite://", **(READY | changes))


def test_with_an_address_and_a_sender_mails_may_leave_even_before_a_server_is_set() -> None:
    assert settings().smtp_url is None
    check_can_write(settings(), is_demo=False)


@pytest.mark.parametrize(
    ("changes", "named", "silent"),
    [
        ({"base_url": "http://127.0.0.1:5000"}, "BASE_URL", "MAIL_FROM"),
        ({"base_url": "http://localhost:5000"}, "BASE_URL", "MAIL_FROM"),
        ({"mail_from": "reseau@parenthese.example"}, "MAIL_FROM", "BASE_URL"),
    ],
)
def test_what_is_missing_is_named_and_nothing_else(changes: dict[str, str], named: str, silent: str) -> None:
    with pytest.raises(NotReadyToWrite) as refused:
        check_can_write(settings(**changes), is_demo=False)
    assert named in str(refused.value)
    assert silent not in str(refused.value)


def test_both_are_said_together() -> None:
    said = str(not_ready(make_settings("sqlite://"), is_demo=False))
    assert "BASE_URL" in said
    assert "MAIL_FROM" in said


def test_a_demo_is_exempt_since_it_delivers_nowhere() -> None:
    assert not_ready(make_settings("sqlite://"), is_demo=True) is None
