"""Reads of accounts."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account


def account_by_public_id(session: Session, public_id: str) -> Account | None:
    """The account that links and logs call so."""
    return session.scalar(select(Account).where(Account.public_id == public_id))


def account_by_email(session: Session, email: str, *, for_update: bool = False) -> Account | None:
    """The account of a normalised address, whatever the case it was stored in.

    ``for_update`` makes other writers of this account wait on PostgreSQL (SQLite has one writer anyway); rows that
    only refer to it may still be written.
    """
    query = select(Account).where(func.lower(Account.email) == email)
    return session.scalar(query.with_for_update(key_share=True) if for_update else query)
