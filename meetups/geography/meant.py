"""Which communes people mean, one or a whole list: taken at once when there is no doubt, else offered as a choice."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography.models import Commune
from meetups.geography.queries import ARTICLES, Typed, departments_of, find_communes, take_apart
from meetups.geography.text import fold

MOST = 12
SUGGESTED = 6


@dataclass(frozen=True)
class Meant:
    """The one commune, or those among which to choose; ``is_known`` says that the words name several in full."""

    commune: Commune | None = None
    choices: Sequence[Commune] = ()
    is_known: bool = False


def understand(session: Session, typed: str, departments: Collection[str]) -> Meant:
    """What ``typed`` names; when it names nothing, the communes whose name begins so."""
    meant = understand_all(session, [typed], departments)[typed]
    if meant.commune or meant.choices:
        return meant
    return Meant(choices=find_communes(session, typed, SUGGESTED, min(departments, default=None)))


def understand_all(session: Session, texts: Iterable[str], departments: Collection[str]) -> dict[str, Meant]:
    """What each text names, in three queries however many there are. ``departments`` is where the network works.

    Of namesakes, or of communes that share a postal code, the only one of ``departments`` is meant. A commune from
    elsewhere is doubtful when a longer name of ``departments`` begins with the same words, as Saint-Jean in Savoie.
    """
    typed = {text: take_apart(text) for text in texts}
    by_key = _named(session, {each.name_key for each in typed.values() if each.name_key})
    by_code = _around(session, {each.code for each in typed.values() if each.code and not each.name_key})
    found = {text: _candidates(each, by_key, by_code) for text, each in typed.items()}
    bare = {text for text, each in typed.items() if found[text] and not (each.code or each.department)}
    far = {text for text in bare if not any(place.department in departments for place in found[text])}
    near = _of_departments(session, departments) if far else ()
    return {
        text: _decide(candidates, departments, _longer(typed[text], near) if text in far else [])
        for text, candidates in found.items()
    }


def label_of(commune: Commune) -> str:
    """« La Motte-Servolex (73290) »: the code tells namesakes apart."""
    return f"{commune.name} ({commune.postal_code})"


def written_in_full(commune: Commune) -> str:
    """« 73290 La Motte-Servolex »: what names one commune and no other."""
    return f"{commune.postal_code} {commune.name}"


def _decide(candidates: Sequence[Commune], departments: Collection[str], longer: Sequence[Commune]) -> Meant:
    if not candidates:
        return Meant()
    near = [place for place in candidates if place.department in departments]
    if len(near) == 1:
        return Meant(near[0])
    if len(candidates) == 1 and not longer:
        return Meant(candidates[0])
    choices = sorted({place.insee: place for place in near or [*candidates, *longer]}.values(), key=_order)
    return Meant(choices=choices[:MOST], is_known=True)


def _candidates(typed: Typed, by_key: dict[str, list[Commune]], by_code: Sequence[Commune]) -> Sequence[Commune]:
    if typed.name_key:
        named = [place for article in ARTICLES for place in by_key.get(article + typed.name_key, ())]
        return _narrowed(named, typed)
    if not typed.code:
        return []
    postal = [place for place in by_code if typed.code in place.postal_codes.split(" ")]
    return postal or [place for place in by_code if place.insee == typed.code]


def _narrowed(named: Sequence[Commune], typed: Typed) -> Sequence[Commune]:
    """The code must be the commune's own, or at least lead to its department: the post has codes of its own."""
    there = [place for place in named if typed.department in {"", place.department}]
    if not typed.code:
        return there
    exact = [place for place in there if typed.code == place.insee or typed.code in place.postal_codes.split(" ")]
    return exact or [place for place in named if place.department in departments_of(typed.code)]


def _longer(typed: Typed, near: Iterable[Commune]) -> list[Commune]:
    beginnings = tuple(f"{article}{typed.name_key} " for article in ARTICLES)
    return [place for place in near if place.name_key.startswith(beginnings)]


def _named(session: Session, keys: set[str]) -> dict[str, list[Commune]]:
    wanted = [article + key for key in keys for article in ARTICLES]
    by_key: dict[str, list[Commune]] = {}
    for place in session.scalars(select(Commune).where(Commune.name_key.in_(wanted))):
        by_key.setdefault(place.name_key, []).append(place)
    return by_key


def _around(session: Session, codes: set[str]) -> Sequence[Commune]:
    """Every commune of the departments of some codes, postal or INSEE. A few post offices serve the next department:
    only a name finds those."""
    return _of_departments(session, {each for code in codes for each in (*departments_of(code), code[:2].upper())})


def _of_departments(session: Session, departments: Collection[str]) -> Sequence[Commune]:
    if not departments:
        return ()
    return session.scalars(select(Commune).where(Commune.department.in_(departments))).all()


def _order(commune: Commune) -> tuple[str, str]:
    return fold(commune.name), commune.postal_code
