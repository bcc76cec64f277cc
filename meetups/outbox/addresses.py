"""Addresses that say which of our mails is answered or bounced (sub-addressing, RFC 5233; the idea is VERP's).

``reseau+b.<mail>.<mark>@domain`` is where bounces go, ``+r.`` where answers go. Some servers lower-case what is before
the @, so everything is in base 32, read without regard to case.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from typing import Literal, cast

Kind = Literal["b", "r"]
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{12}")
_ID_LENGTH = 15  # characters of base 32 for the 9 bytes of a public id
_MARK_LENGTH = 13  # 65 bits
_LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
_PURPOSE = b"mail sub-address v1"


@dataclass(frozen=True)
class Signed:
    """What an address of ours says: ``b`` a bounce, ``r`` an answer, to the mail with this public id."""

    kind: Kind
    mail_id: str


def bounce_address(secret: bytes, mail_from: str, mail_id: str) -> str:
    """The envelope sender of the mail whose public id is given; raises as :func:`reply_address`."""
    return _address(secret, mail_from, "b", mail_id)


def reply_address(secret: bytes, mail_from: str, mail_id: str) -> str:
    """The Reply-To of one mail.

    Raises ``ValueError`` for what is no public id, an empty secret, or a ``mail_from`` that leaves no room.
    """
    return _address(secret, mail_from, "r", mail_id)


def read_address(secret: bytes, mail_from: str, address: str) -> Signed | None:
    """What ``address`` says when we made it with ``secret`` for ``mail_from``, in whatever case it comes back."""
    local, _, domain = mail_from.lower().rpartition("@")
    found = re.fullmatch(
        rf"{re.escape(local)}\+([br])\.([a-z2-7]{{{_ID_LENGTH}}})\.([a-z2-7]{{{_MARK_LENGTH}}})@{re.escape(domain)}",
        address.strip().lower(),
    )
    if found is None:
        return None
    # One character more than 9 bytes need: the padding that base64 wants is "=".
    content = base64.b32decode(found[2].upper() + "=")
    if not hmac.compare_digest(_mark(secret, found[1], content), found[3]):
        return None
    return Signed(cast(Kind, found[1]), base64.urlsafe_b64encode(content).decode())


def _address(secret: bytes, mail_from: str, kind: Kind, mail_id: str) -> str:
    if not _PUBLIC_ID.fullmatch(mail_id):
        raise ValueError("not a public id")
    content = base64.urlsafe_b64decode(mail_id)
    name, _, domain = mail_from.rpartition("@")
    local = f"{name}+{kind}.{_base32(content)}.{_mark(secret, kind, content)}"
    if len(local) > _LONGEST_LOCAL_PART:
        raise ValueError("MAIL_FROM is too long for sub-addresses")
    return f"{local}@{domain}"


def _mark(secret: bytes, kind: str, content: bytes) -> str:
    if not secret:
        raise ValueError("an empty secret signs nothing")
    message = b"\0".join((_PURPOSE, kind.encode(), content))
    # Ten bytes are sixteen characters, of which the first are kept.
    return _base32(hmac.digest(secret, message, "sha256")[:10])[:_MARK_LENGTH]


def _base32(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()
