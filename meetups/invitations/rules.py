"""Pure decisions about answers and seats."""

import random
import secrets
from enum import StrEnum

from meetups.calendars.events import PartStat

_DICTATED = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for another when they are read aloud or written by hand."""


def new_short_code(rng: random.Random | None = None) -> str:
    """Ten characters, 49 bits: short enough to dictate, too long to guess. A demo draws them from its own ``rng``."""
    draw = (rng or secrets.SystemRandom()).choice
    return "".join(draw(_DICTATED) for _ in range(10))


class RegistrationStatus(StrEnum):
    """An answer. Only *going* and *offered* hold a seat; silence has no row."""

    GOING = "going"
    MAYBE = "maybe"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"
    OFFERED = "offered"
    SUBSTITUTED = "substituted"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            RegistrationStatus.GOING: "vient",
            RegistrationStatus.MAYBE: "peut-être",
            RegistrationStatus.DECLINED: "ne vient pas",
            RegistrationStatus.WITHDRAWN: "s’est retirée, s’est retiré",
            RegistrationStatus.WAITING: "en attente d’une place",
            RegistrationStatus.OFFERED: "place gardée, à confirmer",
            RegistrationStatus.SUBSTITUTED: "un ou une collègue à sa place",
        }[self]

    @property
    def holds_seat(self) -> bool:
        """Whether this answer occupies a place at the table."""
        return self in {RegistrationStatus.GOING, RegistrationStatus.OFFERED}


COMES_OR_MAY = frozenset(
    {
        RegistrationStatus.GOING,
        RegistrationStatus.OFFERED,
        RegistrationStatus.MAYBE,
        RegistrationStatus.WAITING,
    }
)
"""Answers of somebody who may be at the table: what they need is kept."""


class AnswerSource(StrEnum):
    """By which channel an answer came."""

    EMAIL_LINK = "email_link"
    SITE = "site"
    CALENDAR = "calendar"
    TELEPHONE = "telephone"
    LETTER = "letter"
    EMPLOYER = "employer"
    COLLEAGUE = "colleague"
    RESCHEDULE = "reschedule"
    TEAM = "team"
    SECRETARY = "secretary"
    STRUCTURE = "structure"
    WAITING_LIST = "waiting_list"
    EXPIRY = "expiry"
    POLL = "poll"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            AnswerSource.EMAIL_LINK: "par le lien du courriel",
            AnswerSource.SITE: "sur le site",
            AnswerSource.CALENDAR: "depuis son agenda",
            AnswerSource.TELEPHONE: "par téléphone, noté par l’équipe",
            AnswerSource.LETTER: "par lettre, noté par l’équipe",
            AnswerSource.EMPLOYER: "par son employeur, noté par l’équipe",
            AnswerSource.COLLEAGUE: "annoncé par un ou une collègue",
            AnswerSource.RESCHEDULE: "à reconfirmer après un changement",
            AnswerSource.TEAM: "par l’équipe",
            AnswerSource.SECRETARY: "depuis l’agenda de son secrétariat",
            AnswerSource.STRUCTURE: "nommée ou nommé par sa structure",
            AnswerSource.WAITING_LIST: "une place s’est libérée",
            AnswerSource.EXPIRY: "place proposée, sans réponse à temps",
            AnswerSource.POLL: "d’après son choix de dates",
        }[self]


OWN_CHANNELS = frozenset({AnswerSource.EMAIL_LINK, AnswerSource.SITE, AnswerSource.CALENDAR, AnswerSource.SECRETARY})
"""Channels without anybody of the team: once the meals are ordered, they take no new place."""

LEFT_A_NUMBER = "A laissé son téléphone : à appeler avant de décider."
"""How a seat request begins that nothing proves: whoever typed the number may not be the person with this name."""


class SeatRequestStatus(StrEnum):
    """What became of the seat that someone who was not invited asked for."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            SeatRequestStatus.ASKED: "à décider",
            SeatRequestStatus.GRANTED: "acceptée",
            SeatRequestStatus.DECLINED: "pas cette fois",
            SeatRequestStatus.WITHDRAWN: "retirée",
        }[self]


