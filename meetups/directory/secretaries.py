"""« My secretary may answer for me »: a second address whose calendar answers count as the person's own.

No mail is ever sent there, and it opens nothing.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.accounts.records import record_audit
from meetups.accounts.rules import normalise_email
from meetups.directory.models import Professional
from meetups.errors import DomainError


class NotASecretary(DomainError):
    """The address is the person's own, or another member's: who answers would be in doubt."""

    def __init__(self) -> None:
        super().__init__("Cette adresse ne convient pas : donnez celle d’un secrétariat, qui n’est à aucun membre.")


def set_secretary(
    session: Session, person: Professional, address: str | None, *, actor: Account | None, now: datetime
) -> None:
    """This address answers for the person from now on; ``None`` or nothing takes it away. Twice is once.

    One secretary may answer for several people. Raises ``InvalidAddress`` or ``NotASecretary``. Flushes.
    """
    wanted = normalise_email(address) if address else None
    if wanted == person.secretary_email:
        return
    if wanted is not None and _is_somebody_s(session, wanted):
        raise NotASecretary
    person.secretary_email = wanted
    session.flush()
    action = "secretary_set" if wanted else "secretary_removed"
    record_audit(session, actor=actor, action=action, object=person, now=now)


def _is_somebody_s(session: Session, address: str) -> bool:
    """A person's, the one concerned included, or an account's."""
    person = select(Professional.id).where(func.lower(Professional.email) == address, Professional.left_at.is_(None))
    account = select(Account.id).where(func.lower(Account.email) == address)
    return any(session.scalar(each.limit(1)) is not None for each in (person, account))
