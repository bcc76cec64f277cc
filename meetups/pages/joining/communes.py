"""Which commune a person means: taken at once when there is no doubt, else offered as a choice."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography.models import Commune
from meetups.geography.queries import ARTICLES, commune_by_name_or_code, find_communes
from meetups.geography.text import fold, place_key

MOST = 12


@dataclass(frozen=True)
class Meant:
    """The one commune, or those among which to choose; ``is_known`` says that the name exists, more than once."""

    commune: Commune | None = None
    choices: list[Commune] = field(default_factory=list)
    is_known: bool = False


def understand(session: Session, typed: str, departments: Collection[str]) -> Meant:
    """What ``typed`` names. Of namesakes, the only one of ``departments``, where the network works, is meant."""
    found = commune_by_name_or_code(session, typed)
    if found is None:
        return Meant(choices=find_communes(session, typed, 6, next(iter(departments), None)))
    same = _namesakes(session, typed, found)
    near = [commune for commune in same if commune.department in departments]
    if len(near) == 1 or len(same) == 1:
        return Meant((near or same)[0])
    return Meant(choices=sorted(near or same, key=_order)[:MOST], is_known=True)


def label_of(commune: Commune) -> str:
    """« La Motte-Servolex (73290) »: the code tells namesakes apart."""
    return f"{commune.name} ({commune.postal_code})"


def _namesakes(session: Session, typed: str, found: Commune) -> list[Commune]:
    """Every commune that the words name in full; a code or a department beside a name leaves no doubt."""
    if typed.strip().isdigit():
        return find_communes(session, typed, 50) or [found]
    keys = [article + place_key(typed) for article in ARTICLES]
    return list(session.scalars(select(Commune).where(Commune.name_key.in_(keys)).limit(50))) or [found]


def _order(commune: Commune) -> tuple[str, str]:
    return fold(commune.name), commune.postal_code
