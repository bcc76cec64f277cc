"""The settings of a plan: tables, names, places, rounds. What does not fit any more is composed anew around pins."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.loading import meetup_or_404
from meetups.pages.tables.arranging_forms import MOST_BY_HAND, ArrangeForm, BadTable, read_tables
from meetups.pages.tables.plan_pages import TABLES
from meetups.pages.tables.thinking import looked_at, tables_url, written
from meetups.planning.models import Meetup
from meetups.seating.composing import composed
from meetups.seating.errors import PlanChanged, PlanClosed
from meetups.seating.gathering import Gathered, gather
from meetups.seating.gestures import rearranged
from meetups.seating.rules import Layout, Table
from meetups.seating.services import can_change, changed


@blueprint.route(f"{TABLES}/reglages", methods=["GET", "POST"])
@organiser
def arrange_tables(public_id: str) -> ResponseReturnValue:
    """How many tables, what they are called, their places, how many rounds."""
    if request.method != "POST":
        meetup, gathered = _now(public_id)
        layout = gathered.layout
        data = {"version": gathered.version, "count": len(layout.tables), "rounds": layout.rounds}
        return _page(meetup, gathered, ArrangeForm(formdata=None, data=data))
    try:
        gathered = looked_at(public_id)
    except (PlanChanged, PlanClosed) as refusal:
        flash(str(refusal), "erreur")
        return redirect(tables_url(public_id))
    form = ArrangeForm()
    if not form.validate_on_submit():
        return _again(public_id, form, "", 422)
    try:
        return _arrange(public_id, gathered, form)
    except BadTable as bad:
        return _again(public_id, form, str(bad), 422)
    except DomainError as refusal:
        return _again(public_id, form, str(refusal), 409)


def _arrange(public_id: str, gathered: Gathered, form: ArrangeForm) -> ResponseReturnValue:
    people = len(gathered.people) + gathered.held.total
    count, rounds = form.count.data or 1, form.rounds.data or 1
    tables = read_tables(gathered.layout, count, people)
    layout = gathered.layout
    if rounds == layout.rounds and gathered.has_plan and _still_fits(layout, tables):
        made = changed(gathered, Layout(tables, layout.rounds, layout.seats))
        return written(public_id, made, gettext("Les réglages des tables sont enregistrés."))
    bare = rearranged(_of_those_who_come(gathered), tables, rounds, len(gathered.people), gathered.bonds)
    seed = gathered.seed + 1
    made = composed(gathered.with_layout(bare), seed=seed)
    said = gettext("Les tables ont changé : les personnes sont réparties de nouveau, les places fixées restent.")
    return written(public_id, made, said, seed=seed)


def _still_fits(layout: Layout, tables: tuple[Table, ...]) -> bool:
    """Whether everybody may stay: as many tables, none too small for who sits there."""
    if len(tables) != len(layout.tables):
        return False
    room = {table.number: table.places for table in tables}
    return all(
        len(layout.at(number, round_)) <= places for number, places in room.items() for round_ in range(layout.rounds)
    )


def _of_those_who_come(gathered: Gathered) -> Layout:
    coming = {person.id for person in gathered.people}
    layout = gathered.layout
    return Layout(layout.tables, layout.rounds, {key: spot for key, spot in layout.seats.items() if key[1] in coming})


def _now(public_id: str) -> tuple[Meetup, Gathered]:
    session = db.session()
    meetup = meetup_or_404(public_id)
    return meetup, gather(session, meetup, now=clock.utc_now(), with_history=False)


def _again(public_id: str, form: ArrangeForm, refusal: str, status: int) -> ResponseReturnValue:
    db.session.rollback()
    meetup, gathered = _now(public_id)
    return _page(meetup, gathered, form, refusal), status


def _page(meetup: Meetup, gathered: Gathered, form: ArrangeForm, refusal: str = "") -> str:
    by_hand = gathered.layout.tables if len(gathered.layout.tables) <= MOST_BY_HAND else ()
    return render_template(
        "pages/tables/settings.html",
        meetup=meetup,
        gathered=gathered,
        form=form,
        tables=by_hand,
        typed=request.form,
        refusal=refusal,
        can_change=can_change(meetup, clock.utc_now()),
    )
