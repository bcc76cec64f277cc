"""One person's meetups as a feed to subscribe to. Its address is a secret of which only the hash is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from meetups.calendars.events import Event, EventStatus
from meetups.directory.models import Professional
from meetups.errors import DomainError
from meetups.installation import find_installation
from meetups.invitations.adding import page_for_calendars
from meetups.invitations.events import calendar_event
from meetups.invitations.models import CalendarFeed, Invitation, Registration
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.models import Meetup, MeetupStatus
from meetups.venues.models import Host, Venue
from meetups.web.tokens import BadLink

KEPT = timedelta(days=60)
"""How long a meetup stays in feeds once it is over, cancelled ones too: programs drop what a feed no longer holds."""
SHOWN = {
    RegistrationStatus.GOING: EventStatus.CONFIRMED,
    RegistrationStatus.MAYBE: EventStatus.TENTATIVE,
    RegistrationStatus.OFFERED: EventStatus.TENTATIVE,
}
"""What is in a feed, and how. Silence, a no and the waiting list hold no hour of anyone's day."""


class FeedChanged(DomainError):
    """Another address was made since this page was opened."""

    def __init__(self) -> None:
        super().__init__("Une autre adresse a été faite entre-temps. Pour en voir une, faites-en une nouvelle ici.")


def open_feed(session: Session, person: Professional, token: str, *, replaces: str, now: datetime) -> CalendarFeed:
    """Make this token, at least 256 random bits, the person's address; the former one stops. Flushes.

    ``replaces`` is the ``mark`` that the person saw. The same token twice is one address; raises ``FeedChanged``
    when another was made meanwhile, so that an old page never brings an old address back.
    """
    session.execute(select(Professional.id).where(Professional.id == person.id).with_for_update())
    digest, feed = _digest(token), feed_of(session, person)
    if feed is not None and feed.token_digest == digest:
        return feed
    if mark(feed) != replaces:
        raise FeedChanged
    if feed is None:
        feed = CalendarFeed(professional_id=person.id)
        session.add(feed)
    feed.token_digest, feed.created_at = digest, now
    session.flush()
    return feed


def feed_of(session: Session, person: Professional) -> CalendarFeed | None:
    """Read anew: another request may have changed it."""
    return session.get(CalendarFeed, person.id, populate_existing=True)


def mark(feed: CalendarFeed | None) -> str:
    """What tells one address from the next, and gives neither away."""
    return feed.token_digest[:16] if feed else ""


@dataclass(frozen=True)
class Feed:
    """``changed_at``: no earlier than the last thing that changed what is read here."""

    events: Sequence[Event]
    changed_at: datetime


def read_feed(session: Session, token: str, now: datetime) -> Feed:
    """The feed at this address: four queries whatever the number of meetups. Raises ``BadLink``.

    A room is never rewritten: another one is a change of the meetup. The association's name has no date.
    """
    found = session.scalar(
        select(CalendarFeed)
        .join(CalendarFeed.professional)
        .where(CalendarFeed.token_digest == _digest(token), Professional.left_at.is_(None))
    )
    if found is None:
        raise BadLink
    team, since = find_installation(session), now - KEPT
    organizer = team.association if team else ""
    kept = [_event(each, organizer) for each in _kept(session, found.professional_id, since)]
    return Feed(kept, max([found.created_at, *_changes(session, found.professional_id, since)]))


def _digest(token: str) -> str:
    # Unkeyed: 256 random bits cannot be tried, and a feed outlives a change of the application's secret.
    return sha256(token.encode()).hexdigest()


def _kept(session: Session, professional_id: int, since: datetime) -> Sequence[Invitation]:
    return session.scalars(
        select(Invitation)
        .join(Invitation.registration)
        .join(Invitation.meetup)
        .where(
            Invitation.professional_id == professional_id,
            Invitation.invited_at.is_not(None),
            Invitation.withdrawn_at.is_(None),
            Registration.status.in_(SHOWN),
            Meetup.status != MeetupStatus.DRAFT,
            Meetup.ends_at > since,
        )
        .options(
            contains_eager(Invitation.registration),
            contains_eager(Invitation.meetup).options(
                joinedload(Meetup.commune), joinedload(Meetup.venue).joinedload(Venue.host).joinedload(Host.commune)
            ),
        )
    ).all()


def _event(invitation: Invitation, organizer: str) -> Event:
    """DTSTAMP is the last change of the meetup or of the answer: the same feed gives the same bytes."""
    meetup, answer = invitation.meetup, invitation.registration
    assert answer is not None
    event = calendar_event(invitation, organizer, max(meetup.changed_at, answer.answered_at))
    return replace(
        event,
        sequence=max(event.sequence, meetup.sequence),  # people without e-mail were never sent any
        status=EventStatus.CANCELLED if meetup.is_cancelled else SHOWN[answer.status],
        url=page_for_calendars(meetup),
    )


def _changes(session: Session, professional_id: int, since: datetime) -> list[datetime]:
    """When what a feed holds last changed, what left it included: with an answer, or when it became too old."""
    latest = (
        select(
            func.max(Meetup.changed_at),
            func.max(Registration.answered_at),
            func.max(Invitation.invited_at),
            func.max(Invitation.withdrawn_at),
            func.max(case((Meetup.ends_at <= since, Meetup.ends_at))),
        )
        .select_from(Invitation)
        .join(Invitation.meetup)
        .outerjoin(Invitation.registration)
        .where(Invitation.professional_id == professional_id)
    )
    *changes, too_old = session.execute(latest).one()
    return [at for at in (*changes, too_old + KEPT if too_old else None) if at is not None]
