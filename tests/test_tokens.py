"""Signed links: one spelling each, one purpose each."""

import string

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetups.web.links import absolute_url, link_url
from meetups.web.tokens import BadLink, Purpose, SignedLink, read_link, sign_link


def test_a_link_says_what_was_signed(app: Flask) -> None:
    assert read_link(Purpose.HOST, sign_link(Purpose.HOST, "Ab.c-_1", 3)) == SignedLink("Ab.c-_1", 3)


def test_a_link_opens_nothing_of_another_purpose(app: Flask) -> None:
    token = sign_link(Purpose.HOST, "abc")
    with pytest.raises(BadLink):
        read_link(Purpose.INVITATION, token)


def test_no_other_character_anywhere_is_accepted(app: Flask) -> None:
    token = sign_link(Purpose.INVITATION, "abc")
    for at, good in enumerate(token):
        for other in string.ascii_letters + string.digits + "-_.":
            if other != good:
                with pytest.raises(BadLink):
                    read_link(Purpose.INVITATION, token[:at] + other + token[at + 1 :])


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_whatever_is_typed_is_refused(app: Flask, text: str) -> None:
    with pytest.raises(BadLink):
        read_link(Purpose.INVITATION, text)


def test_the_address_of_a_link_is_built_once(app: Flask) -> None:
    for token in (sign_link(Purpose.INVITATION, "abc"), sign_link(Purpose.INVITATION, "Ab.c-_1", 3)):
        assert link_url("invitations.answer", token) == absolute_url("invitations.answer", token=token)
