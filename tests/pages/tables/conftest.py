"""A published lunch to which many said yes, and what the organiser's browser sends about its tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.answers import answer
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.seating.models import Seat, SeatingPlan
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW

Come = Callable[..., list[Professional]]
NAMES = (
    *("Alix", "Bastien", "Chloé", "Driss", "Élodie", "Farida", "Gaël", "Hugo", "Ilham", "Jeanne", "Karine", "Lucie"),
    *("Mehdi", "Nour", "Olga", "Paul", "Quentin", "Rosa", "Samia", "Thomas", "Ursula", "Victor", "Walid", "Yann"),
)
JOBS = ("infirmière", "pharmacien", "aide à domicile", "psychologue", "ergothérapeute", "assistante sociale")


@pytest.fixture
def come(session: Session, cast: Cast) -> Come:
    """``come(12)``: so many people say yes to the lunch of the cast, published by that; it has 28 places."""
    cast.lunch.status, cast.lunch.capacity = MeetupStatus.PUBLISHED, 28

    def said_yes(count: int, to: Meetup | None = None, names: tuple[str, ...] = NAMES) -> list[Professional]:
        session.commit()  # the page may have been read last, in a transaction that cannot write
        return [_comes(session, to or cast.lunch, number, names) for number in range(count)]

    return said_yes


def _comes(session: Session, to: Meetup, number: int, names: tuple[str, ...]) -> Professional:
    name = names[number % len(names)]
    family = list(ProfessionFamily)[number % len(JOBS)]
    person = factories.professional(session, name, profession_text=JOBS[number % len(JOBS)], family=family)
    guest = factories.invitation(session, to, person, invited_at=NOW)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.SITE, now=NOW + timedelta(minutes=number))
    return person


@dataclass
class Desk:
    """The organiser at the page of the tables of the cast's lunch."""

    browser: CheckingClient
    session: Session
    meetup: Meetup

    def url(self, verb: str = "") -> str:
        return f"/organisation/rencontres/{self.meetup.public_id}/tables{verb}"

    @property
    def version(self) -> int:
        plan = self.session.get(SeatingPlan, self.meetup.id, populate_existing=True)
        return plan.version if plan else 0

    def page(self, verb: str = "") -> str:
        return self.browser.get(self.url(verb)).text

    def post(self, verb: str, **data: str) -> TestResponse:
        """A form of the page as it is now, or with the ``version`` given."""
        sent = {"version": str(self.version), "tour": "1", "page": "1"} | data
        return self.browser.post(self.url(verb), data=sent)

    def after(self, verb: str, **data: str) -> str:
        """The page that follows."""
        answer = self.post(verb, **data)
        assert answer.status_code == 302, answer.text
        return self.browser.get(answer.location).text

    def seats(self, round_: int = 0) -> dict[int, int]:
        """Person → table."""
        rows = self.session.execute(
            select(Seat.professional_id, Seat.table_number).where(
                Seat.meetup_id == self.meetup.id, Seat.round == round_
            )
        )
        return {row.professional_id: row.table_number for row in rows}

    def at(self, number: int) -> list[Professional]:
        """Who sits at a table."""
        people = [person for person, table in self.seats().items() if table == number]
        return list(self.session.scalars(select(Professional).where(Professional.id.in_(people))))


@pytest.fixture
def desk(maud: CheckingClient, session: Session, cast: Cast) -> Desk:
    """Maud's."""
    return Desk(maud, session, cast.lunch)
