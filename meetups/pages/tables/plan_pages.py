"""The plan of tables of one meetup: looked at, composed, adjusted to who comes now, undone."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import meetup_or_404
from meetups.pages.tables.board import TABLES_ON_A_PAGE, board_of
from meetups.pages.tables.thinking import back_to_tables, looked_at, written
from meetups.seating import wording
from meetups.seating.composing import adjusted, composed
from meetups.seating.gathering import Gathered, gather
from meetups.seating.models import SeatingPlan
from meetups.seating.rules import LEAST_PEOPLE, with_room
from meetups.seating.services import can_change, undone

TABLES = f"{MEETUPS}/<public_id>/tables"


@blueprint.get(TABLES)
@organiser
def tables(public_id: str) -> ResponseReturnValue:
    """Who sits where, in one round; a page of tables at a time when there are many."""
    session, now = db.session(), clock.utc_now()
    meetup = meetup_or_404(public_id)
    gathered = gather(session, meetup, now=now, with_history=False)
    board, plan = board_of(session, gathered), session.get(SeatingPlan, meetup.id)
    round_, page = _asked("tour", gathered.layout.rounds), _asked("page", _pages(len(gathered.layout.tables)))
    laid = board.rounds[round_ - 1]
    return render_template(
        "pages/tables/plan.html",
        meetup=meetup,
        gathered=gathered,
        board=board,
        plan=plan,
        laid=laid[(page - 1) * TABLES_ON_A_PAGE : page * TABLES_ON_A_PAGE],
        open_tables=[each for each in laid if each.free],
        waiting=[person for person in gathered.people if (round_ - 1, person.id) not in gathered.layout.seats],
        round=round_,
        page=page,
        pages=_pages(len(laid)),
        can_change=can_change(meetup, now),
        least=LEAST_PEOPLE,
        wording=wording,
    )


@blueprint.post(f"{TABLES}/composer")
@organiser
@back_to_tables
def compose_tables(public_id: str) -> ResponseReturnValue:
    """Seat everybody, or mix again around the places that are pinned."""
    looked = looked_at(public_id)
    gathered, added = _with_room(looked, len(looked.people) + looked.held.total)
    seed = gathered.seed + 1
    made = composed(gathered, seed=seed)
    said = gettext("Les tables sont mélangées.") if gathered.has_plan else gettext("Les tables sont composées.")
    return written(public_id, made, f"{said} {added}{wording.worth(made.quality)}", seed=seed)


@blueprint.post(f"{TABLES}/ajuster")
@organiser
@back_to_tables
def adjust_tables(public_id: str) -> ResponseReturnValue:
    """The same plan for those who come now, with as few moves as possible."""
    looked = looked_at(public_id)
    gathered, added = _with_room(looked, len(looked.people))
    done = adjusted(gathered, seed=gathered.seed)
    said = added + wording.what_changed(done, gathered.bonds, gathered.layout.rounds)
    if done.gone:
        gone = ngettext("%(num)d personne ne vient plus.", "%(num)d personnes ne viennent plus.", done.gone)
        said = f"{gone} {said}"
    return written(public_id, done.composed, said)


@blueprint.post(f"{TABLES}/annuler")
@organiser
@back_to_tables
def undo_tables(public_id: str) -> ResponseReturnValue:
    """Give back the plan as it was before the last change."""
    made, seed = undone(looked_at(public_id))
    said = gettext("Le dernier changement est annulé. Le même bouton le rétablit.")
    return written(public_id, made, said, seed=seed, action="tables_undone")


def _with_room(gathered: Gathered, people: int) -> tuple[Gathered, str]:
    """Tables enough for so many people, and what is said of what was added."""
    layout = with_room(gathered.layout, people)
    said = wording.room_added(gathered.layout, layout)
    return gathered.with_layout(layout), f"{said} " if said else ""


def _asked(name: str, most: int) -> int:
    """A page or a round of the address, from 1; anything else is the first."""
    typed = request.args.get(name, "1")
    return min(max(1, int(typed)), most) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1


def _pages(count: int) -> int:
    return max(1, -(-count // TABLES_ON_A_PAGE))
