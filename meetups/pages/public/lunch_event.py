"""A lunch as anyone's calendar keeps it."""

import uuid

from flask import current_app

from meetups.calendars.events import Event, EventStatus
from meetups.calendars.uids import new_uid
from meetups.invitations.events import place_line
from meetups.pages.navigation import association
from meetups.planning.models import Meetup
from meetups.web.links import absolute_url, settings

NAMESPACE = uuid.UUID("3f0f4c6e-6f0b-5c0a-9d57-0b8f7c2d9a41")
"""Of the names of lunches (RFC 9562, 5.5): one lunch keeps one UID, which is nobody's invitation."""


def lunch_event(meetup: Meetup) -> Event:
    """The lunch as anyone's calendar keeps it, with its page. Its place is loaded already, or read."""
    venue = meetup.venue
    return Event(
        uid=calendar_uid(meetup.public_id),
        sequence=meetup.sequence,
        stamp=meetup.changed_at,
        starts_at=meetup.starts_at,
        ends_at=meetup.ends_at,
        zone=meetup.zone,
        summary=meetup.title,
        description=meetup.why,
        location=place_line(venue) if venue else meetup.commune.name,
        lat=venue.lat if venue else None,
        lon=venue.lon if venue else None,
        url=absolute_url("pages.lunch", public_id=meetup.public_id),
        status=EventStatus.CANCELLED if meetup.is_cancelled else EventStatus.CONFIRMED,
        organizer_name=association().name,
        organizer_email=settings().mail_from,
    )


def calendar_uid(public_id: str) -> str:
    """The UID of a lunch in anyone's calendar: always the same for the same lunch."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return new_uid(secret, settings().host, uuid.uuid5(NAMESPACE, public_id))
