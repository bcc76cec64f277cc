"""The list of places: town halls and structures, and the rooms they lend."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetups.accounts.access import organiser
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.places import wording
from meetups.pages.places.listing import list_hosts
from meetups.planning.typed import one_line

PLACES = "/organisation/lieux"


@blueprint.get(PLACES)
@organiser
def hosts() -> ResponseReturnValue:
    """By name, a page at a time."""
    typed, after = one_line(request.args.get("q"))[:100], request.args.get("apres")
    found = list_hosts(db.session(), typed=typed, after=after)
    return render_template("pages/places/hosts.html", found=found, typed=typed, after=after, wording=wording)
