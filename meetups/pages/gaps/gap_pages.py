"""« Ce qui manque »: communes × pathways that never met, as a map, a table and lunches to prepare; who is left out."""

from collections.abc import Sequence

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from meetups import clock
from meetups.accounts.access import organiser, public
from meetups.database import db
from meetups.directory.models import CarePathway, PracticePlace, Professional
from meetups.geography.text import fold
from meetups.pages.blueprint import blueprint
from meetups.pages.commune_map import NAMED, WIDTH, Drawing, Row, drawing_of
from meetups.pages.gaps import reading
from meetups.pages.gaps.reading import Gaps
from meetups.pages.public.caching import public_page
from meetups.web.filters import number

MOST_ROWS, MOST_DRAFTS, A_PAGE = 100, 12, 50
FEWEST = 5
"""Below it a number could point at somebody: strangers read « moins de 5 »."""


@blueprint.get("/organisation/manques")
@organiser
def gaps() -> ResponseReturnValue:
    """``?parcours=`` looks at one pathway; ``?page=`` turns the pages of those who are out of every reach."""
    session, now = db.session(), clock.utc_now()
    found = reading.gaps(session, now)
    chosen = _chosen(found.pathways, request.args.get("parcours"))
    outside = reading.out_of_reach(session, now)
    page = _page(request.args.get("page"), len(outside))
    return render_template(
        "pages/gaps/gaps.html",
        found=found,
        chosen=chosen,
        rows=[place for place in found.places if place.missing(chosen.id if chosen else None)][:MOST_ROWS],
        communes=sum(place.missing(chosen.id if chosen else None) > 0 for place in found.places),
        drafts=[each for each in reading.drafts(session, found, now) if chosen in (None, each.pathway)][:MOST_DRAFTS],
        outside=len(outside),
        people=_people(session, outside[page * A_PAGE :][:A_PAGE]),
        page=page,
        pages=-(-len(outside) // A_PAGE),
        never_invited=reading.never_invited(session, now),
        **_map(found, chosen),
    )


@blueprint.get("/territoire")
@public
def coverage() -> ResponseReturnValue:
    """What anyone may know: where we met, on which pathways, and how much is left to do. No small number."""
    session, now = db.session(), clock.utc_now()
    found = reading.gaps(session, now)
    chosen = _chosen(found.pathways, request.args.get("parcours"))
    never, outside = reading.never_invited(session, now), len(reading.out_of_reach(session, now))
    pathway_id = chosen.id if chosen else None
    facts = (pathway_id, never, outside, *((place.row(pathway_id), len(place.cells)) for place in found.places))
    return public_page("pages/gaps/coverage.html", facts, lambda: _coverage(found, chosen, never, outside))


def at_least(count: int) -> str:
    """A number as strangers may read it."""
    return gettext("moins de %(few)s", few=FEWEST) if 0 < count < FEWEST else number(count)


def _coverage(found: Gaps, chosen: CarePathway | None, never: int, outside: int) -> dict[str, object]:
    def of(pathway: CarePathway) -> tuple[CarePathway, int, int]:
        cells = [place.cells[pathway.id] for place in found.places if pathway.id in place.cells]
        return pathway, sum(not cell.is_gap for cell in cells), len(cells)

    return {
        "found": found,
        "chosen": chosen,
        "lines": [of(pathway) for pathway in found.pathways],
        "never_invited": at_least(never),
        "outside": at_least(outside),
        **_map(found, chosen, exact=False),
    }


def _map(found: Gaps, chosen: CarePathway | None, *, exact: bool = True) -> dict[str, object]:
    """The drawing and what it says; without anybody, neither."""
    rows = sorted(
        (place.row(chosen.id if chosen else None) for place in found.places),
        key=lambda row: (-row.people, fold(row.name), row.insee),
    )
    drawing: Drawing | None = None
    if any(row.people for row in rows):
        drawing = drawing_of(rows, [], _said if exact else _said_to_anyone)
    return {"drawing": drawing, "conclusion": conclusion(rows), "width": WIDTH}


def conclusion(rows: Sequence[Row]) -> str:
    """What the map shows, in a sentence; ``rows`` begin with the communes that lack most."""
    named = [row.name for row in rows[:NAMED] if row.people]
    if not named:
        return gettext("Sur chaque parcours, quelqu’un de chaque commune s’est déjà assis à une de nos tables.")
    if len(named) == 1:
        return gettext("Il manque des rencontres dans une seule commune : %(first)s.", first=named[0])
    first, last = ", ".join(named[:-1]), named[-1]
    return gettext("C’est à %(first)s et %(last)s qu’il en manque le plus.", first=first, last=last)


def _said(row: Row) -> str:
    return ngettext(
        "%(name)s, %(num)d personne sans rencontre", "%(name)s, %(num)d personnes sans rencontre", row.people,
        name=row.name,
    )  # fmt: skip


def _said_to_anyone(row: Row) -> str:
    return gettext("%(name)s, %(count)s", name=row.name, count=at_least(row.people))


def _chosen(pathways: Sequence[CarePathway], slug: str | None) -> CarePathway | None:
    """The pathway that the address names; 404 for one that does not exist."""
    if not slug:
        return None
    return next((pathway for pathway in pathways if pathway.slug == slug), None) or abort(404)


def _page(typed: str | None, total: int) -> int:
    """From 0; whatever is not a page is the first one."""
    number_ = int(typed) - 1 if typed and typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0
    return number_ if 0 <= number_ * A_PAGE < total else 0


def _people(session: Session, ids: Sequence[int]) -> list[Professional]:
    wanted = select(Professional).where(Professional.id.in_(ids))
    people = session.scalars(wanted.options(selectinload(Professional.places).joinedload(PracticePlace.commune)))
    return sorted(people, key=lambda person: (fold(person.full_name), person.id))
