"""Help for each role, and « qu’est-ce qui vous a gêné ? »."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import current_account, organiser, public
from meetups.database import db
from meetups.errors import DomainError
from meetups.help import queries, services
from meetups.help.forms import RemarkForm
from meetups.help.models import Remark
from meetups.help.places import Place, place_of, this_page
from meetups.help.topics import Topic

__all__ = ["Remark", "blueprint"]

blueprint = Blueprint("help", __name__)
blueprint.add_app_template_global(this_page)
blueprint.add_app_template_global(place_of)

SHOWN = 50
"""Remarks a page."""


@blueprint.get("/aide")
@public
def index() -> ResponseReturnValue:
    """Which help for whom."""
    return render_template("help/index.html", topics=Topic)


@blueprint.get("/aide/<topic>")
@public
def page(topic: str) -> ResponseReturnValue:
    """The questions of one role."""
    if topic not in set(Topic):
        abort(404)
    return render_template(f"help/{topic}.html", topic=Topic(topic), topics=Topic)


@blueprint.route("/remarque", methods=["GET", "POST"])
@public
def remark() -> ResponseReturnValue:
    """Say what got in the way. ``?page=`` names the page; ``?merci=1`` thanks someone whose page has no way back."""
    form = RemarkForm(page=request.args.get("page"))
    place = place_of(form.page.data)
    if not form.validate_on_submit():
        return _remark_page(form, place, 422 if form.errors else 200)
    if not form.is_from_a_program:
        try:
            services.write_remark(db.session(), place, form.words, account=current_account(), now=clock.utc_now())
        except DomainError as refusal:
            form.text.errors = [str(refusal)]
            return _remark_page(form, place, 429)
        db.session.commit()
    return _thanked(place)


@blueprint.get("/organisation/remarques")
@organiser
def remarks() -> ResponseReturnValue:
    """What people wrote. ``?lue=`` offers to undo « lue »; ``?apres=`` skips so many."""
    session, skip = db.session(), request.args.get("apres", 0, type=int)
    skip = min(max(skip, 0), 1_000_000)
    found = queries.remarks(session, skip=skip, limit=SHOWN + 1)
    just_read = queries.remark_by_public_id(session, request.args["lue"]) if "lue" in request.args else None
    return render_template(
        "help/remarks.html",
        remarks=found[:SHOWN],
        next_skip=skip + SHOWN if len(found) > SHOWN else None,
        unread=queries.unread_count(session),
        just_read=just_read if just_read and just_read.read_at else None,
    )


@blueprint.post("/organisation/remarques/<public_id>/lu")
@organiser
def mark_read(public_id: str) -> ResponseReturnValue:
    """Read; with ``lu=0``, to be read again."""
    session, read = db.session(), request.form.get("lu") != "0"
    found = queries.remark_by_public_id(session, public_id) or abort(404)
    services.mark_read(session, found, read=read, now=clock.utc_now())
    session.commit()
    return redirect(url_for("help.remarks", lue=public_id if read else None))


def _remark_page(form: RemarkForm, place: Place, status: int) -> ResponseReturnValue:
    form.page.data = place.name
    is_thanks = status == 200 and request.args.get("merci") == "1"
    template = "help/thanks.html" if is_thanks else "help/remark.html"
    return render_template(template, form=form, place=place), status


def _thanked(place: Place) -> ResponseReturnValue:
    """Back where they were, with a word; a page that opens by a link of a mail cannot be named, so a page says so."""
    if place.url is None:
        return redirect(url_for("help.remark", merci=1, page=place.name or None))
    flash(gettext("Merci : l’équipe lira votre remarque."), "succes")
    return redirect(place.url)
