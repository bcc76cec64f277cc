"""A published lunch to which many said yes, and the organiser's browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.answers import answer
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

Come = Callable[..., list[Professional]]
NAMES = (
    *("Alix", "Bastien", "Chloé", "Driss", "Élodie", "Farida", "Gaël", "Hugo", "Ilham", "Jeanne", "Karine", "Lucie"),
    *("Mehdi", "Nour", "Olga", "Paul", "Quentin", "Rosa", "Samia", "Thomas", "Ursula", "Victor", "Walid", "Yann"),
)
JOBS = ("infirmière", "pharmacien", "aide à domicile", "psychologue", "ergothérapeute", "assistante sociale")


@pytest.fixture
def come(session: Session, cast: Cast) -> Come:
    """``come(12)``: so many people say yes to the lunch of the cast, published by that."""
    cast.lunch.status = MeetupStatus.PUBLISHED

    def said_yes(count: int, to: Meetup | None = None, names: tuple[str, ...] = NAMES) -> list[Professional]:
        return [_comes(session, to or cast.lunch, number, names) for number in range(count)]

    return said_yes


def _comes(session: Session, to: Meetup, number: int, names: tuple[str, ...]) -> Professional:
    name = names[number % len(names)]
    family = list(ProfessionFamily)[number % len(JOBS)]
    person = factories.professional(session, name, profession_text=JOBS[number % len(JOBS)], family=family)
    guest = factories.invitation(session, to, person, invited_at=NOW)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.SITE, now=NOW + timedelta(minutes=number))
    return person
