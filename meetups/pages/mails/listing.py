"""The outbox as the organiser reads it: failed first, then what waits, then what left; never what a mail says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from meetups.outbox.models import MailState, OutgoingEmail
from meetups.pages.mails.lines import COLUMNS, SHOWN, Line, dress
from meetups.planning.models import Meetup

PAGE = 50


class Selection(StrEnum):
    """Which mails to show; the value is what the address says."""

    ALL = "tous"
    FAILED = "non-partis"
    WAITING = "en-attente"
    SENT = "partis"

    @property
    def label(self) -> str:
        """How the page names it."""
        return {
            Selection.ALL: gettext("Tous"),
            Selection.FAILED: gettext("Non partis"),
            Selection.WAITING: gettext("En attente"),
            Selection.SENT: gettext("Partis"),
        }[self]

    @property
    def states(self) -> tuple[MailState, ...]:
        """What it holds, in the order of the page."""
        one = {Selection.FAILED: SHOWN[:1], Selection.WAITING: SHOWN[1:2], Selection.SENT: SHOWN[2:]}
        return one.get(self, SHOWN)

    @classmethod
    def read(cls, text: str | None) -> "Selection":
        """What an address asks for; anything unknown is all of them."""
        return cls(text) if text in set(cls) else cls.ALL


@dataclass(frozen=True)
class Found:
    """A page of lines; ``next`` is what the following page begins after, if there is one."""

    lines: list[Line]
    next: str | None


def about(meetup: Meetup | None) -> ColumnElement[bool]:
    """Condition: mails about this meetup, or about anything."""
    return OutgoingEmail.about == meetup.public_id if meetup else true()


def list_mails(
    session: Session, *, selection: Selection, meetup: Meetup | None, after: str, now: datetime, limit: int = PAGE
) -> Found:
    """By state, the newest first in each: nine queries at most, whatever the number.

    ``after``: the ``next`` of the page before; anything else gives the first page.
    """
    state, _, last_seen = after.partition(".")
    first = selection.states.index(MailState(state)) if state in selection.states else 0
    start = session.scalar(select(OutgoingEmail.id).where(OutgoingEmail.public_id == last_seen)) if last_seen else None
    rows: list[Any] = []
    for each in selection.states[first:] if start else selection.states:
        wanted = select(*COLUMNS).where(OutgoingEmail.state == each, about(meetup))
        if start and each == state:
            wanted = wanted.where(OutgoingEmail.id < start)
        newest = wanted.order_by(OutgoingEmail.id.desc()).limit(limit + 1 - len(rows))
        rows += session.execute(newest).all()
        if len(rows) > limit:
            break
    shown = rows[:limit]
    more = f"{shown[-1].state.value}.{shown[-1].public_id}" if len(rows) > limit else None
    return Found(dress(session, shown, now), more)


def find_line(session: Session, public_id: str, *, now: datetime) -> Line | None:
    """One mail as the page shows it; those that were only written for show are unknown here."""
    wanted = select(*COLUMNS).where(OutgoingEmail.public_id == public_id, OutgoingEmail.state.in_(SHOWN))
    return next(iter(dress(session, session.execute(wanted).all(), now)), None)
