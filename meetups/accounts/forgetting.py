"""What nobody needs any more: accounts closed, so that nothing remembers their address, codes and sessions spent."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from meetups.accounts.digests import Kind, digest
from meetups.accounts.models import Account, OneTimeCode, UserSession

KEPT_FOR = timedelta(days=1)


def delete_account(session: Session, account: Account) -> None:
    """Delete an account, its sessions (by the foreign key) and every code asked for its address. Flushes."""
    session.execute(delete(OneTimeCode).where(OneTimeCode.email_digest == digest(Kind.EMAIL, account.email.lower())))
    session.delete(account)
    session.flush()


def forget_spent(session: Session, *, now: datetime) -> None:
    """Delete codes and sessions that opened nothing for a day: long after the hour over which codes are counted."""
    old = now - KEPT_FOR
    session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < old))
    session.execute(delete(UserSession).where(or_(UserSession.expires_at < old, UserSession.revoked_at < old)))
