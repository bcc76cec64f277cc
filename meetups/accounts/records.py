"""What was done and what was agreed to: two logs that only grow, with public ids and never a name or an address."""

from datetime import datetime

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, Session

from meetups.accounts.models import Account, AuditEntry, ConsentEntry
from meetups.database import HasPublicId


class AppendOnly(RuntimeError):
    """Some code tried to rewrite or remove a line of a log: a bug of ours."""


def record_audit(
    session: Session,
    *,
    actor: Account | str | None,
    action: str,
    object: HasPublicId | str | None = None,  # noqa: A002 the log's own word
    now: datetime,
) -> AuditEntry:
    """Write who did what to what; ``actor`` is ``None`` for the application itself. Flushes."""
    entry = AuditEntry(at=now, actor=_name(actor), action=action, object=_name(object))
    session.add(entry)
    session.flush()
    return entry


def record_consent(
    session: Session,
    *,
    subject: HasPublicId | str,
    purpose: str,
    text_version: str,
    given: bool,
    source: str,
    now: datetime,
) -> ConsentEntry:
    """Write what a person agreed to or refused, the version of the text they read, and by which channel. Flushes."""
    entry = ConsentEntry(
        subject=_name(subject), purpose=purpose, text_version=text_version, given=given, source=source, at=now
    )
    session.add(entry)
    session.flush()
    return entry


def _name(thing: HasPublicId | str | None) -> str | None:
    return thing.public_id if isinstance(thing, HasPublicId) else thing


def _refuse(_mapper: Mapper[object], _connection: Connection, entry: object) -> None:
    raise AppendOnly(type(entry).__name__)


for _log in (AuditEntry, ConsentEntry):
    event.listen(_log, "before_update", _refuse)
    event.listen(_log, "before_delete", _refuse)
