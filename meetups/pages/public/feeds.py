"""The lunches as a calendar to subscribe to, and as news (Atom). Nobody's name is in either.

A feed is written once for all that it shows, and kept. It is dated by when this process first wrote these bytes,
which is never too early: a room or the letterhead may change without any lunch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts.access import public
from meetups.calendars.atom import Entry, atom
from meetups.calendars.events import publication
from meetups.database import db
from meetups.geography.models import Commune
from meetups.geography.naming import of_place
from meetups.invitations.feeds import KEPT
from meetups.pages.blueprint import blueprint
from meetups.pages.navigation import association
from meetups.pages.public.feed_addresses import addresses
from meetups.pages.public.feed_rows import feed_facts, lunches_of
from meetups.pages.public.lists import Wanted, pathway_names
from meetups.pages.public.lunch_event import lunch_event
from meetups.pages.public.near import NEAR_KM, read_commune
from meetups.pages.public.structured import description
from meetups.planning.models import Meetup
from meetups.planning.typed import one_line
from meetups.web.links import absolute_url
from meetups.web.validators import conditional, fingerprint

MOST_FEEDS = 50
"""Feeds kept, of half a megabyte each at most."""
CALENDAR, NEWS = "text/calendar; charset=utf-8; method=PUBLISH", "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """Which lunches: as the list of ``/rencontres``, near a commune, of a care pathway."""

    commune: Commune | None
    pathway: str | None
    pathway_name: str

    @property
    def title(self) -> str:
        """« Déjeuners près de Chambéry, parcours Grand âge »."""
        near = gettext("Déjeuners près %(of_place)s", of_place=of_place(self.commune.name)) if self.commune else None
        about = gettext("parcours %(name)s", name=self.pathway_name) if self.pathway else None
        return ", ".join(part for part in (near or gettext("Déjeuners"), about, association().name) if part)


@blueprint.get("/rencontres.ics")
@public
def lunches_calendar() -> ResponseReturnValue:
    """``?commune=`` and ``?parcours=`` choose, as on the page; those that nobody knows answer 404."""
    return _answer(CALENDAR, _calendar)


@blueprint.get("/rencontres.atom")
@public
def lunches_atom() -> ResponseReturnValue:
    """The same lunches, latest change first."""
    return _answer(NEWS, _news)


def _calendar(asked: Asked, lunches: Sequence[Meetup]) -> bytes:
    return publication(map(lunch_event, lunches), name=asked.title, private=False)


def _news(asked: Asked, lunches: Sequence[Meetup]) -> bytes:
    here = addresses(asked.commune, asked.pathway)
    return atom(
        map(_entry, lunches), self_url=here.news, home_url=here.page, title=asked.title, author=association().name
    )


def _entry(lunch: Meetup) -> Entry:
    title = gettext("Annulé : %(title)s", title=lunch.title) if lunch.is_cancelled else lunch.title
    return Entry(absolute_url("pages.lunch", public_id=lunch.public_id), title, lunch.changed_at, description(lunch))


@dataclass(frozen=True)
class _Written:
    """``facts``: what these bytes were made of. ``at``: when."""

    facts: tuple[Any, ...]
    content: bytes
    etag: str
    at: datetime


def _answer(content_type: str, write: Callable[[Asked, Sequence[Meetup]], bytes]) -> Response:
    session, now = db.session(), clock.utc_now()
    asked = _asked(session)
    near = asked.commune.point if asked.commune else None
    facts = (association(), asked.title, feed_facts(session, Wanted(asked.pathway, near, NEAR_KM), now - KEPT))
    kept: dict[object, _Written] = current_app.extensions.setdefault("public_feeds", {})
    key = (content_type, asked.commune.insee if asked.commune else None, asked.pathway)
    written = kept.get(key)
    if written is None or written.facts != facts:
        if len(kept) >= MOST_FEEDS:
            kept.clear()
        content = write(asked, lunches_of(session, [row[0] for row in facts[2]]))
        written = kept[key] = _Written(facts, content, fingerprint(content), now)
    response = Response(written.content, content_type=content_type)
    response.cache_control.public = True
    response.cache_control.no_cache = True
    return conditional(response, etag=written.etag, changed_at=written.at, now=now)


def _asked(session: Session) -> Asked:
    near, slug = read_commune(session, request.args.get("commune")), one_line(request.args.get("parcours"))
    names = pathway_names(session) if slug else {}
    if near.error or (slug and slug not in names):
        abort(404)
    return Asked(near.commune, slug or None, names.get(slug, ""))
