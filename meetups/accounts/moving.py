"""An account whose address changes: the old one opens nothing any more, the new one opens all there was."""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetups.accounts import queries, sessions
from meetups.accounts.digests import Kind, digest
from meetups.accounts.models import Account, OneTimeCode
from meetups.accounts.records import record_audit
from meetups.errors import DomainError


class AddressTaken(DomainError):
    """Somebody else signs in with this address."""

    def __init__(self) -> None:
        super().__init__(
            "Cette adresse ouvre déjà l’espace de quelqu’un d’autre. Choisissez-en une autre, ou vérifiez que cette"
            " personne n’est pas inscrite deux fois."
        )


def change_address(session: Session, account: Account, email: str, *, actor: Account, now: datetime) -> None:
    """Sign-in codes for ``account`` go to ``email``, a normalised address, from now on. Flushes.

    Its browsers sign in again, and codes on their way to the old address are void. The same address changes nothing.
    Raises ``AddressTaken``.
    """
    if account.email.lower() == email:
        return
    if queries.account_by_email(session, email) is not None:
        raise AddressTaken
    old = account.email.lower()
    try:
        with session.begin_nested():
            account.email = email
    except IntegrityError:
        # Somebody opened an account with it meanwhile.
        raise AddressTaken from None
    session.execute(
        delete(OneTimeCode).where(
            or_(OneTimeCode.account_id == account.id, OneTimeCode.email_digest == digest(Kind.EMAIL, old))
        )
    )
    sessions.close_all_sessions(session, account, now=now)
    record_audit(session, actor=actor, action="address_changed", object=account, now=now)
