"""What the demo's team knows of its mountains: a pass closed in winter, Saturdays of skiers, a market."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography.barriers import create_barrier
from meetups.geography.day_notes import create_day_note
from meetups.geography.models import Commune
from meetups.geography.suggestions import CLOSURES, MARKETS, ski_saturdays

ISERAN = next(known for known in CLOSURES if known.name == "Col de l’Iseran")
MARKET = next(known for known in MARKETS if "Aix-les-Bains" in known.label)


def add_mountains(session: Session, today: date) -> None:
    """Bonneval-sur-Arc and Val-d’Isère, ten kilometres apart, are never one winter lunch. Flushes."""
    here, there = (_communes(session, side) for side in ISERAN.closure[:2])
    season = ISERAN.closure.closed_from, ISERAN.closure.closed_until
    create_barrier(session, ISERAN.name, here, there, *season, public_id=ISERAN.public_id)
    for known in (ski_saturdays(today), MARKET):
        create_day_note(
            session,
            known.label,
            known.weekdays,
            known.first_day,
            known.last_day,
            _communes(session, frozenset(known.communes)),
            public_id=known.public_id,
        )


def _communes(session: Session, codes: frozenset[str]) -> list[Commune]:
    return list(session.scalars(select(Commune).where(Commune.insee.in_(codes)).order_by(Commune.insee)))
