"""« Annuaire »: find a colleague by a few letters, a family of professions, a care pathway or a commune."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import require_account, signed_in
from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.directory.search import Criteria, Found, find_people
from meetups.pages.blueprint import blueprint
from meetups.pages.members.pace import check_pages
from meetups.pages.members.role_view import first_reason
from meetups.pages.public.lists import pathway_names
from meetups.pages.public.near import Near, read_commune
from meetups.planning.typed import one_line

PAGE = 20
"""Few enough that reading everyone takes many requests, which can be seen."""
LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """What the address asks for, as it was typed, and what it means."""

    words: str
    near: Near
    criteria: Criteria
    is_unknown: bool
    """A family or a pathway that does not exist, or no longer."""

    def url(self, after: str | None = None) -> str:
        """The same search, from there on."""
        return url_for(
            "pages.directory",
            q=self.words or None,
            famille=self.criteria.family,
            parcours=self.criteria.pathway_slug,
            commune=self.near.typed or None,
            apres=after,
        )


@blueprint.get("/annuaire")
@signed_in
def directory() -> ResponseReturnValue:
    """``?q=&famille=&parcours=&commune=`` choose, all at once; ``?apres=`` is the page after someone."""
    session, now = db.session(), clock.utc_now()
    check_pages(require_account(), now)
    names = pathway_names(session)
    asked = _read(names)
    after = one_line(request.args.get("apres")) or None
    found = Found([], 0, None)
    if not asked.near.error:
        found = find_people(session, asked.criteria, now=now, after=after, limit=PAGE)
    page = render_template(
        "pages/members/directory.html",
        asked=asked,
        near=asked.near,
        found=found,
        is_first=after is None,
        next_url=asked.url(found.next) if found.next else None,
        families=ProfessionFamily,
        pathways=names,
        first_reason=first_reason,
    )
    return page, 422 if asked.near.error else 200


def _read(pathways: Collection[str]) -> Asked:
    typed, family, slug = (one_line(request.args.get(name))[:LONGEST] for name in ("q", "famille", "parcours"))
    near = read_commune(db.session(), request.args.get("commune"))
    known_family = ProfessionFamily(family) if family in set(ProfessionFamily) else None
    known_slug = slug if slug in pathways else None
    return Asked(
        words=typed,
        near=near,
        criteria=Criteria(typed, known_family, known_slug, near.commune.insee if near.commune else None),
        is_unknown=(bool(family) and known_family is None) or (bool(slug) and known_slug is None),
    )
