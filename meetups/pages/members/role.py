"""« Ma fiche de rôle »."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import signed_in
from meetups.database import db
from meetups.directory.patient_data import PatientTrace, patient_traces
from meetups.directory.profiles import write_role_profile
from meetups.pages.blueprint import blueprint
from meetups.pages.members.forms_role import RoleForm, answers_of
from meetups.pages.members.member import member

CONFIRMED = "relu"
"""The second button of the warning, beside the digest of the text that was read again."""


@blueprint.route("/moi/fiche", methods=["GET", "POST"])
@signed_in
def my_role() -> ResponseReturnValue:
    """Read it, write it. A text that seems to speak of a person who is cared for is read twice."""
    person = member()
    form = RoleForm(data=answers_of(person.role_profile))
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    traces = patient_traces(form.whole_text)
    if traces and request.form.get(CONFIRMED) != form.digest:
        return _page(form, 422, traces)
    write_role_profile(db.session(), person, form.answers, now=clock.utc_now())
    db.session.commit()
    flash(gettext("Votre fiche de rôle est enregistrée."), "succes")
    return redirect(url_for("pages.me", _anchor="ma-fiche"))


def _page(form: RoleForm, status: int, traces: Sequence[PatientTrace] = ()) -> ResponseReturnValue:
    return render_template("pages/members/role_form.html", form=form, traces=traces, confirmed=CONFIRMED), status
