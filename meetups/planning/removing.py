"""What meetups hold back: an area or a care pathway goes only when none of them needs it."""

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from meetups.directory.models import CarePathway
from meetups.directory.pathways import forget
from meetups.errors import DomainError
from meetups.geography import areas
from meetups.geography.models import Area
from meetups.planning.models import Meetup, MeetupStatus


class AreaInUse(DomainError):
    """People are being invited there."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "On ne peut pas supprimer ce secteur : %(num)d rencontre à venir s’y tient.",
                "On ne peut pas supprimer ce secteur : %(num)d rencontres à venir s’y tiennent.",
                count,
            )
        )


class PathwayInUse(DomainError):
    """Meetups, past ones among them, say what brought people together."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(num)d rencontre porte ce parcours, et le dira toujours : renommez-le plutôt.",
                "%(num)d rencontres portent ce parcours, et le diront toujours : renommez-le plutôt.",
                count,
            )
        )


def to_come(now: datetime) -> ColumnElement[bool]:
    """Meetups, drafts included, that are still to be held."""
    return and_(Meetup.status != MeetupStatus.CANCELLED, Meetup.starts_at > now)


def remove_area(session: Session, area: Area, *, now: datetime) -> None:
    """Raises ``AreaInUse``. Meetups past or cancelled keep their commune and forget the area; proposals go with it."""
    # The row is held: a meetup that begins to use it meanwhile waits, then is refused (PostgreSQL).
    session.execute(select(Area.id).where(Area.id == area.id).with_for_update())
    count = session.scalar(select(func.count()).where(Meetup.area_id == area.id, to_come(now))) or 0
    if count:
        raise AreaInUse(count)
    # Nothing that guests read changes, so these meetups keep their version.
    session.execute(update(Meetup).where(Meetup.area_id == area.id).values(area_id=None))
    areas.remove_area(session, area)


def remove_pathway(session: Session, pathway: CarePathway) -> None:
    """Raises ``PathwayInUse``. People who shared it lose it; its proposals go with it."""
    session.execute(select(CarePathway.id).where(CarePathway.id == pathway.id).with_for_update())
    count = session.scalar(select(func.count()).where(Meetup.pathway_id == pathway.id)) or 0
    if count:
        raise PathwayInUse(count)
    forget(session, pathway)
