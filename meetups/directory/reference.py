"""Professions and care pathways of the nomenclature, as rows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway, Profession
from meetups.directory.nomenclature import CARE_PATHWAYS, PROFESSIONS

Professions = dict[tuple[str, str], Profession]
"""By ANS table and code."""
Pathways = dict[str, CarePathway]
"""By slug."""


def add_professions(session: Session) -> Professions:
    """Every profession, those already there kept. Flushes."""
    known = {(row.table_name, row.code): row for row in session.scalars(select(Profession))}
    made = {
        entry.key: Profession(table_name=entry.table, code=entry.code, label=entry.label, family=entry.family)
        for entry in PROFESSIONS
        if entry.key not in known
    }
    session.add_all(made.values())
    session.flush()
    return known | made


def add_pathways(session: Session) -> Pathways:
    """Every care pathway, those already there kept. Flushes."""
    known = {row.slug: row for row in session.scalars(select(CarePathway))}
    made = {entry.slug: CarePathway(**entry._asdict()) for entry in CARE_PATHWAYS if entry.slug not in known}
    session.add_all(made.values())
    session.flush()
    return known | made
