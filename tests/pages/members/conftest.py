"""Inès's browser: she is a member who signs in. Meetups that she and Karim share."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.accounts.models import Role
from meetups.directory.reference import add_professions
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW


@pytest.fixture
def ines(client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn) -> CheckingClient:
    """Inès, signed in; the professions of the nomenclature are there."""
    cast.ines.account = factories.account(session, "ines@sante.example", "Inès", Role.PROFESSIONAL)
    add_professions(session)
    session.commit()
    sign_in(client, cast.ines.account)
    client.allowed_addresses = frozenset({"ines@sante.example"})
    return client


Share = Callable[..., Meetup]


@pytest.fixture
def share(session: Session, cast: Cast) -> Share:
    """A meetup with Inès and Karim; by default both said yes, three weeks ago, and nobody noted who came."""

    def made(
        days: int = -21,
        statuses: tuple[RegistrationStatus, RegistrationStatus] = (RegistrationStatus.GOING, RegistrationStatus.GOING),
        attendance: tuple[Attendance, Attendance] = (Attendance.UNKNOWN, Attendance.UNKNOWN),
        **given: object,
    ) -> Meetup:
        at = NOW + timedelta(days=days)
        meetup = factories.meetup(
            session,
            cast.room,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            status=given.pop("status", MeetupStatus.PUBLISHED),
            **given,
        )
        for person, status, came in zip((cast.ines, cast.karim), statuses, attendance, strict=True):
            session.add(
                Registration(
                    meetup=meetup,
                    professional=person,
                    status=status,
                    source=AnswerSource.SITE,
                    answered_at=NOW,
                    attendance=came,
                )
            )
        session.commit()
        return meetup

    return made
