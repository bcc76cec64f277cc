"""How proposals are weighed, on one page: sane until changed, and the effect shown before it is saved."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.proposals.settings_forms import SettingsForm, typed_from
from meetups.proposals import services, settings
from meetups.proposals.effect import Effect, effect
from meetups.proposals.formats import PROPOSED
from meetups.proposals.settings import DEFAULTS, Stored


@blueprint.route("/organisation/propositions/reglages", methods=["GET", "POST"])
@organiser
def proposal_settings() -> ResponseReturnValue:
    """Posting shows the effect; « Enregistrer » keeps it; « Valeurs d’origine » writes them in the form."""
    now_stored = settings.stored(db.session())
    if request.method != "POST":
        usual = DEFAULTS if "origine" in request.args else now_stored.preferences
        data = typed_from(usual) | {"version": str(now_stored.version)}
        return _page(SettingsForm(formdata=None, data=data), now_stored)
    form = SettingsForm()
    form.validate()
    preferences = form.preferences(now_stored.preferences)
    form.refuse(settings.problems(preferences))  # with what could not be read: all at once, in the page's order
    if form.errors:
        return _page(form, now_stored, status=422)
    if "enregistrer" not in request.form:
        return _page(form, now_stored, effect(db.session(), preferences, now=clock.utc_now()))
    return _save(form, preferences)


def _save(form: SettingsForm, preferences: settings.Preferences) -> ResponseReturnValue:
    session, now, account = db.session(), clock.utc_now(), require_account()
    version = form.version.data or ""
    try:
        settings.save(
            session,
            preferences,
            version=int(version) if version.isdecimal() else -1,
            by=account.public_id,
            now=now,
        )
        record_audit(session, actor=account, action="proposal_settings_changed", now=now)
        session.commit()
    except DomainError as refusal:
        session.rollback()
        flash(str(refusal), "attente")
        return redirect(url_for("pages.proposal_settings"))
    services.refresh(session, now=now, count=preferences.meetups)
    session.commit()
    flash(gettext("C’est enregistré, et les propositions sont recalculées."), "succes")
    return redirect(url_for("pages.proposals"))


def _page(
    form: SettingsForm, now_stored: Stored, would_be: Effect | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "pages/proposals/settings.html",
        form=form,
        stored=now_stored,
        effect=would_be,
        families=ProfessionFamily,
        formats=PROPOSED,
        usual=typed_from(DEFAULTS),
    )
    return page, status
