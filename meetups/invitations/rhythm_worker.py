"""What the worker does for the rhythm of meetups: each meetup in a transaction of its own."""

from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.installation import is_demo
from meetups.invitations import inviting, reminders, rhythm, waves
from meetups.invitations.seats import lock_meetup
from meetups.invitations.telling import Sent
from meetups.outbox.readiness import not_ready
from meetups.planning.models import Meetup
from meetups.web.links import settings

log = structlog.get_logger()


class Invite(Protocol):
    """How a wave is asked. Raises ``DomainError`` when it cannot be."""

    def __call__(self, session: Session, meetup: Meetup, *, now: datetime) -> Sent:
        """Ask the next people of the list."""


def send_waves(now: datetime, invite: Invite = inviting.invite) -> None:
    """The next wave of each meetup whose organiser said that it may leave by itself.

    ``invite`` asks it: the application's own holds places besides, for those who voted for the date.
    """
    session = db.session()
    if not_ready(settings(), is_demo=is_demo(session)):
        return
    for meetup in waves.automatic(session, now):
        try:
            sent = invite(session, meetup, now=now)
        except DomainError as refusal:
            session.rollback()
            log.info("wave_not_sent", meetup=meetup.public_id, why=type(refusal).__name__)
            continue
        if sent.mailed or sent.to_reach:
            record_audit(session, actor=None, action="invitations_sent", object=meetup, now=now)
        session.commit()
        session.expire_all()


def send_reminders(now: datetime) -> None:
    """Reminders that are due; meetups published before there were any get the usual ones first."""
    session = db.session()
    if not_ready(settings(), is_demo=is_demo(session)):
        return
    for meetup in reminders.meetups_without_reminders(session, now):
        rhythm.keep_defaults(session, lock_meetup(session, meetup.id))
        session.commit()
    for reminder in reminders.due(session, now):
        reminders.send(session, reminder, now=now)
        session.commit()
        session.expire_all()
