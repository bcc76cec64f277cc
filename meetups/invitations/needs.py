"""What somebody needs to eat or to come in: free words, private, kept until the day after.

Only the guest's own page, and the team's answers page and its file, show them: no mail, no calendar.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.invitations.answers import lock_open_invitation
from meetups.invitations.errors import MealsOrdered
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import COMES_OR_MAY, OWN_CHANNELS, AnswerSource
from meetups.invitations.seats import meals_are_ordered
from meetups.planning.models import Meetup

_PARIS = ZoneInfo("Europe/Paris")


def note_needs(session: Session, invitation: Invitation, text: str, *, source: AnswerSource, now: datetime) -> None:
    """Keep these words in the place of the earlier ones; nothing is kept of someone who does not come. Flushes.

    Raises ``MealsOrdered`` when the person changes them alone after the deadline, ``MeetupCancelled``, ``MeetupOver``,
    ``NotInvited`` or ``ExpiredLink``.
    """
    meetup = lock_open_invitation(session, invitation, now=now)
    answer, text = invitation.registration, text.strip()
    if answer is None or answer.status not in COMES_OR_MAY or text == answer.needs:
        return
    if source in OWN_CHANNELS and meals_are_ordered(meetup, now):
        raise MealsOrdered
    answer.needs = text
    session.flush()


def forget_needs(session: Session, *, now: datetime) -> None:
    """Drop every need of meetups that ended before today, on the clocks of Paris."""
    today = datetime.combine(now.astimezone(_PARIS), time(), _PARIS)
    over = select(Meetup.id).where(Meetup.ends_at < today)
    session.execute(
        update(Registration)
        .where(Registration.needs != "", Registration.meetup_id.in_(over))
        .values(needs="")
        .execution_options(synchronize_session=False)
    )
