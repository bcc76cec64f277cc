"""One lunch for anyone's own calendar."""

from dataclasses import dataclass

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from meetups.accounts.access import public
from meetups.calendars.events import one_event
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.navigation import association
from meetups.pages.public.lunch import facts_or_404
from meetups.pages.public.lunch_event import lunch_event
from meetups.pages.public.showing import public_lunch
from meetups.web.validators import fingerprint

MOST = 500
"""Files kept, of some two kilobytes each."""


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
        content = one_event(lunch_event(meetup), private=False)
        kept[key] = _File(content, fingerprint(content))
    return kept[key]
