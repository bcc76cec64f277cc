"""Lines of the outbox: each mail with the person, the meetup, and whether it may leave again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.block_naming import is_open
from meetups.invitations.models import SeatBlock
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.outbox.suspensions import suspended_among
from meetups.pages.mails.sending_again import block_linked, obstacle, thread_of
from meetups.planning.models import Meetup

SHOWN = (MailState.FAILED, MailState.PENDING, MailState.SENT)
"""States in the order of the page; mails that were only written for show are in none."""


@dataclass(frozen=True)
class Line:
    """One mail: to whom, which kind, about what, and where it stands."""

    public_id: str
    kind: MailKind
    recipient: str
    state: MailState
    created_at: datetime
    not_before: datetime
    sent_at: datetime | None
    last_error: str | None
    person: Professional | None
    meetup: Meetup | None
    obstacle: str
    """Why it cannot be sent again, in a sentence; empty when it can."""


COLUMNS = (
    OutgoingEmail.id,
    OutgoingEmail.public_id,
    OutgoingEmail.kind,
    OutgoingEmail.dedupe_key,
    OutgoingEmail.recipient,
    OutgoingEmail.state,
    OutgoingEmail.about,
    OutgoingEmail.concerns,
    OutgoingEmail.created_at,
    OutgoingEmail.not_before,
    OutgoingEmail.sent_at,
    OutgoingEmail.last_error,
    OutgoingEmail.content.has().label("is_kept"),
)


def dress(session: Session, rows: Sequence[Any], now: datetime) -> list[Line]:
    """The lines of one page, from rows of ``COLUMNS``: six queries at most."""
    return list(_Dresser(session, rows, now).lines())


class _Dresser:
    """What the rows of one page refer to, each kind read at once."""

    def __init__(self, session: Session, rows: Sequence[Any], now: datetime) -> None:
        self._session, self._rows, self._now = session, rows, now

    def lines(self) -> Iterator[Line]:
        for row in self._rows:
            meetup = self._meetups.get(row.about)
            can_not = obstacle(
                row.kind,
                row.dedupe_key,
                meetup,
                self._now,
                is_kept=row.is_kept,
                is_newest=row.id >= self._newest(row),
                is_over=block_linked(row.dedupe_key) in self._closed_blocks,
                is_suspended=row.recipient.lower() in self._suspended,
            )
            yield Line(
                row.public_id,
                row.kind,
                row.recipient,
                row.state,
                row.created_at,
                row.not_before,
                row.sent_at,
                row.last_error,
                self._people.get(row.recipient),
                meetup,
                can_not if row.state is MailState.FAILED else "",
            )

    @cached_property
    def _meetups(self) -> dict[str | None, Meetup]:
        return meetups_called(self._session, {row.about for row in self._rows if row.about})

    @cached_property
    def _people(self) -> dict[str | None, Professional]:
        return people_at(self._session, {row.recipient for row in self._rows})

    @cached_property
    def _failed(self) -> list[Any]:
        return [row for row in self._rows if row.state is MailState.FAILED]

    @cached_property
    def _suspended(self) -> set[str]:
        return suspended_among(self._session, {row.recipient.lower() for row in self._failed})

    def _newest(self, row: Any) -> int:
        if row.concerns:
            return self._newest_about.get(row.concerns, 0)
        thread = thread_of(row.dedupe_key, row.recipient)
        return self._newest_in.get(thread, 0) if row.state is MailState.FAILED and thread else 0

    @cached_property
    def _newest_in(self) -> dict[tuple[str, str], int]:
        """By thread, the newest mail of those without an invitation that speak of the same meetups."""
        mail = OutgoingEmail
        meetups = {row.about for row in self._failed if row.about and thread_of(row.dedupe_key, row.recipient)}
        if not meetups:
            return {}
        others = mail.about.in_(meetups), mail.concerns.is_(None), mail.state.in_(SHOWN)
        wanted = select(mail.id, mail.dedupe_key, mail.recipient).where(*others).order_by(mail.id)
        rows = self._session.execute(wanted).all()
        return {thread: found for found, key, to in rows if (thread := thread_of(key, to))}

    @cached_property
    def _closed_blocks(self) -> set[str | None]:
        """Places offered to a structure whose link names nobody any more."""
        linked = {block_linked(row.dedupe_key) for row in self._failed} - {None}
        if not linked:
            return set()
        blocks = self._session.scalars(select(SeatBlock).where(SeatBlock.public_id.in_(linked)))
        return {block.public_id for block in blocks if not is_open(block, self._now)}

    @cached_property
    def _newest_about(self) -> dict[str | None, int]:
        told = OutgoingEmail.concerns
        which = told.in_({row.concerns for row in self._failed if row.concerns}), OutgoingEmail.state.in_(SHOWN)
        return dict(self._session.execute(select(told, func.max(OutgoingEmail.id)).where(*which).group_by(told)).all())


def meetups_called(session: Session, public_ids: set[str]) -> dict[str | None, Meetup]:
    """These meetups by public id, in one query at most."""
    if not public_ids:
        return {}
    found = session.scalars(select(Meetup).where(Meetup.public_id.in_(public_ids)))
    return {meetup.public_id: meetup for meetup in found}


def people_at(session: Session, addresses: set[str]) -> dict[str | None, Professional]:
    """Who has these addresses, in one query at most; of a shared mailbox, one of them."""
    if not addresses:
        return {}
    found = session.scalars(select(Professional).where(Professional.email.in_(addresses)).order_by(Professional.id))
    return {person.email: person for person in found}
