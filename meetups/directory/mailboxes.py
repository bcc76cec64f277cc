"""Addresses that several people read: a household's mailbox is told nothing private about one of them."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, SessionTransaction, object_session

from meetups.directory.models import Professional

_KNOWN = "shared_mailboxes"


def look_up(session: Session, people: Iterable[Professional]) -> None:
    """Find out for all of these people at once: one query. What is found holds until the transaction ends."""
    addresses = {person.email for person in people if person.email}
    shared = _shared_among(session, addresses)
    _known(session).update({address: address in shared for address in addresses})


def is_shared(person: Professional) -> bool:
    """Whether another person of the network has this one's address. One query, none after ``look_up``."""
    session, address = object_session(person), person.email
    if session is None or not address:
        return False
    if address not in _known(session):
        look_up(session, [person])
    return _known(session)[address]


def _shared_among(session: Session, addresses: set[str]) -> set[str]:
    if not addresses:
        return set()
    readers = select(Professional.email).where(Professional.email.in_(addresses), Professional.left_at.is_(None))
    several = readers.group_by(Professional.email).having(func.count() > 1)
    return {address for address in session.scalars(several) if address}


def _known(session: Session) -> dict[str, bool]:
    """By address, within the current transaction: another one may see other people."""
    now = session.get_transaction()
    held: tuple[SessionTransaction | None, dict[str, bool]] = session.info.get(_KNOWN, (None, {}))
    if now is None or held[0] is not now:
        session.info[_KNOWN] = held = (now, {})
    return held[1]
