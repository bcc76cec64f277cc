"""A pasted list against what the network already knows: who is ready, who is there already, what to put right.

The lookups are the same five queries for one line as for five hundred.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.directory.adding import PersonDetails, add_person
from meetups.directory.models import CarePathway, ContactChannel, PracticePlace, Professional
from meetups.directory.pasting import Pasted, Problem, Row, read_pasted
from meetups.geography.many import communes_by_text
from meetups.geography.models import Area, Commune
from meetups.geography.text import words

Key = tuple[str, ...]


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
        """The lines that make nobody yet, under their header: what stays in the box."""
        lines = [problem.text for problem in self.problems]
        return "\n".join([self.pasted.header, *lines] if self.pasted.header and lines else lines)


def preview(session: Session, text: str) -> Preview:
    """Read a list without writing anything."""
    pasted = read_pasted(text)
    ready, problems = _found(session, pasted.rows)
    ready, skipped = _without_twins(ready, *_known_keys(session, ready))
    return Preview(pasted, ready, sorted([*pasted.problems, *problems], key=lambda each: each.line), skipped)


def add_all(session: Session, ready: Iterable[Ready], *, actor: Account, now: datetime) -> int:
    """Add them; how many."""
    return len([add_person(session, one.details, actor=actor, now=now) for one in ready])


def _found(session: Session, rows: Sequence[Row]) -> tuple[list[Ready], list[Problem]]:
    """Three queries: communes, pathways, and the department whose namesakes come first."""
    communes = communes_by_text(session, {row.commune for row in rows}, _department(session))
    pathways = {_key(pathway.name): pathway for pathway in session.scalars(select(CarePathway))}
    ready, problems = list[Ready](), list[Problem]()
    for row in rows:
        wrong = _what_is_wrong(row, communes, pathways)
        if wrong:
            problems.append(Problem(row.line, row.text, wrong))
        else:
            chosen = [pathways[_key(name)] for name in dict.fromkeys(row.pathways)]
            ready.append(Ready(row, _details(row, communes[row.commune], chosen)))
    return ready, problems


def _department(session: Session) -> str | None:
    return session.scalar(select(Commune.department).join(Area, Area.commune_insee == Commune.insee).limit(1))


def _what_is_wrong(row: Row, communes: Collection[str], pathways: Collection[Key]) -> str | None:
    if row.commune not in communes:
        return gettext(
            "Nous ne connaissons pas la commune « %(name)s » : vérifiez son nom, ou ajoutez son code postal.",
            name=row.commune,
        )
    unknown = next((name for name in row.pathways if _key(name) not in pathways), None)
    if unknown:
        return gettext(
            "Le parcours « %(name)s » n’existe pas encore : ajoutez-le, corrigez-le ou laissez cette case vide.",
            name=unknown,
        )
    return None


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


def _known_keys(session: Session, ready: Sequence[Ready]) -> tuple[set[str], set[Key]]:
    """Addresses and names already there, among those of the list: two queries."""
    emails = {one.details.email for one in ready if one.details.email}
    known_emails = select(func.lower(Professional.email)).where(func.lower(Professional.email).in_(emails))
    names = (
        select(Professional.first_name, Professional.last_name, PracticePlace.commune_insee, Professional.phone)
        .join(Professional.places)
        .where(
            PracticePlace.commune_insee.in_({one.details.commune.insee for one in ready}),
            Professional.left_at.is_(None),
        )
    )
    return (
        {email for email in session.scalars(known_emails) if email},
        {_name_key(first, last, insee, phone) for first, last, insee, phone in session.execute(names)},
    )


def _without_twins(ready: Iterable[Ready], emails: set[str], names: set[Key]) -> tuple[list[Ready], list[Problem]]:
    """Those whose address and names nobody has yet, in the network or higher in the list."""
    kept, skipped = list[Ready](), list[Problem]()
    seen: dict[str | Key, int] = {}
    for one in ready:
        row, details = one.row, one.details
        name = _name_key(details.first_name, details.last_name, details.commune.insee, details.phone)
        keys: list[str | Key] = [name, *([details.email] if details.email else [])]
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier:
            why = gettext("la même personne qu’à la ligne %(line)d", line=earlier)
        elif details.email in emails:
            why = gettext("cette adresse est déjà dans le réseau")
        elif name in names:
            why = gettext("une personne de ce nom est déjà là, dans cette commune")
        else:
            kept.append(one)
            seen |= dict.fromkeys(keys, row.line)
            continue
        skipped.append(Problem(row.line, row.text, why))
    return kept, skipped


def _name_key(first: str, last: str, insee: str, phone: str | None) -> Key:
    """Names without accents, and the commune; a first name alone needs the number too, or every Camille is one."""
    key = (*words(first), "/", *words(last), insee)
    return key if last else (*key, phone or "")


def _key(name: str) -> Key:
    return tuple(words(name))
