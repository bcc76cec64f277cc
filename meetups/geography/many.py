"""The communes that a whole list names, in two queries however long the list."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography.models import Commune
from meetups.geography.queries import ARTICLES, _departments_of, _take_apart, _Typed


def communes_by_text(session: Session, texts: Iterable[str], department: str | None = None) -> dict[str, Commune]:
    """What ``commune_by_name_or_code`` finds for each text; those that name no commune are left out."""
    typed = {text: _take_apart(text) for text in texts}
    by_key = _named(session, {each.name_key for each in typed.values() if each.name_key})
    by_code = _around(session, {each.code for each in typed.values() if each.code and not each.name_key})
    found: dict[str, Commune] = {}
    for text, each in typed.items():
        if each.name_key:
            candidates = [place for article in ARTICLES for place in by_key.get(article + each.name_key, ())]
            kept = _narrowed(candidates, each)
        else:
            postal = [place for place in by_code if each.code in place.postal_codes.split(" ")] if each.code else []
            kept = postal or [place for place in by_code if place.insee == each.code]
        if kept:
            found[text] = min(kept, key=lambda place: (place.department != department, -place.population, place.insee))
    return found


def _named(session: Session, keys: set[str]) -> dict[str, list[Commune]]:
    wanted = [article + key for key in keys for article in ARTICLES]
    by_key: dict[str, list[Commune]] = {}
    for place in session.scalars(select(Commune).where(Commune.name_key.in_(wanted))):
        by_key.setdefault(place.name_key, []).append(place)
    return by_key


def _around(session: Session, codes: set[str]) -> Sequence[Commune]:
    """Every commune of the departments of some codes, postal or INSEE. A few post offices serve the next department:
    only a name finds those."""
    departments = {department for code in codes for department in (*_departments_of(code), code[:2].upper())}
    return session.scalars(select(Commune).where(Commune.department.in_(departments))).all() if codes else ()


def _narrowed(candidates: Sequence[Commune], typed: _Typed) -> Sequence[Commune]:
    """As ``_attempts``: the code must be the commune's own, or at least lead to its department."""
    there = [place for place in candidates if typed.department in {"", place.department}]
    if not typed.code:
        return there
    exact = [place for place in there if typed.code == place.insee or typed.code in place.postal_codes.split(" ")]
    return exact or [place for place in candidates if place.department in _departments_of(typed.code)]
