"""The first page of a real installation, then the way into the guide and out of it."""

from flask import current_app, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length, StopValidation

from meetups import clock
from meetups.accounts import sessions
from meetups.accounts.access import current_account, entrance, organiser, public, require_account
from meetups.accounts.records import record_audit
from meetups.accounts.rules import normalise_email
from meetups.database import db
from meetups.errors import DomainError
from meetups.outbox.readiness import mails_wait
from meetups.outbox.ticks import run_soon
from meetups.pages.blueprint import blueprint
from meetups.pages.forms import TOO_LONG
from meetups.pages.navigation import association
from meetups.pages.opening import first_account
from meetups.pages.opening.guard import not_in_a_demo
from meetups.pages.opening.letterhead import own_installation
from meetups.pages.opening.state import Progress, read_progress
from meetups.planning.typed import one_line
from meetups.web.links import settings

GUIDE = "/organisation/ouverture"
FINISHED = "guide_finished"


class FirstPersonForm(FlaskForm):  # type: ignore[misc]
    """Who opens this installation."""

    first_name = StringField(
        lazy_gettext("Votre prénom"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Écrivez votre prénom : c’est ainsi que l’application vous appelle.")),
            Length(max=80, message=TOO_LONG),
        ],
    )
    email = EmailField(lazy_gettext("Votre adresse de courriel"))

    address = ""
    """The normalised address, once valid."""

    def validate_email(self, field: EmailField) -> None:
        """Say in French what an address lacks."""
        try:
            self.address = normalise_email(field.data or "")
        except DomainError as refusal:
            raise StopValidation(str(refusal)) from None


@blueprint.route("/ouverture/<token>", methods=["GET", "POST"])
@public
@entrance
@not_in_a_demo
def opening(token: str) -> ResponseReturnValue:
    """The link of the terminal: make the first account, and sign this browser in."""
    first_account.check_link(db.session(), token)
    if (known := current_account()) and known.is_organiser:
        return redirect(url_for("pages.guide"))
    form, now = FirstPersonForm(), clock.utc_now()
    try:
        first_account.check_open(db.session(), now=now)
        if not form.validate_on_submit():
            return render_template("pages/opening/start.html", form=form, token=token), 422 if form.errors else 200
        account = first_account.open_for(
            db.session(), first_name=form.first_name.data or "", email=form.address, now=now
        )
    except first_account.AlreadyOpened:
        db.session.rollback()
        return render_template("pages/opening/closed.html"), 410
    sessions.sign_in(db.session(), cookie, account, now=now)
    db.session.commit()
    return redirect(url_for("pages.guide"))


@blueprint.get(GUIDE)
@organiser
@not_in_a_demo
def guide() -> ResponseReturnValue:
    """Resume at the first screen that lacks something."""
    return redirect(url_for(read_progress(db.session()).first_unfinished.endpoint))


@blueprint.post(f"{GUIDE}/terminer")
@organiser
@not_in_a_demo
def finish_guide() -> ResponseReturnValue:
    """The dashboard takes over; the guide can be opened again from the letterhead's page."""
    session, now = db.session(), clock.utc_now()
    row = own_installation(session, now)
    if row.opened_at is None:
        row.opened_at = now
        record_audit(session, actor=require_account(), action="guide_finished", now=now)
    run_soon(session, "proposals", now=now)
    session.commit()
    if mails_are_waiting():
        waiting = gettext("Les propositions de déjeuners se calculent. Les courriels restent en attente d’un serveur.")
        flash(waiting, "attente")
    else:
        ready = gettext("Tout est prêt. Les propositions de déjeuners se calculent d’elles-mêmes, et se lisent ici.")
        flash(ready, "succes")
    return redirect(url_for("pages.organisation"))


@blueprint.app_template_global("mails_are_waiting")
def mails_are_waiting() -> bool:
    """Whether no server is set, so that nothing leaves, sign-in codes included."""
    return mails_wait(settings(), is_demo=association().is_demo)


@blueprint.app_template_global("guide_to_resume")
def guide_to_resume() -> Progress | None:
    """What organisers are reminded of: ``None`` in a demo and once finished, which then asks nothing any more."""
    if association().is_demo or current_app.extensions.get(FINISHED):
        return None
    progress = read_progress(db.session())
    # Never unset: this process need not ask again.
    current_app.extensions[FINISHED] = progress.is_open
    return None if progress.is_open else progress
