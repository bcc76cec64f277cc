"""The mail of a reminder: short, warm, with the same four answers and the same calendar object."""

from datetime import datetime

from meetups.installation import Installation
from meetups.invitations.emails import guest_mail
from meetups.invitations.events import request_part
from meetups.invitations.models import Invitation
from meetups.outbox.models import MailKind
from meetups.outbox.services import Mail
from meetups.planning.models import Reminder, ReminderAudience
from meetups.web.filters import local


def reminder_mail(reminder: Reminder, invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """The SEQUENCE and the answer that their calendar knows, with a newer DTSTAMP: nothing changes there."""
    part = request_part(invitation, team.association, now)
    meetup = reminder.meetup
    return guest_mail(
        MailKind.REMINDER,
        "reminder",
        invitation,
        part,
        reminder_key(reminder, invitation),
        is_coming=reminder.audience is ReminderAudience.COMING,
        days_left=(local(meetup.starts_at, meetup.zone).date() - local(now, meetup.zone).date()).days,
    )


def reminder_key(reminder: Reminder, invitation: Invitation) -> str:
    """One mail for each reminder, guest and start."""
    start = int(reminder.meetup.starts_at.timestamp())
    return f"reminder:{reminder.public_id}:{invitation.public_id}:{start}"
