"""The guide's last screen: the first people, one by one or from a list."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.models import Professional
from meetups.directory.pasting import MOST_LINES, ORDER
from meetups.outbox.ticks import run_soon
from meetups.pages.blueprint import blueprint
from meetups.pages.opening.guard import not_in_a_demo
from meetups.pages.opening.pasted import Preview, add_all, preview
from meetups.pages.opening.showing import show
from meetups.pages.opening.state import Screen

LONGEST_LIST = 100_000
"""Characters: five hundred lines of two hundred."""


class ListForm(FlaskForm):  # type: ignore[misc]
    """A list of people, one a line."""

    people = TextAreaField(
        lazy_gettext("Votre liste"),
        validators=[
            DataRequired(message=lazy_gettext("Collez au moins une ligne : une personne par ligne.")),
            Length(max=LONGEST_LIST, message=lazy_gettext("La liste est trop longue : collez-la en plusieurs fois.")),
        ],
    )


@blueprint.route("/organisation/ouverture/personnes", methods=["GET", "POST"])
@organiser
@not_in_a_demo
def guide_people() -> ResponseReturnValue:
    """Last screen. A list is read first, then added: what makes nobody stays in the box."""
    form = ListForm()
    if not form.validate_on_submit():
        return _page(form, None, 422 if form.errors else 200)
    read = preview(db.session(), form.people.data or "")
    if read.pasted.refusal:
        form.people.errors = [read.pasted.refusal]
        return _page(form, None, 422)
    if "add" not in request.form or not read.ready:
        return _page(form, read, 200 if read.ready else 422)
    _add(read)
    if read.left:
        form.people.data = read.left
        return _page(form, preview(db.session(), read.left), 200)
    return redirect(url_for("pages.guide_people"))


def _add(read: Preview) -> None:
    session, account, now = db.session(), require_account(), clock.utc_now()
    added = add_all(session, read.ready, actor=account, now=now)
    record_audit(session, actor=account, action="list_added", now=now)
    run_soon(session, "proposals", now=now)
    session.commit()
    said = [ngettext("%(num)d personne ajoutée.", "%(num)d personnes ajoutées.", added)]
    if read.skipped:
        said.append(
            ngettext(
                "%(num)d ligne déjà connue, laissée de côté.",
                "%(num)d lignes déjà connues, laissées de côté.",
                len(read.skipped),
            )
        )
    if read.left:
        said.append(gettext("Les autres lignes sont restées dans la liste, plus bas."))
    flash(" ".join(said), "succes")


def _page(form: ListForm, read: Preview | None, status: int) -> ResponseReturnValue:
    count = db.session().scalar(select(func.count(Professional.id)).where(Professional.left_at.is_(None)))
    page = show(
        "pages/opening/people.html",
        Screen.PEOPLE,
        form=form,
        read=read,
        people_count=count,
        order=[str(column) for column in ORDER],
        most=MOST_LINES,
    )
    return page, status
