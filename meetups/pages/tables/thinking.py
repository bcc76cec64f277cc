"""Look, think, then write: the engine never runs while a transaction holds anything."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import require_account
from meetups.accounts.records import record_audit
from meetups.database import db, read_only
from meetups.errors import DomainError
from meetups.pages.loading import meetup_or_404, meetup_to_change
from meetups.seating.asking import Composed
from meetups.seating.errors import PlanChanged, PlanClosed
from meetups.seating.gathering import Gathered, gather
from meetups.seating.services import can_change, keep

P = ParamSpec("P")
MOST_DIGITS = 9


def back_to_tables(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """A refusal is shown above the plan as it is now."""

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except DomainError as refusal:
            db.session.rollback()
            flash(str(refusal), "erreur")
            return redirect(tables_url(str((request.view_args or {})["public_id"]), who=_chosen()))

    return shown


def looked_at(public_id: str) -> Gathered:
    """The plan as it is, in a transaction that only reads and has ended when this returns.

    Refuses at once what was written for another plan, or for a meetup that is over.
    """
    session, now = db.session(), clock.utc_now()
    session.rollback()  # access was checked in a transaction that may write
    with read_only():
        meetup = meetup_or_404(public_id)
        may = can_change(meetup, now)
        gathered = gather(session, meetup, now=now)
        session.rollback()
    if not may:
        raise PlanClosed
    if gathered.version != seen():
        raise PlanChanged
    return gathered


def written(
    public_id: str,
    made: Composed,
    said: str,
    *,
    seed: int | None = None,
    to: str = "",
    action: str = "tables_changed",
) -> ResponseReturnValue:
    """Write the plan if it is still the one seen, and show it; ``to`` is where on the page."""
    session, now = db.session(), clock.utc_now()
    meetup = meetup_to_change(public_id)
    keep(session, meetup, made, seen=seen(), seed=seed, now=now)
    record_audit(session, actor=require_account(), action=action, object=meetup, now=now)
    session.commit()
    flash(said, "succes")
    return redirect(tables_url(public_id, to))


def seen() -> int:
    """The version of the plan that was on the screen."""
    return number("version")


def shown_round() -> int:
    """The round that was on the screen, from 0."""
    return max(0, number("tour") - 1) if "tour" in request.form else 0


def number(name: str) -> int:
    """A whole number of the form, or 400."""
    typed = request.form.get(name, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS):
        abort(400)
    return int(typed)


def tables_url(public_id: str, to: str = "", who: str | None = None) -> str:
    """The plan, at the round that was on the screen; without what is the first anyway. ``who`` stays chosen."""
    tour, page = (None if (value := request.form.get(name, "1")) == "1" else value for name in ("tour", "page"))
    return url_for("pages.tables", public_id=public_id, tour=tour, page=page, qui=who, _anchor=to or None)


def _chosen() -> str | None:
    """Who was chosen in the lists, so that a refused move need not be typed again."""
    return request.form.get("qui") if "vers" in request.form else None
