"""The organisers' list of people: who is in the network, and who was never invited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, case, func, select, true, tuple_
from sqlalchemy.orm import Session, selectinload

from meetups.directory.models import PracticePlace, Professional
from meetups.geography.text import words
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.queries import never_invited
from meetups.invitations.rules import Attendance, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.web.filters import local

PAGE = 50


class Selection(StrEnum):
    """Which people to show; the value is what the address says."""

    EVERYONE = "toutes"
    NEVER_INVITED = "jamais-invitees"
    TO_CALL = "a-rappeler"
    NO_EMAIL = "sans-courriel"
    PAUSED = "en-pause"

    @property
    def label(self) -> str:
        """How the page names it."""
        return {
            Selection.EVERYONE: gettext("Toutes"),
            Selection.NEVER_INVITED: gettext("Jamais invitées"),
            Selection.TO_CALL: gettext("À rappeler"),
            Selection.NO_EMAIL: gettext("Sans courriel"),
            Selection.PAUSED: gettext("En pause"),
        }[self]

    @classmethod
    def read(cls, text: str | None) -> "Selection":
        """What an address asks for; anything unknown is everyone."""
        return cls(text) if text in set(cls) else cls.EVERYONE


@dataclass(frozen=True)
class Row:
    """Somebody, when they were last invited, and how many lunches they came to."""

    person: Professional
    last_invited_at: datetime | None
    lunches: int

    @property
    def last_invited_on(self) -> date | None:
        """The day of the last invitation, in Paris."""
        return local(self.last_invited_at).date() if self.last_invited_at else None


@dataclass(frozen=True)
class People:
    """A page of the list. ``total`` and ``never`` (to invite, and never invited) count the whole selection."""

    rows: list[Row]
    total: int
    never: int
    next: str | None
    """Public id after which the next page begins."""


def list_people(
    session: Session, *, selection: Selection, typed: str, after: str | None, now: datetime, limit: int = PAGE
) -> People:
    """Those who have not left, by first name without accents: six queries at most, whatever the number.

    ``typed``: each word begins a name or a word of the profession. ``after``: the public id of the last person seen;
    somebody unknown gives the first page.
    """
    conditions = [Professional.left_at.is_(None), _selected(selection, now), *_matching(typed)]
    total, never = session.execute(
        select(func.count(), func.coalesce(func.sum(case((never_invited(now), 1), else_=0)), 0)).where(*conditions)
    ).one()
    found = session.scalars(_after(session, select(Professional).where(*conditions), after).limit(limit + 1)).all()
    people = found[:limit]
    invited, lunches = _last_invited(session, people), _lunches(session, people, now)
    rows = [Row(person, invited.get(person.id), lunches.get(person.id, 0)) for person in people]
    return People(rows, total, never, people[-1].public_id if len(found) > limit else None)


def _selected(selection: Selection, now: datetime) -> ColumnElement[bool]:
    return {
        Selection.EVERYONE: true(),
        Selection.NEVER_INVITED: never_invited(now),
        Selection.TO_CALL: Professional.confirmed_at.is_(None),
        Selection.NO_EMAIL: Professional.email.is_(None),
        Selection.PAUSED: Professional.paused_until > now,
    }[selection]


def _matching(typed: str) -> list[ColumnElement[bool]]:
    return [Professional.search_key.contains(" " + word, autoescape=True) for word in words(typed)]


def _after(session: Session, wanted: Select[Professional], after: str | None) -> Select[Professional]:
    """By the names without accents, letter by letter: PostgreSQL's own order ignores the spaces between words."""
    key = Professional.search_key.collate("C" if session.get_bind().dialect.name == "postgresql" else "BINARY")
    seen = select(Professional.search_key, Professional.id).where(Professional.public_id == after)
    last = session.execute(seen).one_or_none() if after else None
    if last is not None:
        wanted = wanted.where(tuple_(key, Professional.id) > tuple_(*last))
    places = selectinload(Professional.places).joinedload(PracticePlace.commune)
    return wanted.options(places).order_by(key, Professional.id)


def _last_invited(session: Session, people: Sequence[Professional]) -> Mapping[int, datetime]:
    last = (
        select(Invitation.professional_id, func.max(Invitation.invited_at))
        .where(Invitation.professional_id.in_([person.id for person in people]))
        .group_by(Invitation.professional_id)
    )
    return {professional_id: at for professional_id, at in session.execute(last) if at}


def _lunches(session: Session, people: Sequence[Professional], now: datetime) -> Mapping[int, int]:
    """Meetups that took place, for which they had said yes, and where nobody noted that they were missing."""
    came = (
        select(Registration.professional_id, func.count())
        .join(Registration.meetup)
        .where(
            Registration.professional_id.in_([person.id for person in people]),
            Registration.status == RegistrationStatus.GOING,
            Registration.attendance != Attendance.ABSENT,
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.starts_at <= now,
        )
        .group_by(Registration.professional_id)
    )
    return dict(session.execute(came).all())
