"""The team: whoever organises adds somebody, or takes their access away."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.models import Account
from meetups.accounts.queries import account_by_public_id
from meetups.accounts.services import make_organiser
from meetups.accounts.team import organisers
from meetups.accounts.team import remove_organiser as remove
from meetups.database import db
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.opening.letterhead import refused_team
from meetups.pages.opening.team_forms import TeamForm

TEAM = "/organisation/association/equipe"


@blueprint.post(TEAM)
@organiser
def add_organiser() -> ResponseReturnValue:
    """By first name and address. Somebody who organises already stays as they are: a second tap adds nobody."""
    form, session = TeamForm(), db.session()
    if not form.validate():
        return refused_team(form)
    actor, now = require_account(), clock.utc_now()
    added = make_organiser(session, form.address, form.first_name.data or "", actor=actor, now=now)
    session.commit()
    told = gettext("Dites-le-lui : pour entrer, il suffit de se connecter avec cette adresse.")
    flash(gettext("%(name)s organise avec vous.", name=added.first_name) + " " + told, "succes")
    return redirect(url_for("pages.letterhead", _anchor="t-equipe"))


@blueprint.route(f"{TEAM}/<public_id>/retirer", methods=["GET", "POST"])
@organiser
def remove_organiser(public_id: str) -> ResponseReturnValue:
    """What it means, then it is done. Not one's own access, nor the last one."""
    account = account_by_public_id(db.session(), public_id) or abort(404)
    if request.method != "POST":
        if account not in organisers(db.session()):
            abort(404)
        return render_template("pages/opening/remove_organiser.html", account=account)
    first_name = account.first_name
    try:
        _remove(account)
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "erreur")
    else:
        flash(gettext("%(name)s n’ouvre plus les pages de l’organisation.", name=first_name), "succes")
    return redirect(url_for("pages.letterhead", _anchor="t-equipe"))


def _remove(account: Account) -> None:
    remove(db.session(), account, actor=require_account(), now=clock.utc_now())
    db.session.commit()
