"""What is kept of the lunches that took place: how many people, how many families of professions, no name."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, distinct, func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import Attendance, RegistrationStatus


class Gathered(NamedTuple):
    """Who was there, in numbers. When nobody noted it on the day, those who had said yes (``is_noted`` false)."""

    people: int
    families: int
    is_noted: bool


def gathered(session: Session, meetup_ids: Collection[int]) -> Mapping[int, Gathered]:
    """People and families of professions of several past lunches: one query."""
    rows = session.execute(_GATHERED, {"ids": list(meetup_ids)})
    return {
        meetup_id: Gathered(there, there_families, True) if there else Gathered(yes, yes_families, False)
        for meetup_id, there, there_families, yes, yes_families in rows
    }


def _gathered() -> Select[*tuple[Any, ...]]:
    was_there = Registration.attendance == Attendance.ATTENDED
    had_said_yes = Registration.status == RegistrationStatus.GOING
    return (
        select(
            Registration.meetup_id,
            func.count(case((was_there, 1))),
            func.count(distinct(case((was_there, Professional.family)))),
            func.count(case((had_said_yes, 1))),
            func.count(distinct(case((had_said_yes, Professional.family)))),
        )
        .join(Registration.professional)
        .where(Registration.meetup_id.in_(bindparam("ids", expanding=True)))
        .group_by(Registration.meetup_id)
    )


_GATHERED = _gathered()
