"""Care pathways, as organisers offer, name and describe them."""

from collections.abc import Sequence
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway
from meetups.errors import DomainError
from meetups.geography.text import fold, words
from meetups.installation import lock_installation


class PathwayWithoutName(DomainError):
    """Lists need something to show."""

    def __init__(self) -> None:
        super().__init__("Donnez un nom à ce parcours, comme « Grand âge ».")


class PathwayNameTaken(DomainError):
    """Two pathways that nobody could tell apart."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Un parcours s’appelle déjà « {name} » : choisissez un autre nom, ou modifiez celui-là.")


def offered(session: Session) -> Sequence[CarePathway]:
    """Every care pathway, alphabetically as people sort."""
    found = session.scalars(select(CarePathway)).all()
    return sorted(found, key=lambda pathway: (fold(pathway.name), pathway.id))


def pathway_by_public_id(session: Session, public_id: str) -> CarePathway | None:
    """One pathway, or ``None``."""
    return session.scalar(select(CarePathway).where(CarePathway.public_id == public_id))


def add_pathway(session: Session, name: str, description: str = "", *, public_id: str | None = None) -> CarePathway:
    """A new pathway, its slug made from its name. With a ``public_id`` already used, that pathway.

    Raises ``PathwayWithoutName`` or ``PathwayNameTaken``.
    """
    existing = pathway_by_public_id(session, public_id) if public_id else None
    if existing is not None:
        return existing
    name = _free_name(session, name, None)
    pathway = CarePathway(slug=_free_slug(session, name), name=name, description=description.strip())
    if public_id is not None:
        pathway.public_id = public_id
    session.add(pathway)
    session.flush()
    return pathway


def rename(session: Session, pathway: CarePathway, name: str, description: str) -> None:
    """Name and describe it anew. Its slug stays: links that people kept go on working."""
    pathway.name = _free_name(session, name, pathway.id)
    pathway.description = description.strip()
    session.flush()


def forget(session: Session, pathway: CarePathway) -> None:
    """Forget a pathway that no meetup bears; people lose it. Organisers call ``planning.removing``."""
    session.delete(pathway)
    session.flush()


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    """The name, once sure that no other pathway bears it, whatever its case and accents."""
    name = name.strip()
    if not name:
        raise PathwayWithoutName
    # One organiser at a time, so that two cannot take the same name (PostgreSQL; SQLite has one writer).
    lock_installation(session)
    rows = session.execute(select(CarePathway.id, CarePathway.name))
    taken = {fold(other): other for pathway_id, other in rows if pathway_id != own_id}
    if fold(name) in taken:
        raise PathwayNameTaken(taken[fold(name)])
    return name


def _free_slug(session: Session, name: str) -> str:
    """« Soins palliatifs » gives ``soins-palliatifs``, or ``soins-palliatifs-2`` when a former name keeps that one."""
    slug = "-".join(words(name)) or "parcours"
    taken = set(session.scalars(select(CarePathway.slug)))
    return next(each for number in count(1) if (each := slug if number == 1 else f"{slug}-{number}") not in taken)
