"""Meetups that two people share: those where both were, and those where both will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.queries import was_there
from meetups.planning.models import Meetup, MeetupStatus

MOST = 50
"""More than anyone shares with a colleague; the page stays bounded."""


@dataclass(frozen=True)
class Together:
    """``past``, last first: both were there. ``coming``, soonest first: both come, and may know it of each other."""

    past: Sequence[Meetup] = ()
    coming: Sequence[Meetup] = ()

    @property
    def have_met(self) -> bool:
        """They had at least one meal together."""
        return bool(self.past)


def together(session: Session, viewer: Professional | None, person: Professional, now: datetime) -> Together:
    """What ``viewer`` may know of the meetups shared with ``person``: one query, none for someone without a page.

    A meetup to come is told only if ``person`` agreed to be seen by guests.
    """
    if viewer is None or viewer.id == person.id:
        return Together()
    mine, theirs = aliased(Registration), aliased(Registration)
    rows = session.scalars(
        select(Meetup)
        .join(mine, mine.meetup_id == Meetup.id)
        .join(theirs, theirs.meetup_id == Meetup.id)
        .where(
            mine.professional_id == viewer.id,
            theirs.professional_id == person.id,
            Meetup.status == MeetupStatus.PUBLISHED,
            was_there(mine),
            was_there(theirs),
        )
        .options(joinedload(Meetup.commune), joinedload(Meetup.venue))
        .order_by(Meetup.starts_at.desc(), Meetup.id.desc())
        .limit(MOST)
    ).all()
    past = [meetup for meetup in rows if meetup.ends_at <= now]
    coming = [meetup for meetup in reversed(rows) if meetup.ends_at > now]
    return Together(past, coming if person.is_seen_by_guests else [])
