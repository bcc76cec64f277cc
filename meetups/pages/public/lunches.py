"""Every lunch: those to come, by commune and care pathway, and those that took place, as a memory."""

from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts.access import public
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.public import lists
from meetups.pages.public.caching import public_page
from meetups.pages.public.feed_addresses import addresses
from meetups.pages.public.lists import Line, Wanted
from meetups.pages.public.memory import gathered
from meetups.pages.public.near import NEAR_KM, Near, read_commune
from meetups.pages.public.preview import preview_of
from meetups.pages.public.rows import rows
from meetups.planning.typed import one_line

PAGE = 50
NEAREST = 3


@dataclass(frozen=True)
class Found:
    """A page of lines. ``elsewhere``: when there is nothing around, the nearest ones. ``next_url``: what follows."""

    lines: list[Line]
    elsewhere: list[Line]
    next_url: str | None


@blueprint.get("/rencontres")
@public
def lunches() -> ResponseReturnValue:
    """``?commune=`` and ``?parcours=`` choose; ``?passees=1`` looks back; ``?apres=`` is the page after a line."""
    session, now = db.session(), clock.utc_now()
    near, is_past = read_commune(session, request.args.get("commune")), request.args.get("passees") == "1"
    names = lists.pathway_names(session)
    asked = one_line(request.args.get("parcours"))
    pathway = asked if asked in names else None
    found = _find(session, near, pathway, now, is_past=is_past)
    there = gathered(session, [line.id for line in found.lines]) if is_past and found.lines else {}
    context = {
        "names": names,
        "pathway": pathway,
        "is_unknown": bool(asked) and pathway is None,
        "is_past": is_past,
        "lunches": tuple(rows(found.lines, near.commune, now)),
        "elsewhere": tuple(rows(found.elsewhere, near.commune, now)),
        "gathered": there,
        "next_url": found.next_url,
        "near": near,
        "feeds": addresses(near.commune, pathway),
        "preview": preview_of("pages.lunches", **({"passees": 1} if is_past else {})),
    }
    facts = (
        near.facts,
        tuple(names.items()),
        context["lunches"],
        context["elsewhere"],
        tuple(there.items()),
        found.next_url,
    )
    return public_page("pages/public/lunches.html", facts, lambda: context, 422 if near.error else 200)


def _find(session: Session, near: Near, pathway: str | None, now: datetime, *, is_past: bool) -> Found:
    wanted = Wanted(pathway, near.commune.point if near.commune else None, NEAR_KM)
    after = one_line(request.args.get("apres"))
    read = lists.past if is_past else lists.coming
    lines = read(session, wanted, now, limit=PAGE + 1, after=after or None)
    elsewhere = []
    if not lines and not after and not is_past and wanted.near:
        elsewhere = lists.nearest(session, wanted, now, limit=NEAREST)
    is_more = len(lines) > PAGE
    lines = lines[:PAGE]
    return Found(lines, elsewhere, _next_url(near, pathway, lines[-1], is_past=is_past) if is_more else None)


def _next_url(near: Near, pathway: str | None, last: Line, *, is_past: bool) -> str:
    return url_for(
        "pages.lunches",
        commune=near.typed if near.commune else None,
        parcours=pathway,
        passees=1 if is_past else None,
        apres=last.public_id,
    )
