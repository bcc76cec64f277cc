"""Addresses that sent our mails back for good: nothing more is written there until somebody says so."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetups.outbox.models import SuspendedAddress

ABOUT_RECIPIENT = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.0", "5.2.1"})
"""Enhanced status codes that say that the address itself is dead (RFC 3463, 3.2 and 3.3; RFC 7505, 4.2).

A full mailbox (5.2.2), a mail too big, a policy (5.7.x), our own address (5.1.7, 5.1.8) say nothing of the kind.
"""


def is_about_recipient(code: str) -> bool:
    """Whether this enhanced status code, such as ``5.1.1``, means that nothing more should be sent there."""
    return code in ABOUT_RECIPIENT


def suspend_address(session: Session, address: str, code: str, *, now: datetime) -> None:
    """Send nothing more to ``address``, which was refused with ``code`` (empty when the server gave none).

    Said twice, the first time stands. The caller judges the code: see :func:`is_about_recipient`.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(SuspendedAddress).values(address=address.lower(), since=now, code=code)
    session.execute(row.on_conflict_do_nothing(index_elements=["address"]))


def reactivate_address(session: Session, address: str) -> bool:
    """Write there again; ``False`` when it was not suspended."""
    gone = delete(SuspendedAddress).where(SuspendedAddress.address == address.lower())
    return session.execute(gone.returning(SuspendedAddress.address)).first() is not None


def suspended_among(session: Session, addresses: Collection[str]) -> set[str]:
    """Those of these addresses, in lower case, that sent our mails back for good: one query at most."""
    if not addresses:
        return set()
    return set(session.scalars(select(SuspendedAddress.address).where(SuspendedAddress.address.in_(addresses))))


def is_suspended(session: Session, address: str) -> bool:
    """Whether this one did, whatever its case."""
    return bool(suspended_among(session, {address.lower()}))
