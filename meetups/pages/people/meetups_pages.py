"""The organisers' lunches, by state."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.people.meetup_listing import State, list_lunches
from meetups.pages.progress import step_labels


@blueprint.get(MEETUPS)
@organiser
def meetups() -> ResponseReturnValue:
    """Drafts, lunches to come, past and cancelled ones, each with the next thing to do."""
    state, after = State.read(request.args.get("etat")), request.args.get("apres")
    return render_template(
        "pages/people/meetups.html",
        found=list_lunches(db.session(), state=state, after=after, now=clock.utc_now()),
        state=state,
        states=list(State),
        after=after,
        step_labels=step_labels(),
    )
