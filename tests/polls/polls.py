"""Polls for tests: three Tuesdays, guests with and without an address, the town hall."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.models import Invitation
from meetups.polls import services
from meetups.polls.models import DatePoll, PollVoter
from meetups.polls.queries import poll_of
from meetups.polls.rules import Vote
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

WEEK = timedelta(days=7)
SLOTS = [(start, start + timedelta(minutes=90)) for start in (LUNCH, LUNCH + WEEK, LUNCH + 2 * WEEK)]
DEADLINE = NOW + timedelta(days=10)
YES, IF_NEEDED, NO = Vote.YES, Vote.IF_NEEDED, Vote.NO


@dataclass
class Asked:
    """An open poll with everyone of the cast."""

    poll: DatePoll
    guests: list[Invitation]

    def voter(self, name: str) -> PollVoter:
        """By first name, or the host's name."""
        return next(each for each in self.poll.voters if each.name.startswith(name))


def guest(session: Session, cast: Cast, person: Professional) -> Invitation:
    """The person's line on the lunch's list, made if needed."""
    wanted = select(Invitation).where(Invitation.meetup_id == cast.lunch.id, Invitation.professional_id == person.id)
    return session.scalar(wanted) or factories.invitation(session, cast.lunch, person)


def another(session: Session, first_name: str, family: ProfessionFamily = ProfessionFamily.PHARMACY) -> Professional:
    """One more professional, of another family."""
    return factories.professional(session, first_name, family=family, profession_text="pharmacienne")


def question(session: Session, cast: Cast, *people: Professional, **given: object) -> services.Question:
    """The three dates put to these people, all of the cast without any."""
    guests = [guest(session, cast, person) for person in people or (cast.ines, cast.karim, cast.odile)]
    values: dict[str, object] = {"slots": SLOTS, "guests": guests, "answer_by": DEADLINE, "host": cast.mairie}
    return services.Question(**(values | given))  # type: ignore[arg-type]


def ask(session: Session, cast: Cast, *people: Professional, now: datetime = NOW, **given: object) -> Asked:
    """An open poll."""
    asked = question(session, cast, *people, **given)
    services.open_poll(session, cast.lunch, asked, now=now)
    poll = poll_of(session, cast.lunch)
    assert poll is not None
    return Asked(poll, list(asked.guests))


def say(session: Session, asked: Asked, name: str, *votes: Vote, now: datetime = NOW) -> None:
    """Somebody answers the dates in order."""
    said = {slot.public_id: vote for slot, vote in zip(asked.poll.slots, votes, strict=True)}
    services.vote(session, asked.voter(name), said, now=now)
