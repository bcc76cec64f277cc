"""Find communes from what people type, and the outlines that maps draw."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from meetups.geography.distances import crow_km_matrix
from meetups.geography.files import outlines
from meetups.geography.models import Commune
from meetups.geography.text import place_key

__all__ = [
    "ARTICLES",
    "Typed",
    "commune_by_name_or_code",
    "communes_within",
    "departments_of",
    "find_communes",
    "in_box_around",
    "outlines",
    "take_apart",
]

ARTICLES = ("", "le ", "la ", "les ", "l ")
"""« Motte-Servolex » finds « La Motte-Servolex »."""

KM_A_DEGREE = 111.0
"""Of latitude, rounded down; in France a degree of longitude is over 0.6 of it: the box holds the whole circle."""

_CODE = re.compile(r"\b(\d{5}|2[ab]\d{3})\b", re.IGNORECASE)
_DEPARTMENT = re.compile(r"\((\d{2,3}|2[ab])\)", re.IGNORECASE)
_CEDEX = re.compile(r"\bcedex(\s+\d+)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """What a person typed, taken apart: « 73000 Chambéry », « Saint-Sulpice (73) ». Absent parts are empty."""

    name_key: str
    code: str
    department: str


def find_communes(session: Session, text: str, limit: int = 10, department: str | None = None) -> list[Commune]:
    """Communes whose name or postal code begins with ``text``: those of ``department`` first, then the most populous.

    Accents, case, hyphens and a leading article do not matter; « st » is « saint ». A name may come with a postal code
    or with a department between brackets.
    """
    typed = take_apart(text)
    if text.strip().isdigit():
        conditions = [_has_postal_code(text.strip())]
    elif typed.name_key:
        begins = or_(*(Commune.name_key.startswith(article + typed.name_key) for article in ARTICLES))
        conditions = [begins, *_narrowed(typed)]
    else:
        return []
    return _most_populous(session, conditions, limit, department)


def commune_by_name_or_code(session: Session, text: str, department: str | None = None) -> Commune | None:
    """The one commune that ``text`` names in full: by name, postal code or INSEE code, or by name and code together.

    Of namesakes, or of communes that share a postal code, the one of ``department`` if any, then the most populous.
    Five digits alone are a postal code if one exists, else an INSEE code: some are both, so whoever holds an INSEE
    code should call ``session.get(Commune, code)`` instead.
    """
    for conditions in _attempts(take_apart(text)):
        found = _most_populous(session, conditions, 1, department)
        if found:
            return found[0]
    return None


def in_box_around(
    lat: float, lon: float, km: float, of: Any = Commune
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on ``of``, which has ``lat`` and ``lon``: it stands in a box that holds the circle of ``km`` km."""
    reach = km / KM_A_DEGREE
    return of.lat.between(lat - reach, lat + reach), of.lon.between(lon - reach / 0.6, lon + reach / 0.6)


def communes_within(session: Session, lat: float, lon: float, km: float) -> list[Commune]:
    """Communes whose centre is within ``km`` kilometres as the crow flies, by name: one query, near communes alone."""
    near = session.scalars(select(Commune).where(*in_box_around(lat, lon, km))).all()
    distances = crow_km_matrix([commune.point for commune in near], [(lat, lon)])[:, 0]
    held = [commune for commune, distance in zip(near, distances, strict=True) if distance <= km]
    return sorted(held, key=lambda commune: (commune.name_key, commune.insee))


def take_apart(text: str) -> Typed:
    """The name, the code and the department that a text holds."""
    code, department = _CODE.search(text), _DEPARTMENT.search(text)
    name = _CEDEX.sub(" ", _DEPARTMENT.sub(" ", _CODE.sub(" ", text)))
    return Typed(place_key(name), code[1].upper() if code else "", department[1].upper() if department else "")


def _attempts(typed: Typed) -> Iterator[list[ColumnElement[bool]]]:
    """Conditions to try one after the other, the surest first."""
    if typed.name_key:
        named = Commune.name_key.in_([article + typed.name_key for article in ARTICLES])
        yield [named, *_narrowed(typed)]
        if typed.code:  # « 73011 Chambéry Cedex »: a code of the post's own, in the right department
            yield [named, Commune.department.in_(departments_of(typed.code))]
    elif typed.code:
        yield [_has_postal_code(typed.code)]
        yield [Commune.insee == typed.code]


def _narrowed(typed: Typed) -> list[ColumnElement[bool]]:
    conditions = []
    if typed.code:
        conditions.append(or_(Commune.insee == typed.code, _has_postal_code(typed.code)))
    if typed.department:
        conditions.append(Commune.department == typed.department)
    return conditions


def _has_postal_code(beginning: str) -> ColumnElement[bool]:
    return (" " + Commune.postal_codes).contains(" " + beginning)


def departments_of(postal_code: str) -> list[str]:
    """Corsica's postal codes begin with 20, and overseas departments have three digits."""
    if postal_code.startswith("20"):
        return ["2A", "2B"]
    return [postal_code[:3] if postal_code.startswith("97") else postal_code[:2]]


def _most_populous(
    session: Session, conditions: list[ColumnElement[bool]], limit: int, department: str | None
) -> list[Commune]:
    preferred = [(Commune.department == department).desc()] if department else []
    query = select(Commune).where(*conditions).order_by(*preferred, Commune.population.desc(), Commune.insee)
    return list(session.scalars(query.limit(limit)))
