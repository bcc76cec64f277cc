"""Signed links: (purpose, public id, version), reusable until the version changes.

The signature is an HMAC-SHA256 of the application's secret, salted by the purpose, so that a guest's link opens
nothing but a guest's page. A tampered, unknown or foreign token says the same as no token at all.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest

from flask import current_app
from itsdangerous import BadSignature, Signer


class Purpose(StrEnum):
    """What a link opens."""

    INVITATION = "invitation"
    HOST = "host"
    DEMO_SIGN_IN = "demo-sign-in"
    OPENING = "opening"
    TERMINAL = "terminal"
    PREFERENCES = "preferences"
    POLL = "poll"
    SEAT_BLOCK = "seat-block"


class BadLink(Exception):
    """Tampered, unknown, or made for another purpose: answer 404."""


class ExpiredLink(Exception):
    """It was good once: replaced or revoked since. Answer 410."""


@dataclass(frozen=True)
class SignedLink:
    """What a valid token says."""

    public_id: str
    version: int


def _signer(purpose: Purpose) -> Signer:
    return _made_once(current_app.config["SECRET_KEY"], purpose)


@lru_cache
def _made_once(secret: str, purpose: Purpose) -> Signer:
    """With its key derived already: a list of guests is a thousand signatures."""
    whole = Signer(secret, salt=f"link-{purpose}", key_derivation="hmac", digest_method=sha256)
    return Signer(whole.derive_key(), key_derivation="none", digest_method=sha256)


def sign_link(purpose: Purpose, public_id: str, version: int = 1) -> str:
    """The token for a URL, about 60 characters of ``A-Za-z0-9._-``."""
    return _signer(purpose).sign(f"{public_id}.{version}").decode()


def read_link(purpose: Purpose, token: str) -> SignedLink:
    """What a token says; raises ``BadLink``."""
    try:
        public_id, version = _signer(purpose).unsign(token).decode().rsplit(".", 1)
        link = SignedLink(public_id, int(version))
    except (BadSignature, UnicodeError, ValueError) as error:
        raise BadLink from error
    # The last character of a signature holds two bits that mean nothing: one link has one spelling.
    if not compare_digest(sign_link(purpose, link.public_id, link.version), token):
        raise BadLink
    return link
