"""Lunches by state, with the next thing to do for each: eight queries at most, whatever the number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext
from sqlalchemy import ColumnElement, and_, case, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.pages.queries import Line, lines_of
from meetups.planning.models import HostingRequest, Meetup, MeetupStatus
from meetups.polls.queries import is_being_chosen

PAGE = 20


class State(StrEnum):
    """Which lunches to show; the value is what the address says."""

    DRAFTS = "brouillons"
    UPCOMING = "a-venir"
    PAST = "passes"
    CANCELLED = "annules"

    @property
    def label(self) -> str:
        """How the page names it."""
        return {
            State.DRAFTS: gettext("Brouillons"),
            State.UPCOMING: gettext("À venir"),
            State.PAST: gettext("Passés"),
            State.CANCELLED: gettext("Annulés"),
        }[self]

    @property
    def is_behind(self) -> bool:
        """What is behind us is read from the latest."""
        return self in {State.PAST, State.CANCELLED}

    @classmethod
    def read(cls, text: str | None) -> "State":
        """What an address asks for; anything unknown is what comes."""
        return cls(text) if text in set(cls) else cls.UPCOMING


@dataclass(frozen=True)
class Lunches:
    """A page of the list, and how many there are in each state."""

    lines: list[Line]
    counts: dict[State, int]
    next: str | None
    """Public id after which the next page begins."""


def list_lunches(session: Session, *, state: State, after: str | None, now: datetime, limit: int = PAGE) -> Lunches:
    """Drafts and lunches to come, soonest first; past and cancelled ones, latest first.

    ``after``: the public id of the last one seen; something unknown gives the first page. A draft whose day went by
    is past, since it can neither be sent nor be moved any more, unless another date is being chosen.
    """
    found = _page(session, state, after, now, limit + 1)
    shown = found[:limit]
    return Lunches(
        lines_of(session, shown, now), _counts(session, now), shown[-1].public_id if len(found) > limit else None
    )


def _page(session: Session, state: State, after: str | None, now: datetime, limit: int) -> Sequence[Meetup]:
    when = tuple_(Meetup.starts_at, Meetup.id)
    wanted = select(Meetup).where(_in_state(state, now))
    seen = select(Meetup).where(Meetup.public_id == after)
    last = session.scalar(seen) if after else None
    if last is not None:
        here = tuple_(last.starts_at, last.id)
        wanted = wanted.where(when < here if state.is_behind else when > here)
    order = (Meetup.starts_at.desc(), Meetup.id.desc()) if state.is_behind else (Meetup.starts_at, Meetup.id)
    return session.scalars(
        wanted.options(
            joinedload(Meetup.pathway),
            joinedload(Meetup.commune),
            joinedload(Meetup.venue),
            selectinload(Meetup.requests).joinedload(HostingRequest.host),
        )
        .order_by(*order)
        .limit(limit)
    ).all()


def _in_state(state: State, now: datetime) -> ColumnElement[bool]:
    is_behind = and_(Meetup.starts_at <= now, ~is_being_chosen(now))
    return {
        State.DRAFTS: and_(Meetup.status == MeetupStatus.DRAFT, ~is_behind),
        State.UPCOMING: and_(Meetup.status == MeetupStatus.PUBLISHED, Meetup.starts_at > now),
        State.PAST: and_(Meetup.status != MeetupStatus.CANCELLED, is_behind),
        State.CANCELLED: Meetup.status == MeetupStatus.CANCELLED,
    }[state]


def _counts(session: Session, now: datetime) -> dict[State, int]:
    numbers = [func.coalesce(func.sum(case((_in_state(state, now), 1), else_=0)), 0) for state in State]
    return dict(zip(State, session.execute(select(*numbers)).one(), strict=True))