class CallReason(StrEnum):
    """Why somebody is to be reached by a person rather than by a mail."""

    INVITED = "invited"
    REMINDED = "reminded"
    MOVED = "moved"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    OFFERED = "offered"
    PROVIDER = "provider"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            CallReason.INVITED: "à inviter",
            CallReason.REMINDED: "à relancer",
            CallReason.MOVED: "à prévenir du changement",
            CallReason.CANCELLED: "à prévenir de l’annulation",
            CallReason.WITHDRAWN: "à prévenir du retrait",
            CallReason.OFFERED: "une place s’est libérée",
            CallReason.PROVIDER: "à prévenir",
        }[self]


class Attendance(StrEnum):
    """What happened on the day, apart from what was answered."""

    UNKNOWN = "unknown"
    ATTENDED = "attended"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            Attendance.UNKNOWN: "non noté",
            Attendance.ATTENDED: "à table",
            Attendance.ABSENT: "absence",
        }[self]


class AnswerChoice(StrEnum):
    """The four answers of an invitation, as its links and buttons name them."""

    COMING = "oui"
    MAYBE = "peut-etre"
    NOT_COMING = "non"
    COLLEAGUE = "collegue"

    @property
    def label(self) -> str:
        """What the button says, in the first person."""
        return {
            AnswerChoice.COMING: "Je viens",
            AnswerChoice.MAYBE: "Peut-être",
            AnswerChoice.NOT_COMING: "Je ne peux pas",
            AnswerChoice.COLLEAGUE: "Un ou une collègue vient à ma place",
        }[self]

    @property
    def icon(self) -> str:
        """Its icon, always beside the words."""
        return {
            AnswerChoice.COMING: "check-lg",
            AnswerChoice.MAYBE: "question-lg",
            AnswerChoice.NOT_COMING: "x-lg",
            AnswerChoice.COLLEAGUE: "arrow-left-right",
        }[self]

    @property
    def status(self) -> RegistrationStatus:
        """The registration that this answer makes."""
        return {
            AnswerChoice.COMING: RegistrationStatus.GOING,
            AnswerChoice.MAYBE: RegistrationStatus.MAYBE,
            AnswerChoice.NOT_COMING: RegistrationStatus.DECLINED,
            AnswerChoice.COLLEAGUE: RegistrationStatus.SUBSTITUTED,
        }[self]


def recorded_status(asked: RegistrationStatus, held: RegistrationStatus | None) -> RegistrationStatus:
    """What a « not coming » becomes: someone who held a place withdraws, anyone else declines."""
    if asked is RegistrationStatus.DECLINED and held in {RegistrationStatus.GOING, RegistrationStatus.WITHDRAWN}:
        return RegistrationStatus.WITHDRAWN
    return asked


def partstat(status: RegistrationStatus | None) -> PartStat:
    """The iCalendar participation status of an answer (RFC 5545, 3.2.12)."""
    if status is None:
        return PartStat.NEEDS_ACTION
    return {
        RegistrationStatus.GOING: PartStat.ACCEPTED,
        RegistrationStatus.MAYBE: PartStat.TENTATIVE,
        RegistrationStatus.DECLINED: PartStat.DECLINED,
        RegistrationStatus.WITHDRAWN: PartStat.DECLINED,
        RegistrationStatus.SUBSTITUTED: PartStat.DECLINED,
    }.get(status, PartStat.NEEDS_ACTION)


def next_sequence(meetup_sequence: int, mailed_sequence: int) -> int:
    """SEQUENCE of the next change mailed to one guest: above what they hold, at least the meetup's (RFC 5546, 2.1.4).

    ``mailed_sequence`` is -1 for someone who was never mailed.
    """
    return max(meetup_sequence, mailed_sequence + 1)
