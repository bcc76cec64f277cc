"""The list of care pathways, and how one is added, named, described and removed."""

import re

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Regexp

from meetups.accounts.access import organiser
from meetups.database import db, new_public_id
from meetups.directory.models import CarePathway
from meetups.directory.pathways import add_pathway, pathway_by_public_id, rename
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.forms import TOO_LONG
from meetups.pages.territory.keeping import keep
from meetups.pages.territory.loading import pathway_or_404
from meetups.pages.territory.queries import meetups_of_pathway, pathway_lines, people_by_pathway
from meetups.planning import removing
from meetups.planning.typed import one_line

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{12}")


class PathwayForm(FlaskForm):  # type: ignore[misc]
    """A name, and a sentence that helps people recognise themselves."""

    public_id = HiddenField(validators=[Regexp(_PUBLIC_ID)])
    name = StringField(lazy_gettext("Nom"), filters=[one_line], validators=[Length(max=60, message=TOO_LONG)])
    description = TextAreaField(
        lazy_gettext("En une phrase"), filters=[one_line], validators=[Length(max=200, message=TOO_LONG)]
    )


@blueprint.get("/organisation/parcours")
@organiser
def pathways() -> ResponseReturnValue:
    """Every pathway, alphabetically."""
    return render_template("pages/territory/pathways.html", lines=pathway_lines(db.session()))


@blueprint.route("/organisation/parcours/nouveau", methods=["GET", "POST"])
@organiser
def new_pathway() -> ResponseReturnValue:
    """A new pathway. Sent twice, it makes one."""
    form = PathwayForm(public_id=new_public_id())
    if not form.validate_on_submit():
        return _page(form, None, 422 if form.errors else 200)
    if pathway_by_public_id(db.session(), str(form.public_id.data)):
        return redirect(url_for("pages.pathways"))  # its twin was kept a moment ago
    try:
        made = add_pathway(
            db.session(), form.name.data or "", form.description.data or "", public_id=str(form.public_id.data)
        )
    except DomainError as refusal:
        return _refused(form, None, refusal)
    keep("pathway_created", made, gettext("Le parcours « %(name)s » est ajouté.", name=made.name))
    return redirect(url_for("pages.pathways"))


@blueprint.route("/organisation/parcours/<public_id>", methods=["GET", "POST"])
@organiser
def edit_pathway(public_id: str) -> ResponseReturnValue:
    """Name or describe one anew; or remove it."""
    pathway = pathway_or_404(public_id)
    form = PathwayForm(obj=pathway)
    if not form.validate_on_submit():
        return _page(form, pathway, 422 if form.errors else 200)
    try:
        rename(db.session(), pathway, form.name.data or "", form.description.data or "")
    except DomainError as refusal:
        return _refused(form, public_id, refusal)
    keep("pathway_changed", pathway, gettext("Le parcours « %(name)s » est enregistré.", name=pathway.name))
    return redirect(url_for("pages.pathways"))


@blueprint.post("/organisation/parcours/<public_id>/supprimer")
@organiser
def remove_pathway(public_id: str) -> ResponseReturnValue:
    """Forget a pathway that no meetup bears; the page before said how many people lose it."""
    pathway = pathway_or_404(public_id)
    try:
        removing.remove_pathway(db.session(), pathway)
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "erreur")
        return redirect(url_for("pages.edit_pathway", public_id=public_id))
    keep("pathway_removed", public_id, gettext("Le parcours « %(name)s » est supprimé.", name=pathway.name))
    return redirect(url_for("pages.pathways"))


def _refused(form: PathwayForm, public_id: str | None, refusal: DomainError) -> ResponseReturnValue:
    """Every refusal is about the name."""
    db.session.rollback()
    form.name.errors = [str(refusal)]
    return _page(form, pathway_or_404(public_id) if public_id else None, 422)


def _page(form: PathwayForm, pathway: CarePathway | None, status: int) -> ResponseReturnValue:
    session = db.session()
    page = render_template(
        "pages/territory/pathway.html",
        form=form,
        pathway=pathway,
        people=people_by_pathway(session, [pathway.id]).get(pathway.id, 0) if pathway else 0,
        meetups=meetups_of_pathway(session, pathway) if pathway else 0,
    )
    return page, status
