"""Published lunches for the tests of what anyone may read."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.venues.models import Venue
from tests import factories
from tests.factories import LUNCH, NOW


def published(session: Session, room: Venue | None = None, *, at: datetime = LUNCH, **given: Any) -> Meetup:
    """A lunch that was announced."""
    given = {"status": MeetupStatus.PUBLISHED, "ends_at": at + timedelta(minutes=90)} | given
    return factories.meetup(session, room, starts_at=at, **given)


def answered(
    session: Session,
    meetup: Meetup,
    person: Professional,
    status: RegistrationStatus = RegistrationStatus.GOING,
    attendance: Attendance = Attendance.UNKNOWN,
) -> Registration:
    """Someone who was asked, and said something."""
    invitation = factories.invitation(session, meetup, person, invited_at=NOW - timedelta(days=3))
    made = Registration(
        meetup=meetup,
        professional=person,
        invitation=invitation,
        status=status,
        source=AnswerSource.EMAIL_LINK,
        answered_at=NOW,
        attendance=attendance,
    )
    meetup.seats_taken += status is RegistrationStatus.GOING
    session.add(made)
    session.flush()
    return made
