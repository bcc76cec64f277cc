"""Whether somebody about to be written down is already there."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from meetups.directory.adding import PersonDetails
from meetups.directory.models import PracticePlace, Professional
from meetups.geography.text import words

SHOWN = 5
"""An employer's number is shared by many: the first ones are enough to recognise somebody."""


def probable_duplicates(
    session: Session, details: PersonDetails, *, besides: Professional | None = None
) -> Sequence[Professional]:
    """People of the network who may well be this one: two queries.

    The same e-mail address, the same telephone number, or the same names in the same commune. ``details`` are
    normalised; ``besides`` is the person being edited.
    """
    return session.scalars(
        select(Professional)
        .where(
            Professional.left_at.is_(None),
            Professional.id != (besides.id if besides else 0),
            or_(*_likenesses(details)),
        )
        .options(selectinload(Professional.places).joinedload(PracticePlace.commune))
        .order_by(Professional.search_key, Professional.id)
        .limit(SHOWN)
    ).all()


def _likenesses(details: PersonDetails) -> list[ColumnElement[bool]]:
    likenesses = [_is_namesake(details)]
    if details.email:
        likenesses.append(func.lower(Professional.email) == details.email)
    if details.phone:
        likenesses.append(_plain_phone() == _national(details.phone))
    return likenesses


def _is_namesake(details: PersonDetails) -> ColumnElement[bool]:
    """The same names, accents aside, in the same commune."""
    names = " " + " ".join(words(f"{details.first_name} {details.last_name}"))
    named = or_(Professional.search_key == names, Professional.search_key.startswith(names + " ", autoescape=True))
    if not details.last_name:  # else every « Camille » of the commune would be this one
        named = named & (Professional.last_name == "")
    return named & Professional.places.any(PracticePlace.commune_insee == details.commune.insee)


def _plain_phone() -> ColumnElement[str]:
    """The number as it is kept, whoever wrote it, in its national form without blanks."""
    digits: ColumnElement[str] = func.replace(Professional.phone, "+33", "0")
    for blank in (" ", "\u00a0", "."):
        digits = func.replace(digits, blank, "")
    return digits


def _national(phone: str) -> str:
    return "".join(phone.replace("+33", "0").split()).replace(".", "")
