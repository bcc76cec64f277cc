"""Who organises: the people who open the organisation's pages, and how somebody stops being one of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts import sessions
from meetups.accounts.models import Account, Role
from meetups.accounts.records import record_audit
from meetups.errors import DomainError
from meetups.installation import lock_installation


class NotTheLast(DomainError):
    """Without anyone to organise, nobody could let anyone in again."""

    def __init__(self) -> None:
        super().__init__("Il faut au moins une personne pour organiser : ajoutez d’abord quelqu’un à l’équipe.")


class NotOneself(DomainError):
    """Somebody else of the team does it, so that nobody shuts themselves out by a slip."""

    def __init__(self) -> None:
        super().__init__("Votre propre accès se retire par quelqu’un d’autre de l’équipe : demandez-le-lui.")


def organisers(session: Session) -> Sequence[Account]:
    """Every account that opens the organisation's pages today, by first name: one query."""
    return session.scalars(
        select(Account)
        .where(Account.role.in_([Role.ORGANISER, Role.ADMINISTRATOR]), Account.disabled_at.is_(None))
        .order_by(Account.first_name, Account.email)
    ).all()


def remove_organiser(session: Session, account: Account, *, actor: Account, now: datetime) -> None:
    """Take the organisation's pages from an account, at once and everywhere; it stays a member's. Flushes.

    Said twice, it changes nothing. Raises ``NotOneself`` or ``NotTheLast``; two people who remove each other at the
    same moment take turns, and the second is refused.
    """
    lock_installation(session)
    if account is actor:
        raise NotOneself
    remaining = organisers(session)
    if account not in remaining:
        return
    if len(remaining) == 1:
        raise NotTheLast
    account.role = Role.PROFESSIONAL
    sessions.close_all_sessions(session, account, now=now)
    record_audit(session, actor=actor, action="organiser_removed", object=account, now=now)
