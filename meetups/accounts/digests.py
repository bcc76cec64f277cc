"""Keyed digests: what we keep instead of a code, a browser's nonce, a session's token or an address."""

import hmac
from enum import StrEnum
from hashlib import sha256

from flask import current_app


class Kind(StrEnum):
    """What is digested: the same text gives another digest for another kind."""

    EMAIL = "email"
    BROWSER = "browser"
    CODE = "code"
    SESSION = "session"
    GESTURE = "gesture"


def digest(kind: Kind, text: str) -> str:
    """HMAC-SHA256 under the application's secret, 64 hexadecimal digits.

    Keyed, because a code has few possible values: a stolen copy of the database alone must not give it away.
    """
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{kind}:{text}".encode(), sha256).hexdigest()
