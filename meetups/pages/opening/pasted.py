"""A pasted list against what the network already knows: who is ready, who is there already, what to put right.

The lookups are the same five queries for one line as for five hundred.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.directory.adding import PersonDetails, add_person
from meetups.directory.models import CarePathway, ContactChannel, PracticePlace, Professional
from meetups.directory.pasting import Pasted, Problem, Row, read_pasted
from meetups.geography.meant import Meant, understand_all, written_in_full
from meetups.geography.models import Area, Commune
from meetups.geography.text import words

Key = tuple[str, ...]
MOST_SAID = 4
"""Of communes that share a name or a code."""


class Who(NamedTuple):
    """What tells people apart, folded to words. ``line`` is 0 for somebody of the network."""

    first_name: Key
    last_name: Key
    trade: Key
    email: str | None
    phone: str | None
    insee: str | None
    line: int = 0


@dataclass(frozen=True)
class Ready:
    """One person to add."""

    row: Row
    details: PersonDetails


@dataclass(frozen=True)
class Preview:
    """What a list would do. ``skipped`` are people already there, or twice in the list: ``what_to_do`` says which."""

    pasted: Pasted
    ready: Sequence[Ready]
    problems: Sequence[Problem]
    skipped: Sequence[Problem]

    @property
    def left(self) -> str:
        """The lines that make nobody, under their header: what stays in the box."""
        lines = [each.text for each in sorted([*self.problems, *self.skipped], key=lambda each: each.line)]
        return "\n".join([self.pasted.header, *lines] if self.pasted.header and lines else lines)


def preview(session: Session, text: str) -> Preview:
    """Read a list without writing anything."""
    pasted = read_pasted(text)
    ready, problems = _found(session, pasted.rows)
    ready, skipped = _without_twins(ready, _known(session, ready))
    return Preview(pasted, ready, sorted([*pasted.problems, *problems], key=lambda each: each.line), skipped)


def add_all(session: Session, ready: Iterable[Ready], *, actor: Account, now: datetime) -> int:
    """Add them; how many."""
    return len([add_person(session, one.details, actor=actor, now=now) for one in ready])


def _found(session: Session, rows: Sequence[Row]) -> tuple[list[Ready], list[Problem]]:
    """The communes in a few queries, the pathways, and the departments where the network works."""
    meanings = understand_all(session, {row.commune for row in rows}, _departments(session))
    pathways = {_key(pathway.name): pathway for pathway in session.scalars(select(CarePathway))}
    ready, problems = list[Ready](), list[Problem]()
    for row in rows:
        meant = meanings[row.commune]
        wrong = _what_is_wrong(row, meant, pathways)
        if meant.commune is None or wrong:
            problems.append(Problem(row.line, row.text, wrong or _unknown_commune(row)))
        else:
            chosen = [pathways[_key(name)] for name in dict.fromkeys(row.pathways)]
            ready.append(Ready(row, _details(row, meant.commune, chosen)))
    return ready, problems


def _departments(session: Session) -> set[str]:
    query = select(Commune.department).join(Area, Area.commune_insee == Commune.insee).distinct()
    return set(session.scalars(query))


def _what_is_wrong(row: Row, meant: Meant, pathways: Collection[Key]) -> str | None:
    if meant.is_known:
        return gettext(
            "Plusieurs communes répondent à « %(name)s » : écrivez la bonne en entier, comme %(choices)s.",
            name=row.commune,
            choices=", ".join(written_in_full(each) for each in meant.choices[:MOST_SAID]),
        )
    unknown = next((name for name in row.pathways if _key(name) not in pathways), None)
    if unknown:
        return gettext(
            "Le parcours « %(name)s » n’existe pas encore : ajoutez-le, corrigez-le ou laissez cette case vide.",
            name=unknown,
        )
    return None


def _unknown_commune(row: Row) -> str:
    return gettext(
        "Nous ne connaissons pas la commune « %(name)s » : vérifiez son nom, ou ajoutez son code postal.",
        name=row.commune,
    )


def _details(row: Row, commune: Commune, pathways: Sequence[CarePathway]) -> PersonDetails:
    return PersonDetails(
        first_name=row.first_name,
        last_name=row.last_name,
        profession_text=row.profession,
        commune=commune,
        contact_channel=ContactChannel.EMAIL if row.email else ContactChannel.TELEPHONE,
        email=row.email,
        phone=row.phone,
        pathways=tuple(dict.fromkeys(pathways)),
    )


def _known(session: Session, ready: Sequence[Ready]) -> list[Who]:
    """Who has one of the list's addresses, or works in one of its communes: one query."""
    emails = {one.details.email for one in ready if one.details.email}
    communes = {one.details.commune.insee for one in ready}
    address = func.lower(Professional.email)
    rows = session.execute(
        select(
            Professional.first_name,
            Professional.last_name,
            Professional.profession_text,
            address,
            Professional.phone,
            PracticePlace.commune_insee,
        )
        .outerjoin(Professional.places)
        .where(
            or_(address.in_(emails), PracticePlace.commune_insee.in_(communes)),
            Professional.left_at.is_(None),
        )
    )
    return [
        Who(_key(first), _key(last), _key(trade), email, phone, insee)
        for first, last, trade, email, phone, insee in rows
    ]


def _without_twins(ready: Iterable[Ready], known: Iterable[Who]) -> tuple[list[Ready], list[Problem]]:
    """Those who are nobody yet, in the network or higher in the list; of the others, what makes them the same."""
    kept, skipped = list[Ready](), list[Problem]()
    by_first_name = defaultdict[Key, list[Who]](list)
    for who in known:
        by_first_name[who.first_name].append(who)
    for one in ready:
        who = _who(one)
        others = by_first_name[who.first_name]
        why = next((said for other in others if (said := _why_the_same(who, other))), None)
        if why:
            skipped.append(Problem(one.row.line, one.row.text, why))
        else:
            kept.append(one)
            others.append(who)
    return kept, skipped


def _who(one: Ready) -> Who:
    row, details = one.row, one.details
    names = _key(details.first_name), _key(details.last_name), _key(details.profession_text)
    return Who(*names, details.email, details.phone, details.commune.insee, row.line)


def _why_the_same(who: Who, other: Who) -> str | None:
    """Of two who share a first name. A mailbox may be shared, and so may a name: neither alone makes one person."""
    if who.email and who.email == other.email and (who.last_name == other.last_name or not other.last_name):
        if other.line:
            return gettext("le même prénom et la même adresse qu’à la ligne %(line)d", line=other.line)
        return gettext("une personne de ce prénom, avec cette adresse, est déjà dans le réseau")
    if who.last_name != other.last_name or who.insee != other.insee or _are_namesakes(who, other):
        return None
    if other.line:
        return gettext("le même nom, dans la même commune, qu’à la ligne %(line)d", line=other.line)
    return gettext("une personne de ce nom est déjà là, dans cette commune")


def _are_namesakes(who: Who, other: Who) -> bool:
    """Whether two of one name are two: another trade and another contact; a first name alone needs the same number."""
    if not who.last_name:
        return who.phone != other.phone
    pairs = [
        (mine, theirs) for mine, theirs in ((who.email, other.email), (who.phone, other.phone)) if mine and theirs
    ]
    is_elsewhere = bool(pairs) and all(mine != theirs for mine, theirs in pairs)
    return is_elsewhere and not set(who.trade) & set(other.trade)


def _key(name: str) -> Key:
    return tuple(words(name))
