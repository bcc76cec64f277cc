"""Find what these pages are about, or answer 404."""

from flask import abort
from sqlalchemy import select

from meetups.database import db
from meetups.directory.models import CarePathway
from meetups.directory.pathways import pathway_by_public_id
from meetups.geography.barriers import barrier_by_public_id
from meetups.geography.day_notes import day_note_by_public_id
from meetups.geography.models import Area, Barrier, Commune, DayNote
from meetups.pages.territory.queries import area_by_public_id


def area_or_404(public_id: str) -> Area:
    """The area to show, with its communes."""
    return area_by_public_id(db.session(), public_id) or abort(404)


def pathway_or_404(public_id: str) -> CarePathway:
    """The pathway to show."""
    return pathway_by_public_id(db.session(), public_id) or abort(404)


def barrier_or_404(public_id: str) -> Barrier:
    """The barrier to show."""
    return barrier_by_public_id(db.session(), public_id) or abort(404)


def day_note_or_404(public_id: str) -> DayNote:
    """The note to show."""
    return day_note_by_public_id(db.session(), public_id) or abort(404)


def usual_departments() -> set[str]:
    """The departments of the areas drawn so far: of namesakes, their commune is meant."""
    query = select(Commune.department).join(Area, Area.commune_insee == Commune.insee).distinct()
    return set(db.session().scalars(query))
