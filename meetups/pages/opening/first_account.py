"""The first account of a real installation: the link that the terminal prints, good until somebody organises."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry, Role
from meetups.accounts.queries import account_by_email
from meetups.accounts.records import record_audit
from meetups.installation import Installation, lock_installation
from meetups.web.links import absolute_url
from meetups.web.tokens import BadLink, Purpose, read_link, sign_link

OPENED = "installation_opened"
SAME_PERSON = timedelta(minutes=10)
ORGANISERS = (Role.ORGANISER, Role.ADMINISTRATOR)


class AlreadyOpened(Exception):
    """Somebody organises here already: the link is over."""


def opening_url(session: Session) -> str | None:
    """Where the first person makes themselves known; ``None`` in a demo, and once somebody has."""
    installation = session.scalar(select(Installation))
    if installation is None or installation.is_demo or _has_organiser(session):
        return None
    token = sign_link(Purpose.OPENING, _name(installation))
    return absolute_url("pages.opening", token=token)


def check_link(session: Session, token: str) -> None:
    """Raises ``BadLink`` for a link of another installation."""
    link = read_link(Purpose.OPENING, token)
    installation = session.scalar(select(Installation))
    if installation is None or link.public_id != _name(installation):
        raise BadLink


def check_open(session: Session, *, now: datetime) -> None:
    """Raises ``AlreadyOpened`` for a link that served; not at once, so that whoever opened may come in again."""
    if _has_organiser(session) and _just_opened(session, now) is None:
        raise AlreadyOpened


def open_for(session: Session, *, first_name: str, email: str, now: datetime) -> Account:
    """The account of the first person, whose address is normalised. Raises ``AlreadyOpened``: one browser wins.

    The same address has the same account again during ``SAME_PERSON``: a browser shows the answer to the last click
    of a double click, and nobody else could let this person in while no mail leaves yet. A member's account becomes
    theirs. The installation's row is locked first, so that on PostgreSQL a second browser waits here, then sees the
    first one's account; SQLite has one writer at a time anyway.
    """
    lock_installation(session)
    if _has_organiser(session):
        opened = _just_opened(session, now)
        if opened is None or opened.email.lower() != email:
            raise AlreadyOpened
        return opened
    account = account_by_email(session, email)
    if account is None:
        account = Account(email=email, first_name=first_name, created_at=now)
        session.add(account)
    account.first_name, account.role, account.disabled_at = first_name, Role.ADMINISTRATOR, None
    session.flush()
    record_audit(session, actor=account, action=OPENED, object=account, now=now)
    return account


def _has_organiser(session: Session) -> bool:
    """Even one whose account was closed: a link kept since the first day never opens a network again."""
    return session.scalar(select(Account.id).where(Account.role.in_(ORGANISERS)).limit(1)) is not None


def _just_opened(session: Session, now: datetime) -> Account | None:
    """Who opened this installation minutes ago, as long as they organise it."""
    opening = AuditEntry.action == OPENED, AuditEntry.at > now - SAME_PERSON
    opened = select(Account).join(AuditEntry, AuditEntry.object == Account.public_id).where(*opening)
    return session.scalar(opened.where(Account.role.in_(ORGANISERS), Account.disabled_at.is_(None)).limit(1))


def _name(installation: Installation) -> str:
    """Of this installation and no other that would share its secret."""
    return str(int(installation.created_at.timestamp()))
