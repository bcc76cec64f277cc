"""Close an account for good: nothing is left that signs in, nor that remembers the address."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from meetups.accounts.digests import Kind, digest
from meetups.accounts.models import Account, OneTimeCode


def delete_account(session: Session, account: Account) -> None:
    """Delete an account, its sessions (by the foreign key) and every code asked for its address. Flushes."""
    session.execute(delete(OneTimeCode).where(OneTimeCode.email_digest == digest(Kind.EMAIL, account.email.lower())))
    session.delete(account)
    session.flush()
