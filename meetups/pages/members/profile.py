"""« Mon profil »: name, profession, pathways, meals, how to be reached, who reads what."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import require_account, signed_in
from meetups.database import db
from meetups.directory.models import Professional
from meetups.directory.pathways import offered
from meetups.directory.professions import profession_labels
from meetups.directory.profiles import edit_profile, set_sharing
from meetups.directory.secretaries import NotASecretary, set_secretary
from meetups.errors import DomainError
from meetups.invitations.visibility import show_to_guests
from meetups.pages.blueprint import blueprint
from meetups.pages.members.forms_profile import SHARING_TEXT_VERSION, ProfileForm, profile_of
from meetups.pages.members.member import member


@blueprint.route("/moi/profil", methods=["GET", "POST"])
@signed_in
def my_profile() -> ResponseReturnValue:
    """Read it, change it."""
    person = member()
    form = ProfileForm(data=profile_of(person))
    form.offer(offered(db.session()), person)
    if not form.validate_on_submit():
        return _page(person, form, 422 if form.errors else 200)
    family = person.family
    try:
        _write(person, form)
    except NotASecretary as refusal:
        db.session.rollback()
        form.secretary_email.errors = [str(refusal)]
        return _page(member(), form, 409)
    except DomainError as refusal:
        db.session.rollback()
        return _page(member(), form, 409, refusal)
    flash(_done(person, changed_family=person.family is not family), "succes")
    return redirect(url_for("pages.me", _anchor="ma-fiche"))


def _write(person: Professional, form: ProfileForm) -> None:
    session, now = db.session(), clock.utc_now()
    edit_profile(session, person, form.details)
    set_secretary(session, person, form.secretary_email.data, actor=require_account(), now=now)
    set_sharing(session, person, form.sharing, text_version=SHARING_TEXT_VERSION, source="profile", now=now)
    show_to_guests(session, person, shown=bool(form.is_seen.data), source="profile", now=now)
    session.commit()


def _done(person: Professional, *, changed_family: bool) -> str:
    if not changed_family:
        return gettext("C’est noté.")
    return gettext("C’est noté. Votre famille de métiers : %(family)s.", family=person.family.label)


def _page(
    person: Professional, form: ProfileForm, status: int, refusal: DomainError | None = None
) -> ResponseReturnValue:
    labels = profession_labels(db.session())
    page = render_template("pages/members/profile.html", person=person, form=form, refusal=refusal, professions=labels)
    return page, status
