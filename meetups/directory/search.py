"""Find people in the directory. The pages and the command line know this interface, not what stands behind it.

Words are looked for at the beginning of first names, last names and words of the profession: all three stand without
accents in one column. The texts of role profiles do not, and folding fifty thousand of them for each search would
take seconds: they wait for a real index behind this same function.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.orm import Session, aliased, selectinload

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import CarePathway, PracticePlace, Professional, professional_pathways
from meetups.directory.queries import may_be_invited
from meetups.geography.text import words

MOST_WORDS = 8
"""Each word is one more condition; nobody needs so many."""


@dataclass(frozen=True)
class Criteria:
    """Whom to look for; all of them at once. Empty ones are no criterion."""

    words: str = ""
    family: ProfessionFamily | None = None
    pathway_slug: str | None = None
    commune_insee: str | None = None
    """Somewhere where the person works."""

    @property
    def is_empty(self) -> bool:
        """Everyone is looked for."""
        return self == Criteria()


@dataclass(frozen=True)
class Listed:
    """Someone who stands in the directory, and the name that tells them from their namesakes."""

    person: Professional
    name: str


@dataclass(frozen=True)
class Found:
    """One page of people. ``total`` counts every page."""

    people: list[Listed]
    total: int
    next: str | None
    """What to give as ``after`` for the following page; ``None`` on the last one."""


def is_listed(now: datetime) -> ColumnElement[bool]:
    """Who stands in the directory: those who agreed to, confirmed, neither gone nor on a pause."""
    return and_(Professional.is_listed, may_be_invited(now))


def find_people(session: Session, criteria: Criteria, *, now: datetime, after: str | None, limit: int) -> Found:
    """At most ``limit`` people, by first name without accents. Six queries at most, whatever the number.

    ``after`` is ``Found.next`` of the page before; one that means nothing any more gives the first page. People who
    change their name between two pages may be met twice, nobody else is. Counting 50,000 rows takes 5 to 10 ms on
    SQLite and sorting them as much: an index would cost every write more than it spares.
    """
    conditions = [is_listed(now), *_conditions(criteria)]
    total = session.scalar(select(func.count()).select_from(Professional).where(*conditions)) or 0
    wanted = _after(session, select(Professional).where(*conditions), after)
    found = session.scalars(wanted.limit(limit + 1)).all()
    people = found[:limit]
    shared = with_namesakes(session, people)
    return Found(
        [Listed(person, name_among(person, is_shared=person.id in shared)) for person in people],
        total,
        people[-1].public_id if len(found) > limit else None,
    )


def with_namesakes(session: Session, people: Iterable[Professional]) -> set[int]:
    """Ids of those whose first name someone else has who agreed to be listed: one query.

    It is asked of the whole directory, so that a person keeps one label from page to page.
    """
    other = aliased(Professional)
    twice = select(other.id).where(
        other.first_name == Professional.first_name, other.id != Professional.id, other.is_listed
    )
    ids = [person.id for person in people]
    return set(session.scalars(select(Professional.id).where(Professional.id.in_(ids), twice.exists())))


def name_among(person: Professional, *, is_shared: bool) -> str:
    """« Inès », or « Inès P. » when someone else in the directory has the same first name."""
    if not is_shared or not person.last_name:
        return person.first_name
    return f"{person.first_name}\u00a0{person.last_name[0].upper()}."


def _conditions(criteria: Criteria) -> list[ColumnElement[bool]]:
    found = [
        Professional.search_key.contains(" " + word, autoescape=True) for word in words(criteria.words)[:MOST_WORDS]
    ]
    if criteria.family is not None:
        found.append(Professional.family == criteria.family)
    # « In » and not « exists »: SQLite then starts from the few who fit, 0.1 ms instead of 20 among 50,000.
    if criteria.pathway_slug is not None:
        shared = select(professional_pathways.c.professional_id).join(CarePathway)
        found.append(Professional.id.in_(shared.where(CarePathway.slug == criteria.pathway_slug)))
    if criteria.commune_insee is not None:
        working = select(PracticePlace.professional_id)
        found.append(Professional.id.in_(working.where(PracticePlace.commune_insee == criteria.commune_insee)))
    return found


def _after(session: Session, wanted: Select[Professional], after: str | None) -> Select[Professional]:
    """In order from there on. Letter by letter: PostgreSQL's own order ignores the spaces between words."""
    key = Professional.search_key.collate("C" if session.get_bind().dialect.name == "postgresql" else "BINARY")
    seen = select(Professional.search_key, Professional.id).where(Professional.public_id == after)
    last = session.execute(seen).one_or_none() if after else None
    if last is not None:
        wanted = wanted.where(tuple_(key, Professional.id) > tuple_(*last))
    return wanted.order_by(key, Professional.id).options(
        selectinload(Professional.role_profile),  # joined, PostgreSQL would read every role profile to keep twenty
        selectinload(Professional.places).joinedload(PracticePlace.commune),
    )
