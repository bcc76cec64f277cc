"""Addresses that several people read: a household's mailbox is told nothing private about one of them."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, SessionTransaction, object_session

from meetups.directory.models import Professional

_KNOWN = "shared_mailboxes"


def look_up(session: Session, people: Iterable[Professional]) -> None:
    """Find out for all of these people at once: one query. What is found holds until the transaction ends."""
    addresses = {_address(person) for person in people} - {""}
    shared = _shared_among(session, addresses)
    _known(session).update({address: address in shared for address in addresses})


def is_shared(person: Professional) -> bool:
    """Whether another person of the network has this one's address. One query, none after ``look_up``."""
    session, address = object_session(person), _address(person)
    if session is None or not address:
        return False
    if address not in _known(session):
        look_up(session, [person])
    return _known(session)[address]


def _shared_among(session: Session, addresses: set[str]) -> set[str]:
    if not addresses:
        return set()
    address = func.lower(Professional.email)
    readers = select(address).where(address.in_(addresses), Professional.left_at.is_(None))
    return {found for found in session.scalars(readers.group_by(address).having(func.count() > 1)) if found}


def _known(session: Session) -> dict[str, bool]:
    """By address, within the current transaction: another one may see other people."""
    now = session.get_transaction()
    held: tuple[SessionTransaction | None, dict[str, bool]] = session.info.get(_KNOWN, (None, {}))
    if now is None or held[0] is not now:
        session.info[_KNOWN] = held = (now, {})
    return held[1]


def _address(person: Professional) -> str:
    return (person.email or "").lower()
