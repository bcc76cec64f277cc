"""Put mails in the outbox, in the transaction that decides to send them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, case, delete, false, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetups.outbox import headers
from meetups.outbox.errors import AddressSuspended, ContentForgotten
from meetups.outbox.models import MailState, OutgoingContent, OutgoingEmail
from meetups.outbox.suspensions import is_suspended, suspended_among
from meetups.outbox.writing import Mail, Writer, message_id

__all__ = [
    "FORGOTTEN",
    "KEEP_BYTES",
    "Mail",
    "enqueue",
    "enqueue_all",
    "forget_bytes",
    "forget_contents",
    "forget_mails",
    "is_on_its_way",
    "message_id",
    "replace_pending",
    "rewrite",
    "send_again",
    "send_now",
    "sent_to",
    "suspended_among",
    "take_back",
    "told_of",
    "waiting",
]

KEEP_BYTES = timedelta(days=30)
FORGOTTEN, NO_SUBJECT = "adresse effacée", "objet effacé"
"""Who received a mail, once that person has left; and what it was about, which may name them."""
_MAILS, _CONTENTS = cast(Table, OutgoingEmail.__table__), cast(Table, OutgoingContent.__table__)
BULK = 200
"""Rows written by one statement: their bytes are all in memory at once."""


def enqueue(
    session: Session, mail: Mail, *, now: datetime, not_before: datetime | None = None, suppressed: bool = False
) -> OutgoingEmail:
    """Write ``mail`` down, its bytes frozen; it leaves once the caller's transaction commits, from ``not_before`` on.

    The same dedupe key gives back the row that is there. ``suppressed`` does all the work of a mail that never
    leaves, so that a known and an unknown address cost the same. A recipient that no mail can carry, or whose
    address is suspended, makes a row that has already failed, shown like the others, rather than refusing a whole
    list of guests.
    """
    known = _find(session, mail.dedupe_key)
    if known is not None:
        return known
    suspended = is_suspended(session, mail.recipient)
    writer = Writer(session, now)
    writer.find_threads([mail])
    row = OutgoingEmail(**writer.new_row(mail, not_before=not_before or now, suspended=suspended))
    if suppressed:
        row.state = MailState.SUPPRESSED
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Two requests told the same event at once; the other committed first.
        known = _find(session, mail.dedupe_key)
        if known is None:
            raise
        return known
    return row


def enqueue_all(session: Session, mails: Iterable[Mail], *, now: datetime, not_before: datetime | None = None) -> None:
    """As :func:`enqueue` for many mails: three statements for ``BULK`` of them, which are the most held in memory, and
    one more for those that are part of a thread.
    """
    writer = Writer(session, now)
    for some in _by_bulk(mails):
        dead = suspended_among(session, {mail.recipient.lower() for mail in some})
        writer.find_threads(some)
        rows = [
            writer.new_row(mail, not_before=not_before or now, suspended=mail.recipient.lower() in dead)
            for mail in some
        ]
        _insert_new(session, rows)


def _insert_new(session: Session, rows: list[dict[str, Any]]) -> None:
    """Those whose key is in the outbox stay as they are there."""
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = upsert(_MAILS).on_conflict_do_nothing(index_elements=["dedupe_key"])
    bytes_of = {row["public_id"]: row.pop("mime") for row in rows}
    new = session.execute(statement.returning(_MAILS.c.id, _MAILS.c.public_id), rows)
    contents = [{"mail_id": mail, "mime": bytes_of[public_id]} for mail, public_id in new if bytes_of[public_id]]
    if contents:
        session.execute(insert(_CONTENTS), contents)


def replace_pending(session: Session, key: str, mail: Mail, *, now: datetime) -> bool:
    """Say ``mail`` instead in the row with this key, which keeps its key, its Message-ID and its time to leave.

    ``False``, and nothing changed, unless it still waits and no worker ever tried it. One conditional UPDATE: a
    worker that claims the row at the same instant either finds it rewritten or makes this ``False``.
    """
    public_id = session.scalar(select(OutgoingEmail.public_id).where(*_untouched(key)))
    if public_id is None:
        return False
    same = replace(mail, dedupe_key=key)
    writer = Writer(session, now)
    writer.find_threads([same])
    words = writer.words(same, public_id, suspended=is_suspended(session, mail.recipient))
    mime = words.pop("mime")
    changed = _change(session, key, **words)
    if changed is None:
        return False
    session.execute(delete(OutgoingContent).where(OutgoingContent.mail_id == changed))
    if mime is not None:
        session.execute(insert(OutgoingContent).values(mail_id=changed, mime=mime))
    return True


def take_back(session: Session, key: str) -> bool:
    """The mail with this key will never leave; ``False`` when a worker has tried it already, or it does not wait."""
    return _change(session, key, state=MailState.SUPPRESSED) is not None


def send_now(session: Session, meetup_id: str, *, now: datetime) -> int:
    """Let every mail about this meetup (a public id) leave that waits only because we wanted it to; how many.

    Those that a server asked to bring back later still wait for that.
    """
    delayed = (
        OutgoingEmail.about == meetup_id,
        OutgoingEmail.state == MailState.PENDING,
        OutgoingEmail.attempts == 0,
        OutgoingEmail.not_before > now,
    )
    found = session.execute(update(OutgoingEmail).where(*delayed).values(not_before=now).returning(OutgoingEmail.id))
    return len(found.all())


def send_again(session: Session, row: OutgoingEmail, *, now: datetime) -> bool:
    """Try a mail that failed for good once more: the same bytes, the same Message-ID. Asked twice, it is once.

    ``False`` when it does not stand failed. Raises ``ContentForgotten`` or ``AddressSuspended``.
    """
    if is_suspended(session, row.recipient):
        raise AddressSuspended
    values = {"state": MailState.PENDING, "not_before": now, "attempts": 0, "lease_until": None, "last_error": None}
    failed = OutgoingEmail.id == row.id, OutgoingEmail.state == MailState.FAILED
    whole = OutgoingEmail.content.has()
    done = session.execute(update(OutgoingEmail).where(*failed, whole).values(**values).returning(OutgoingEmail.id))
    if done.first() is not None:
        return True
    if session.scalar(select(OutgoingEmail.id).where(*failed)) is not None:
        raise ContentForgotten
    return False


def forget_bytes(session: Session, *, now: datetime) -> None:
    """Drop the content of mails that ended their journey ``KEEP_BYTES`` ago: it holds personal links.

    What was sent, to whom and when stays.
    """
    _drop_contents(session, OutgoingEmail.state != MailState.PENDING, OutgoingEmail.created_at < now - KEEP_BYTES)


def forget_mails(session: Session, *which: ColumnElement[bool]) -> None:
    """Forget to whom some mails went and what they said; those that still waited never leave.

    What kind of mail it was, about which meetup and when, stays: figures hold.
    """
    _drop_contents(session, or_(false(), *which))
    waiting = case((OutgoingEmail.state == MailState.PENDING, MailState.SUPPRESSED), else_=OutgoingEmail.state)
    session.execute(
        update(OutgoingEmail)
        .where(or_(false(), *which))
        .values(recipient=FORGOTTEN, domain="", subject=NO_SUBJECT, last_error=None, state=waiting)
        .execution_options(synchronize_session=False)
    )


def forget_contents(session: Session, *which: ColumnElement[bool]) -> None:
    """Drop what mails that have left said, before its time; those that still wait keep theirs: ``rewrite`` them."""
    left = or_(false(), *which), OutgoingEmail.state != MailState.PENDING
    _drop_contents(session, *left)
    session.execute(
        update(OutgoingEmail).where(*left).values(subject=NO_SUBJECT).execution_options(synchronize_session=False)
    )


def _drop_contents(session: Session, *which: ColumnElement[bool]) -> None:
    """What these mails said: before their rows change, since ``which`` may be about what changes."""
    gone = OutgoingContent.mail_id.in_(select(OutgoingEmail.id).where(*which))
    session.execute(delete(OutgoingContent).where(gone).execution_options(synchronize_session=False))


def waiting(session: Session, *which: ColumnElement[bool]) -> Sequence[OutgoingEmail]:
    """Mails that have not left yet, oldest first."""
    still = OutgoingEmail.state == MailState.PENDING
    return session.scalars(select(OutgoingEmail).where(still, *which).order_by(OutgoingEmail.id)).all()


def rewrite(session: Session, row: OutgoingEmail, mail: Mail, *, now: datetime) -> None:
    """Say something else in a mail that waits; it stays the same event, under the same key. Flushes."""
    row.subject = headers.clean_words(mail.subject)
    writer = Writer(session, now)
    writer.find_threads([mail])
    row.mime = writer.mime(mail, row.public_id)
    session.flush()


def is_on_its_way(session: Session, key: str) -> bool:
    """Whether the mail with this key left, or will."""
    row = _find(session, key)
    return row is not None and row.state in {MailState.PENDING, MailState.SENT}


def sent_to(address: str) -> ColumnElement[bool]:
    """Condition: mails to this address, whatever its case."""
    return func.lower(OutgoingEmail.recipient) == address.lower()


def told_of(*events: str) -> ColumnElement[bool]:
    """Condition: mails whose dedupe key is one of these, or begins with it and a colon."""
    keys = OutgoingEmail.dedupe_key
    return or_(false(), keys.in_(events), *(keys.startswith(f"{event}:", autoescape=True) for event in events))


def _find(session: Session, dedupe_key: str) -> OutgoingEmail | None:
    return session.scalar(select(OutgoingEmail).where(OutgoingEmail.dedupe_key == dedupe_key))


def _by_bulk(mails: Iterable[Mail]) -> Iterator[list[Mail]]:
    rest = iter(mails)
    while some := list(islice(rest, BULK)):
        yield some


def _untouched(key: str) -> tuple[ColumnElement[bool], ...]:
    """Condition: waits, and no worker holds it nor ever did."""
    return (
        OutgoingEmail.dedupe_key == key,
        OutgoingEmail.state == MailState.PENDING,
        OutgoingEmail.attempts == 0,
        OutgoingEmail.lease_until.is_(None),
    )


def _change(session: Session, key: str, **values: object) -> int | None:
    """The row that was changed, if it was."""
    changed = update(OutgoingEmail).where(*_untouched(key)).values(**values).returning(OutgoingEmail.id)
    return session.scalar(changed)
