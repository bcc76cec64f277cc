"""Meetups with people who said yes, past and to come."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.factories import NOW

Yes = Callable[..., Meetup]


@pytest.fixture
def yes(session: Session) -> Yes:
    """``yes(*people, days=-30)``: a published meetup so many days from now that these people said yes to."""

    def said(*people: Professional, days: int = 30, attendance: Attendance = Attendance.UNKNOWN) -> Meetup:
        starts = NOW + timedelta(days=days)
        at = factories.meetup(session, starts_at=starts, ends_at=starts + timedelta(hours=2), capacity=400)
        at.status = MeetupStatus.PUBLISHED
        for person in people:
            session.add(says(at, person, RegistrationStatus.GOING, attendance))
        session.flush()
        return at

    return said


def says(
    at: Meetup, person: Professional, status: RegistrationStatus, attendance: Attendance = Attendance.UNKNOWN
) -> Registration:
    """One answer."""
    return Registration(
        meetup=at,
        professional=person,
        status=status,
        source=AnswerSource.SITE,
        answered_at=NOW,
        attendance=attendance,
    )
