"""One lunch for anyone's own calendar."""

import hashlib
import uuid
from dataclasses import dataclass

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from meetups.accounts.access import public
from meetups.calendars.events import Event, EventStatus, publication
from meetups.calendars.uids import new_uid
from meetups.database import db
from meetups.invitations.events import place_line
from meetups.pages.blueprint import blueprint
from meetups.pages.navigation import association
from meetups.pages.public.lunch import facts_or_404
from meetups.pages.public.showing import public_lunch
from meetups.planning.models import Meetup
from meetups.web.links import absolute_url, settings

MOST = 500
"""Files kept, of some two kilobytes each."""
NAMESPACE = uuid.UUID("3f0f4c6e-6f0b-5c0a-9d57-0b8f7c2d9a41")
"""Of the names of lunches (RFC 9562, 5.5): one lunch keeps one UID, which is nobody's invitation."""


@blueprint.get("/rencontres/<public_id>.ics")
@public
def lunch_calendar(public_id: str) -> ResponseReturnValue:
    """METHOD:PUBLISH, without any guest. DTSTAMP is the last change: the same lunch gives the same bytes."""
    file = _file(public_id, facts_or_404(public_id))
    response = Response(file.content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = f'attachment; filename="dejeuner-{public_id}.ics"'
    response.cache_control.public = True
    response.cache_control.no_cache = True
    response.set_etag(file.etag)
    return response.make_conditional(request)


@dataclass(frozen=True)
class _File:
    """The bytes of a calendar file and their fingerprint. No date: a room may change without its lunch."""

    content: bytes
    etag: str


def _file(public_id: str, facts: tuple[object, ...]) -> _File:
    """Written once for as long as nothing of the lunch or of the letterhead changes."""
    kept: dict[object, _File] = current_app.extensions.setdefault("lunch_files", {})
    key = (facts, association())
    if key not in kept:
        if len(kept) >= MOST:
            kept.clear()
        meetup = public_lunch(db.session(), public_id) or abort(404)
        content = publication([_event(meetup)], name=meetup.title, private=False)
        kept[key] = _File(content, hashlib.sha256(content).hexdigest()[:32])
    return kept[key]


def _event(meetup: Meetup) -> Event:
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
