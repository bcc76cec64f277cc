"""What-ifs in an address: « ?jour=…&lieu=…&sans=… » ↔ ``Changes``."""

from datetime import date
from hashlib import sha256
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from meetups.planning.models import MeetupFormat
from meetups.planning.rules import MAX_CAPACITY
from meetups.proposals.changes import Changes
from meetups.proposals.models import Proposal
from meetups.proposals.whatif import Place

NAMES = ("jour", "format", "lieu", "personnes", "sans", "avec")
MOST_PEOPLE = 60
"""More people left out or added by hand than this is another meetup."""

Query = dict[str, str | list[str]]


def is_tried(values: MultiDict[str, str]) -> bool:
    """Whether the address asks for anything."""
    return any(name in values for name in NAMES)


def read_changes(values: MultiDict[str, str]) -> tuple[Changes, list[str]]:
    """What was asked, and what of it could not be read, in words; that part is left as it was."""
    wrong: list[str] = []
    day = _day(values.get("jour", ""), wrong)
    format_ = _format(values.get("format", ""), wrong)
    people = _people(values.get("personnes", ""), wrong)
    kind, _, public_id = values.get("lieu", "").partition(":")
    where = {kind: public_id} if kind in {"host", "venue", "commune"} and public_id else {}
    without, with_ = (
        tuple(dict.fromkeys(filter(None, values.getlist(name))))[:MOST_PEOPLE] for name in ("sans", "avec")
    )
    return Changes(day=day, format=format_, people=people, without=without, with_=with_, **where), wrong


def query_of(changes: Changes) -> Query:
    """The part of an address that asks for these changes."""
    place = next((f"{kind}:{value}" for kind in ("venue", "host", "commune") if (value := getattr(changes, kind))), "")
    query: Query = {
        "jour": changes.day.isoformat() if changes.day else "",
        "format": changes.format.value if changes.format else "",
        "lieu": place,
        "personnes": str(changes.people or ""),
        "sans": list(changes.without),
        "avec": list(changes.with_),
    }
    return {name: value for name, value in query.items() if value}


def trial_url(public_id: str, changes: Changes, *, is_tried: bool = False) -> str:
    """Where the proposal is shown with these changes; ``is_tried``: even with none, rather than what is kept."""
    page, query = url_for("pages.proposal", public_id=public_id), urlencode(query_of(changes), doseq=True)
    query = query or ("jour=" if is_tried else "")
    return f"{page}?{query}" if query else page


def kept_changes(proposal: Proposal) -> Changes:
    """What an organiser changed and kept."""
    return Changes.from_json(proposal.changes)


def mark_of(proposal: Proposal) -> str:
    """A short text that changes with what is kept, so that nobody overwrites what they did not see."""
    return sha256(repr(kept_changes(proposal)).encode()).hexdigest()[:16]


def place_value(place: Place) -> str:
    """A place as the form sends it."""
    if place.venue is not None:
        return f"venue:{place.venue.public_id}"
    return f"host:{place.host.public_id}" if place.host else f"commune:{place.commune.insee}"


def _day(typed: str, wrong: list[str]) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        wrong.append(gettext("Choisissez un jour de la liste."))
        return None


def _format(typed: str, wrong: list[str]) -> MeetupFormat | None:
    if typed and typed not in set(MeetupFormat):
        wrong.append(gettext("Choisissez un format de la liste."))
        return None
    return MeetupFormat(typed) if typed else None


def _people(typed: str, wrong: list[str]) -> int | None:
    typed = typed.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and 2 <= int(typed[:9]) <= MAX_CAPACITY):
        wrong.append(gettext("Écrivez un nombre de personnes, entre 2 et %(most)s.", most=MAX_CAPACITY))
        return None
    return int(typed)
