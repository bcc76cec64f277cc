"""The plan and the table cards, on paper."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.loading import meetup_or_404
from meetups.pages.tables.board import board_of, is_dense
from meetups.pages.tables.plan_pages import TABLES
from meetups.seating import wording
from meetups.seating.gathering import gather


@blueprint.get(f"{TABLES}/imprimer")
@organiser
def tables_to_print(public_id: str) -> ResponseReturnValue:
    """The plan, four tables to a page of A4 landscape, round after round."""
    return _to_print(public_id, "pages/tables/print.html")


@blueprint.get(f"{TABLES}/cartes")
@organiser
def table_cards(public_id: str) -> ResponseReturnValue:
    """One A4 page a table, folded in two: its number outside, who sits there inside."""
    return _to_print(public_id, "pages/tables/cards.html", questions=questions(), is_dense=is_dense)


def questions() -> list[str]:
    """Something to begin with; the next table has the next."""
    return [
        gettext("Dans quelle situation est-ce que je peux vous appeler ?"),
        gettext("Qu’est-ce qui vous ferait gagner une heure par semaine ?"),
        gettext("Quelle idée reçue sur votre métier aimeriez-vous voir disparaître ?"),
        gettext("À qui avez-vous pensé, la dernière fois que vous ne saviez pas qui appeler ?"),
    ]


def _to_print(public_id: str, template: str, **more: object) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    meetup = meetup_or_404(public_id)
    gathered = gather(session, meetup, now=now, with_history=False)
    board = board_of(session, gathered)
    return render_template(template, meetup=meetup, gathered=gathered, board=board, wording=wording, **more)
