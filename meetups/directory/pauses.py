"""A pause: no invitation for a while, asked for by the person, ended by them or by the date.

``actor`` is the organiser who does it for somebody who called; without one, the person did it themselves,
with or without an account.
"""

from calendar import monthrange
from datetime import datetime

from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.accounts.records import record_audit
from meetups.directory.models import Professional
from meetups.errors import DomainError

PAUSES = (1, 2, 6)
"""Months that one may choose."""


class UnknownPause(DomainError):
    """Not one of the durations offered."""

    def __init__(self) -> None:
        super().__init__("Choisissez la durée de votre pause\u00a0: un mois, deux mois ou six mois.")


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and hour ``months`` months later, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def pause(session: Session, person: Professional, months: int, *, actor: Account | None = None, now: datetime) -> None:
    """No invitation for ``months`` months from now; seats that they hold are kept. Raises ``UnknownPause``."""
    if months not in PAUSES:
        raise UnknownPause
    person.paused_until = months_later(now, months)
    record_audit(session, actor=actor or person.account or person.public_id, action="paused", object=person, now=now)


def resume(session: Session, person: Professional, *, actor: Account | None = None, now: datetime) -> None:
    """End the pause; said twice, or without a pause, it changes nothing."""
    if person.paused_until is None or person.paused_until <= now:
        return
    person.paused_until = None
    record_audit(session, actor=actor or person.account or person.public_id, action="resumed", object=person, now=now)
