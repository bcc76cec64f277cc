"""The first page: what this is, the next lunches near a commune, and the way in."""

from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts.access import current_account, home_of, public
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.public.caching import public_page
from meetups.pages.public.feed_addresses import addresses
from meetups.pages.public.lists import Line, Wanted, nearest, soonest
from meetups.pages.public.near import NEAR_KM, Near, read_commune
from meetups.pages.public.preview import preview_of
from meetups.pages.public.rows import rows

SHOWN = 3


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """``?commune=`` shows the lunches around it; an unknown one says so and shows the next ones anywhere."""
    session, now, account = db.session(), clock.utc_now(), current_account()
    near = read_commune(session, request.args.get("commune"))
    lunches, is_near = _lunches(session, near, now)
    shown = tuple(rows(lunches, near.commune, now))
    context = {
        "space": home_of(account) if account else None,
        "near": near,
        "lunches": shown,
        "is_near": is_near,
        "feeds": addresses(near.commune),
        "preview": preview_of("pages.home"),
    }
    facts = (near.facts, shown, is_near)
    return public_page("pages/public/home.html", facts, lambda: context, 422 if near.error else 200)


def _lunches(session: Session, near: Near, now: datetime) -> tuple[list[Line], bool]:
    """The next lunches, and whether they are near: without any around, the nearest ones."""
    if near.commune is None:
        return soonest(session, Wanted(), now, limit=SHOWN), False
    around = Wanted(near=near.commune.point, km=NEAR_KM)
    if found := soonest(session, around, now, limit=SHOWN):
        return found, True
    return nearest(session, around, now, limit=SHOWN), False
