"""UIDs that prove themselves: an answer names its invitation, and nobody can guess another."""

import hashlib
import hmac
import re
import uuid

_UID = re.compile(
    r"(?P<token>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?P<mark>[0-9a-f]{32})@(?P<host>[a-z0-9.-]+)"
)
# Keeps these marks apart from whatever else is signed with the same secret.
_PURPOSE = b"calendar uid v1"


def new_uid(secret: bytes, host: str, token: uuid.UUID) -> str:
    """``<token>.<HMAC>@host``: one for each invitation, never changed afterwards (RFC 7986, 5.3).

    ``secret`` must not be empty; ``host`` is a bare domain name in ASCII.
    """
    uid = f"{token}.{_mark(secret, host, token)}@{host.lower()}"
    if not _UID.fullmatch(uid):
        raise ValueError(f"not a host name: {host!r}")
    return uid


def verify_uid(secret: bytes, uid: str) -> uuid.UUID | None:
    """The token inside a UID that :func:`new_uid` made with ``secret``, else ``None``.

    The host is read from the UID and covered by its mark: invitations sent before the site changed its
    domain are still recognised. Case and surrounding blanks, which some clients change, do not matter.
    """
    found = _UID.fullmatch(uid.strip().lower())
    if found is None:
        return None
    token = uuid.UUID(found["token"])
    expected = _mark(secret, found["host"], token)
    return token if hmac.compare_digest(expected, found["mark"]) else None


def _mark(secret: bytes, host: str, token: uuid.UUID) -> str:
    if not secret:
        raise ValueError("an empty secret signs nothing")
    message = b"\0".join((_PURPOSE, host.lower().encode(), token.bytes))
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:32]
