"""Reads of remarks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from meetups.accounts.models import Account
from meetups.help.models import Remark


def unread_count(session: Session) -> int:
    """How many remarks nobody read yet: one query."""
    return session.scalar(select(func.count()).select_from(Remark).where(Remark.read_at.is_(None))) or 0


def remarks(session: Session, *, skip: int = 0, limit: int) -> Sequence[Remark]:
    """Unread first, then newest first, with who wrote: one query."""
    wanted = select(Remark).options(joinedload(Remark.account))
    order = (Remark.read_at.is_not(None), Remark.written_at.desc(), Remark.id.desc())
    return session.scalars(wanted.order_by(*order).offset(skip).limit(limit)).all()


def remark_by_public_id(session: Session, public_id: str) -> Remark | None:
    """One remark, or ``None``."""
    return session.scalar(select(Remark).where(Remark.public_id == public_id).options(joinedload(Remark.account)))


def recent_count(session: Session, account: Account | None, *, since: datetime) -> int:
    """How many remarks an account wrote since an instant; ``None``: everyone who was not signed in."""
    wanted = select(func.count()).select_from(Remark).where(Remark.written_at > since)
    mine = Remark.account_id == account.id if account else Remark.account_id.is_(None)
    return session.scalar(wanted.where(mine)) or 0
