"""The settings of a plan: tables, names, places, rounds. What does not fit any more is composed anew around pins."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.loading import meetup_or_404
from meetups.pages.tables.arranging_forms import MOST_BY_HAND, ArrangeForm, BadTable, read_tables
from meetups.pages.tables.plan_pages import TABLES
from meetups.pages.tables.stale import current, merged
from meetups.pages.tables.thinking import looked_at, tables_url, written
from meetups.planning.models import Meetup
from meetups.seating.composing import composed
from meetups.seating.errors import PlanChanged, PlanClosed
from meetups.seating.gathering import Gathered, gather
from meetups.seating.gestures import rearranged
from meetups.seating.rules import LEAST_PEOPLE, Layout, Table
from meetups.seating.services import can_change, changed


@dataclass(frozen=True)
class Refused:
    """Why the form comes back: a sentence, and what changed since it was read."""

    text: str = ""
    changes: list[str] = field(default_factory=list)


@blueprint.route(f"{TABLES}/reglages", methods=["GET", "POST"])
@organiser
def arrange_tables(public_id: str) -> ResponseReturnValue:
    """How many tables, what they are called, their places, how many rounds."""
    if request.method != "POST":
        meetup, gathered = _now(public_id)
        return _page(meetup, gathered, _read_again(gathered, current(gathered.layout)))
    try:
        gathered, form = looked_at(public_id), ArrangeForm()
        if not form.validate_on_submit():
            return _again(public_id, form)
        return _arrange(public_id, gathered, form)
    except PlanClosed as closed:
        flash(str(closed), "erreur")
        return redirect(tables_url(public_id))
    except PlanChanged:
        return _stale(public_id)
    except BadTable as bad:
        return _again(public_id, form, Refused(str(bad)))
    except DomainError as refusal:
        return _again(public_id, form, Refused(str(refusal)), 409)


def _arrange(public_id: str, gathered: Gathered, form: ArrangeForm) -> ResponseReturnValue:
    people = len(gathered.people) + gathered.held.total
    count, rounds = form.count.data or 1, form.rounds.data or 1
    tables = read_tables(gathered.layout, count, people, gathered.most)
    layout = gathered.layout
    if rounds == layout.rounds and gathered.has_plan and _still_fits(layout, tables):
        made = changed(gathered, Layout(tables, layout.rounds, layout.seats))
        return written(public_id, made, gettext("Les réglages des tables sont enregistrés."))
    bare = rearranged(layout, tables, rounds, gathered.coming, gathered.bonds)
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


def _now(public_id: str) -> tuple[Meetup, Gathered]:
    session = db.session()
    meetup = meetup_or_404(public_id)
    return meetup, gather(session, meetup, now=clock.utc_now(), with_history=False)


def _again(
    public_id: str, form: ArrangeForm, refused: Refused | None = None, status: int = 422
) -> ResponseReturnValue:
    db.session.rollback()
    meetup, gathered = _now(public_id)
    return _page(meetup, gathered, form, request.form, refused), status


def _stale(public_id: str) -> ResponseReturnValue:
    """Somebody else changed the plan: what was typed over the plan as it is now, ready to be saved."""
    db.session.rollback()
    meetup, gathered = _now(public_id)
    settings = merged(request.form, gathered.layout)
    refused = Refused(
        gettext(
            "Le plan a changé pendant que vous écriviez. Rien n’est encore enregistré : ce que vous avez écrit est "
            "gardé, le reste suit le plan. Relisez, puis enregistrez."
        ),
        settings.changes,
    )
    return _page(meetup, gathered, _read_again(gathered, settings.shown), settings.shown, refused), 422


def _read_again(gathered: Gathered, shown: Mapping[str, str]) -> ArrangeForm:
    """The form as if it had just been opened, these values in it."""
    return ArrangeForm(formdata=MultiDict({**shown, "version": str(gathered.version)}))


def _page(
    meetup: Meetup,
    gathered: Gathered,
    form: ArrangeForm,
    typed: Mapping[str, str] | None = None,
    refused: Refused | None = None,
) -> str:
    by_hand = gathered.layout.tables if len(gathered.layout.tables) <= MOST_BY_HAND else ()
    return render_template(
        "pages/tables/settings.html",
        meetup=meetup,
        gathered=gathered,
        form=form,
        tables=by_hand,
        typed=typed or {},
        read=current(gathered.layout),
        refused=refused or Refused(),
        can_change=can_change(meetup, clock.utc_now()),
        least=LEAST_PEOPLE,
    )
