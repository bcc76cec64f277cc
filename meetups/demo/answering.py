"""How people of the demo answered past meetups: what, when, by which channel, and what they changed afterwards."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from meetups.accounts.models import Account
from meetups.demo.days import moment
from meetups.directory.models import ContactChannel, Professional
from meetups.invitations.models import Invitation, Registration, RegistrationChange
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus

# Of a hundred people; None said nothing. Someone who withdraws had said that they would come.
ANSWERS: dict[RegistrationStatus | None, int] = {
    RegistrationStatus.GOING: 58,
    RegistrationStatus.MAYBE: 8,
    RegistrationStatus.DECLINED: 15,
    RegistrationStatus.WITHDRAWN: 5,
    None: 14,
}
BY_CHANNEL = {
    ContactChannel.EMAIL: AnswerSource.EMAIL_LINK,
    ContactChannel.TELEPHONE: AnswerSource.TELEPHONE,
    ContactChannel.LETTER: AnswerSource.LETTER,
    ContactChannel.EMPLOYER: AnswerSource.EMPLOYER,
}
USUAL_DAYS = 4.0
CALLED_ANYWAY = 0.12
"""Of those who have an address, those who rang rather than clicked."""


@dataclass(frozen=True)
class Answer:
    """An answer and its history: (status, source, instant), oldest first; the last one holds."""

    steps: tuple[tuple[RegistrationStatus, AnswerSource, datetime], ...]

    @property
    def status(self) -> RegistrationStatus:
        """What holds in the end."""
        return self.steps[-1][0]


def draw_answer(person: Professional, invited_on: date, last_day: date, rng: random.Random) -> Answer | None:
    """An answer, most within a week of the invitation and none after ``last_day``; ``None`` for silence."""
    status = rng.choices(list(ANSWERS), weights=list(ANSWERS.values()))[0]
    if status is None:
        return None
    source = BY_CHANNEL[person.contact_channel]
    if source is AnswerSource.EMAIL_LINK and rng.random() < CALLED_ANYWAY:
        source = AnswerSource.TELEPHONE
    day = invited_on + timedelta(days=1 + int(rng.expovariate(1 / USUAL_DAYS)))
    if status is RegistrationStatus.WITHDRAWN:
        day = min(day, last_day - timedelta(days=2))
        going = (RegistrationStatus.GOING, source, waking_hour(day, rng))
        later = day + timedelta(days=rng.randint(1, (last_day - day).days))
        return Answer((going, (status, source, waking_hour(later, rng))))
    return Answer(((status, source, waking_hour(min(day, last_day), rng)),))


def waking_hour(day: date, rng: random.Random) -> datetime:
    """Some minute of that day when people are up."""
    return moment(day, rng.randint(7, 21), rng.randint(0, 59))


def registration(invitation: Invitation, answer: Answer, team: Account) -> Registration:
    """The rows of an answer; ``team`` typed in what did not come by a link."""
    status, source, at = answer.steps[-1]
    return Registration(
        meetup=invitation.meetup,
        professional=invitation.professional,
        invitation=invitation,
        status=status,
        source=source,
        answered_at=at,
        attendance=Attendance.UNKNOWN,
        changes=[_change(*step, team) for step in answer.steps],
    )


def _change(status: RegistrationStatus, source: AnswerSource, at: datetime, team: Account) -> RegistrationChange:
    actor = None if source is AnswerSource.EMAIL_LINK else team.public_id
    return RegistrationChange(status=status, source=source, actor=actor, at=at)
