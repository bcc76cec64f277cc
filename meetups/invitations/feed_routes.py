"""The address that a calendar program reads every hour or so. Reading it writes nothing."""

from datetime import timedelta

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import guest_link
from meetups.calendars.events import publication
from meetups.database import db
from meetups.invitations.blueprint import blueprint
from meetups.invitations.feeds import read_feed
from meetups.web.validators import conditional, fingerprint

FRESH = timedelta(minutes=15)


@blueprint.get("/calendrier/<token>.ics")
@guest_link
def feed(token: str) -> ResponseReturnValue:
    """One person's meetups. An unknown address, a replaced one and that of someone who left answer the same 404."""
    now = clock.utc_now()
    found = read_feed(db.session(), token, now)
    content = publication(found.events, name=gettext("Mes rencontres, Parenthèse Réseau"))
    response = Response(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.cache_control.private = True
    response.cache_control.max_age = int(FRESH.total_seconds())
    response.cache_control.must_revalidate = True
    return conditional(response, etag=fingerprint(content), changed_at=found.changed_at, now=now)
