"""The list of areas, and how one is removed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.territory import wording
from meetups.pages.territory.keeping import keep
from meetups.pages.territory.loading import area_or_404
from meetups.pages.territory.queries import area_lines
from meetups.planning import removing


@blueprint.get("/organisation/secteurs")
@organiser
def areas() -> ResponseReturnValue:
    """Every area, alphabetically."""
    lines = area_lines(db.session(), clock.utc_now())
    return render_template("pages/territory/areas.html", lines=lines, wording=wording)


@blueprint.post("/organisation/secteurs/<public_id>/supprimer")
@organiser
def remove_area(public_id: str) -> ResponseReturnValue:
    """Forget an area that no meetup to come uses; the page before asked for confirmation."""
    area = area_or_404(public_id)
    try:
        removing.remove_area(db.session(), area, now=clock.utc_now())
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "erreur")
        return redirect(url_for("pages.edit_area", public_id=public_id))
    keep("area_removed", public_id, gettext("Le secteur « %(name)s » est supprimé.", name=area.name))
    return redirect(url_for("pages.areas"))
