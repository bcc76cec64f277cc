"""Addresses that prove which of our mails they belong to."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.outbox.addresses import Signed, bounce_address, read_address, reply_address

SECRET = b"un secret"
FROM = "Reseau@parenthese.example"
MAIL = "aB-_9zZ0Qq7x"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_a_bounce_and_an_answer_come_back_to_their_mail():
    assert read_address(SECRET, FROM, bounce_address(SECRET, FROM, MAIL)) == Signed("b", MAIL)
    assert read_address(SECRET, FROM, reply_address(SECRET, FROM, MAIL)) == Signed("r", MAIL)


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_the_case_of_every_id_survives_servers_that_change_it(mail_id):
    address = reply_address(SECRET, FROM, mail_id)
    for seen in (address, address.lower(), address.upper(), f" {address}\n"):
        assert read_address(SECRET, FROM, seen) == Signed("r", mail_id)


def test_the_addresses_are_short_plain_and_of_our_domain():
    for _ in range(50):
        local, domain = reply_address(SECRET, FROM, secrets.token_urlsafe(9)).split("@")
        assert domain == "parenthese.example"
        assert len(local) == len("Reseau") + 32
        assert local.isascii()
        assert set(local.removeprefix("Reseau+r.")) <= set("abcdefghijklmnopqrstuvwxyz234567.")


def test_two_ids_that_differ_by_case_alone_have_different_addresses():
    assert reply_address(SECRET, FROM, "a" * 12).lower() != reply_address(SECRET, FROM, "A" * 12).lower()


def test_the_longest_local_part_is_respected():
    assert len(bounce_address(SECRET, "r" * 32 + "@x.example", MAIL).split("@")[0]) == 64
    with pytest.raises(ValueError, match="too long"):
        bounce_address(SECRET, "r" * 33 + "@x.example", MAIL)


@pytest.mark.parametrize("mail_id", ["", "a" * 11, "a" * 13, "é" * 12, "aaaa.aaaaaaa", "aaaaaaaaaaa="])
def test_only_public_ids_are_signed(mail_id):
    with pytest.raises(ValueError, match="public id"):
        reply_address(SECRET, FROM, mail_id)


def test_an_empty_secret_signs_and_reads_nothing():
    address = reply_address(SECRET, FROM, MAIL)
    with pytest.raises(ValueError, match="secret"):
        reply_address(b"", FROM, MAIL)
    with pytest.raises(ValueError, match="secret"):
        read_address(b"", FROM, address)


def _with(position: int, address: str) -> str:
    other = "a" if address[position] != "a" else "b"
    return address[:position] + other + address[position + 1 :]


def test_no_character_of_an_address_can_be_changed():
    address = reply_address(SECRET, "reseau@parenthese.example", MAIL)
    ends_of_base32 = {address.index(".", 9) - 1}  # three of its five bits say nothing
    for position in range(len(address)):
        if position not in ends_of_base32:
            assert read_address(SECRET, "reseau@parenthese.example", _with(position, address)) is None


def test_a_bounce_address_cannot_be_made_into_one_for_answers():
    address = bounce_address(SECRET, FROM, MAIL)
    assert read_address(SECRET, FROM, address.replace("+b.", "+r.")) is None


@pytest.mark.parametrize(
    ("secret", "mail_from"),
    [(b"un autre", FROM), (SECRET, "reseau@ailleurs.example"), (SECRET, "autre@parenthese.example")],
)
def test_an_address_made_elsewhere_is_refused(secret, mail_from):
    assert read_address(SECRET, FROM, reply_address(secret, mail_from, MAIL)) is None


@given(st.text(max_size=100))
def test_any_other_text_is_nothing(text):
    assert read_address(SECRET, FROM, text) is None
    assert read_address(SECRET, FROM, f"reseau+r.{text}@parenthese.example") is None


def test_a_sender_with_a_plus_keeps_it():
    mail_from = "reseau+rencontres@parenthese.example"
    assert read_address(SECRET, mail_from, reply_address(SECRET, mail_from, MAIL)) == Signed("r", MAIL)
