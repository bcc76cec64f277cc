"""The page of one lunch, for anyone: when, where, why, who comes by family of professions, and how to come."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts.access import current_account, public
from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.invitations.adding import add_links
from meetups.invitations.place import access_lines, address_lines, map_url
from meetups.invitations.queries import seen_guests
from meetups.invitations.who_comes import by_family
from meetups.pages.blueprint import blueprint
from meetups.pages.joining.state import LunchState, lunch_state
from meetups.pages.navigation import association
from meetups.pages.public import showing
from meetups.pages.public.caching import public_page
from meetups.pages.public.lunch_event import lunch_event
from meetups.pages.public.memory import Gathered, gathered
from meetups.pages.public.preview import preview_of
from meetups.pages.public.showing import Coming
from meetups.pages.public.structured import description, event_data, town_of
from meetups.planning.models import Meetup
from meetups.planning.wording import this_meetup
from meetups.web.links import absolute_url

Family = tuple[ProfessionFamily, int, tuple[str, ...]]
"""A family, how many of it are shown, and their first names or none."""

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@blueprint.get("/rencontres/<public_id>")
@public
def lunch(public_id: str) -> ResponseReturnValue:
    """Drafts and unknown lunches answer 404; a cancelled one says so; a past one is a memory."""
    session, now = db.session(), clock.utc_now()
    facts = facts_or_404(public_id)
    is_past = facts[showing.STARTS_AT] <= now
    coming = () if is_past else tuple(showing.who_comes(session, facts[showing.ID]))
    there = gathered(session, [facts[showing.ID]]).get(facts[showing.ID]) if is_past else None
    everything = (facts, is_past, coming, there)
    return public_page("pages/public/lunch.html", everything, lambda: _context(public_id, coming, there, now))


def facts_or_404(public_id: str) -> tuple[Any, ...]:
    """What there is to know of a lunch, drafts apart."""
    found = showing.lunch_facts(db.session(), public_id) if _PUBLIC_ID.fullmatch(public_id) else None
    return found or abort(404)


def _context(public_id: str, coming: Sequence[Coming], there: Gathered | None, now: datetime) -> dict[str, object]:
    session, account = db.session(), current_account()
    meetup = showing.public_lunch(session, public_id) or abort(404)
    reader = showing.professional_of(session, account) if account else None
    state = lunch_state(session, meetup, reader, now)
    preview, said = preview_of("pages.lunch", public_id=public_id), description(meetup)
    event = event_data(
        meetup,
        said,
        url=preview.url,
        image=preview.image,
        organiser=association().name,
        site=absolute_url("pages.home"),
    )
    return {
        "meetup": meetup,
        "lunch_state": state,
        "this_meetup": this_meetup(meetup.format),
        "who": None if state.mode in {"past", "cancelled"} else _who(session, meetup, coming, state),
        "gathered": there if state.mode == "past" else None,
        "description": said,
        "preview": preview,
        "event": event,
        "add_links": [] if state.mode in {"past", "cancelled"} else add_links(lunch_event(meetup)),
        **_place(meetup),
    }


@dataclass(frozen=True)
class Who:
    """``rows``: those who agreed to be shown. ``others``: how many more come."""

    total: int
    others: int
    rows: tuple[Family, ...]


def _who(session: Session, meetup: Meetup, coming: Sequence[Coming], state: LunchState) -> Who:
    """Families and numbers for anyone. First names are for those who were invited: that is what people agreed to."""
    total, is_invited = sum(each.people for each in coming), state.answer_url is not None
    rows: Iterable[Family] = (
        ((family, number, tuple(names)) for family, number, names in by_family(seen_guests(session, meetup)))
        if is_invited
        else ((each.family, each.people, ()) for each in coming if each.is_seen)
    )
    shown = tuple(rows)
    return Who(total, total - sum(number for _, number, _ in shown), shown)


def _place(meetup: Meetup) -> dict[str, object]:
    venue = meetup.venue
    return {
        "venue": venue,
        "town": town_of(meetup),
        "address": address_lines(venue) if venue else [meetup.commune.name],
        "map_url": map_url(venue) if venue else None,
        "access": access_lines(venue) if venue else [],
    }
