"""Write somebody down, or correct what we know of them."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.moving import AddressTaken
from meetups.database import db, new_public_id
from meetups.directory.adding import PersonDetails
from meetups.directory.adding import add_person as write_down
from meetups.directory.adding import edit_person as correct
from meetups.directory.duplicates import probable_duplicates
from meetups.directory.models import Professional
from meetups.directory.pathways import offered
from meetups.directory.professions import profession_labels
from meetups.directory.secretaries import NotASecretary, set_secretary
from meetups.pages.blueprint import blueprint
from meetups.pages.people.forms import PersonForm, known_of
from meetups.pages.people.people_pages import PEOPLE
from meetups.pages.people.person_pages import person_or_404
from meetups.pages.queries import areas, professional_by_public_id


@blueprint.route(f"{PEOPLE}/ajouter", methods=["GET", "POST"])
@organiser
def add_person() -> ResponseReturnValue:
    """With or without an e-mail address. Somebody who looks the same is shown before anything is written."""
    form = _form(public_id=new_public_id(), channel="email")
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    details = form.details
    alike = _unseen_duplicates(details)
    if alike:
        return _page(form, 409, alike=alike)
    made = _add(form.public_id.data or new_public_id(), details)
    flash(gettext("%(name)s est dans le réseau.", name=details.first_name), "succes")
    return redirect(url_for("pages.person", public_id=made))


@blueprint.route(f"{PEOPLE}/<public_id>/modifier", methods=["GET", "POST"])
@organiser
def edit_person(public_id: str) -> ResponseReturnValue:
    """The same form. What somebody else wrote meanwhile is not overwritten unread."""
    person = _person_to_edit(public_id)
    known = known_of(person)
    form = _form(**known)
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200, person)
    if form.version.data != known["version"]:
        form.version.data = str(known["version"])
        return _page(form, 409, person, changed=True)
    details = form.details
    alike = _unseen_duplicates(details, person)
    if alike:
        return _page(form, 409, person, alike=alike)
    if not _correct(person, details, form):
        return _page(form, 422, _person_to_edit(public_id))
    flash(gettext("C’est noté pour %(name)s.", name=details.first_name), "succes")
    return redirect(url_for("pages.person", public_id=public_id))


def _correct(person: Professional, details: PersonDetails, form: PersonForm) -> bool:
    """Whether it is written; otherwise the form says why not."""
    session, actor, now = db.session(), require_account(), clock.utc_now()
    try:
        correct(session, person, details, actor=actor, now=now)
        set_secretary(session, person, form.secretary_email.data, actor=actor, now=now)
    except (AddressTaken, NotASecretary) as refusal:
        session.rollback()
        field = form.email if isinstance(refusal, AddressTaken) else form.secretary_email
        field.errors = [str(refusal)]
        return False
    db.session.commit()
    return True


def _person_to_edit(public_id: str) -> Professional:
    """Somebody who has not left; when writing, the row is held, so that two forms sent at once take turns."""
    if request.method == "POST":
        db.session.execute(select(Professional.id).where(Professional.public_id == public_id).with_for_update())
    person = person_or_404(public_id)
    return person if person.left_at is None else abort(404)


def _form(**first_values: object) -> PersonForm:
    session = db.session()
    form = PersonForm(**first_values)
    form.offer_pathways(offered(session))
    known = areas(session)
    form.departments = {area.commune.department for area in known}
    return form


def _unseen_duplicates(details: PersonDetails, besides: Professional | None = None) -> Sequence[Professional]:
    """Those who look the same, unless the organiser saw every one of them and says that they are somebody else."""
    alike = probable_duplicates(db.session(), details, besides=besides)
    seen = set(request.form.get("autre", "").split())
    return [] if {person.public_id for person in alike} <= seen else alike


def _add(public_id: str, details: PersonDetails) -> str:
    """The public id of the person, written by this post or by its twin."""
    session = db.session()
    try:
        write_down(session, details, actor=require_account(), now=clock.utc_now(), public_id=public_id)
        session.commit()
    except IntegrityError:
        # The same form was sent twice at once, and its twin committed first.
        session.rollback()
        if professional_by_public_id(session, public_id) is None:
            raise
    return public_id


def _page(
    form: PersonForm,
    status: int,
    person: Professional | None = None,
    alike: Sequence[Professional] = (),
    changed: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "pages/people/edit_person.html" if person else "pages/people/add_person.html",
        form=form,
        person=person,
        alike=alike,
        was_changed=changed,
        areas=areas(db.session()),
        professions=profession_labels(db.session()),
    )
    return page, status
