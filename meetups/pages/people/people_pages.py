"""The people of the network, as organisers look for them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.people.counting import count_sentence
from meetups.pages.people.listing import Selection, list_people
from meetups.planning.typed import one_line

PEOPLE = "/organisation/personnes"


@blueprint.get(PEOPLE)
@organiser
def people() -> ResponseReturnValue:
    """By first name, a page at a time; contact details stand on each person's own page alone."""
    selection, typed = Selection.read(request.args.get("qui")), one_line(request.args.get("q"))[:100]
    after = request.args.get("apres")
    found = list_people(db.session(), selection=selection, typed=typed, after=after, now=clock.utc_now())
    return render_template(
        "pages/people/people.html",
        found=found,
        count=count_sentence(found, selection, typed),
        selection=selection,
        selections=list(Selection),
        typed=typed,
        after=after,
    )
