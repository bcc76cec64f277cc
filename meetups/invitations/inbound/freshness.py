"""Which of two calendar answers is the latest (RFC 5546, 2.1.5), and whether it speaks of the meetup as it is now."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from meetups.calendars.events import PartStat
from meetups.calendars.replies import Reply
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource

_TYPED = frozenset(
    {
        AnswerSource.EMAIL_LINK,
        AnswerSource.SITE,
        AnswerSource.TELEPHONE,
        AnswerSource.LETTER,
        AnswerSource.EMPLOYER,
        AnswerSource.TEAM,
    }
)
"""Answers that a person gave at that instant; the others are what we made of a change."""


@dataclass(frozen=True)
class Version:
    """SEQUENCE and DTSTAMP of an answer, brought back to what can be: nobody answers what was not sent, nor later
    than now. A program with a wrong clock would otherwise be the last to be believed.
    """

    sequence: int
    stamp: datetime


class Freshness(Enum):
    """What to do with an answer, by its version alone."""

    TAKE = auto()
    ASK_AGAIN = auto()
    NOT_NEWER = auto()
    SAID_SINCE = auto()


def version_of(reply: Reply, invitation: Invitation, *, sent_at: datetime | None, now: datetime) -> Version:
    """The answer's version; without a DTSTAMP, ``sent_at`` (the mail's Date) stands for it."""
    stamp = reply.stamp or sent_at or now
    return Version(min(reply.sequence, max(invitation.sequence, 0)), min(stamp, now))


def freshness(partstat: PartStat, version: Version, invitation: Invitation) -> Freshness:
    """Compare with the answer held. A no counts whatever the date that it was said of; a yes to a former date or
    place is asked again.
    """
    held = invitation.reply_stamp
    is_later = held is None or version.stamp > held
    is_newer = held is None or (version.sequence, version.stamp) > (invitation.reply_sequence, held)
    is_of_former_date = version.sequence < invitation.moved_sequence
    if not (is_newer or (is_later and (partstat is PartStat.DECLINED or is_of_former_date))):
        return Freshness.NOT_NEWER
    if _said_otherwise_since(version, invitation):
        return Freshness.SAID_SINCE
    return Freshness.ASK_AGAIN if is_of_former_date and partstat is not PartStat.DECLINED else Freshness.TAKE


def hold(invitation: Invitation, version: Version) -> None:
    """This answer is the one held from now on."""
    invitation.reply_sequence = max(invitation.reply_sequence, version.sequence)
    invitation.reply_stamp = version.stamp


def _said_otherwise_since(version: Version, invitation: Invitation) -> bool:
    """Whether the person answered by their link, or told the team, after they had answered in their calendar."""
    answer = invitation.registration
    return answer is not None and answer.source in _TYPED and version.stamp < answer.answered_at
