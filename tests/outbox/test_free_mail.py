"""A free address is sent by its own provider or not at all."""

import pytest

from meetups.outbox.free_mail import is_sent_by_another


@pytest.mark.parametrize(
    ("mail_from", "smtp_url"),
    [
        ("parenthese@gmail.com", "smtps://u:p@smtp.gmail.com:465"),
        ("parenthese@wanadoo.fr", "smtps://u:p@smtp.orange.fr:465"),
        ("parenthese@hotmail.fr", "smtp://u:p@smtp-mail.outlook.com:587"),
        ("reseau@tables.fr", "smtps://u:p@smtp.gmail.com"),
        ("reseau@mon-gmail.com", "smtp://mail.tables.fr"),
    ],
)
def test_its_own_provider_or_one_s_own_domain_is_fine(mail_from: str, smtp_url: str) -> None:
    assert not is_sent_by_another(mail_from, smtp_url)


@pytest.mark.parametrize(
    ("mail_from", "smtp_url"),
    [
        ("parenthese@gmail.com", "smtps://u:p@smtp.mailprovider.eu:465"),
        ("Parenthese@Orange.FR", "smtps://u:p@smtp.gmail.com:465"),
        ("parenthese@gmail.com", "smtp://notgmail.com"),
        ("parenthese@free.fr", "smtp://127.0.0.1:25"),
    ],
)
def test_another_provider_is_named(mail_from: str, smtp_url: str) -> None:
    assert is_sent_by_another(mail_from, smtp_url)
