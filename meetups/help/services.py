"""Verbs about remarks."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.help import rules
from meetups.help.errors import TooManyRemarks
from meetups.help.models import Remark
from meetups.help.places import Place
from meetups.help.queries import recent_count


def write_remark(session: Session, place: Place, text: str, *, account: Account | None, now: datetime) -> Remark:
    """Keep what someone wrote about a page. Raises ``TooManyRemarks``."""
    most = rules.MOST_BY_ACCOUNT if account else rules.MOST_ANONYMOUS
    if recent_count(session, account, since=now - rules.WINDOW) >= most:
        raise TooManyRemarks
    remark = Remark(page=place.name, text=text, account=account, written_at=now)
    session.add(remark)
    session.flush()
    return remark


def mark_read(session: Session, remark: Remark, *, read: bool, now: datetime) -> None:
    """Read, or to be read again; the first reading keeps its date."""
    if read != (remark.read_at is not None):
        remark.read_at = now if read else None
    session.flush()
