"""A pause, and its end: two buttons of « Mon espace »."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import signed_in
from meetups.database import db
from meetups.directory import pauses
from meetups.directory.pauses import UnknownPause
from meetups.pages.blueprint import blueprint
from meetups.pages.members.forms_pausing import PauseForm
from meetups.pages.members.member import member
from meetups.web.filters import long_date


@blueprint.post("/moi/pause")
@signed_in
def pause() -> ResponseReturnValue:
    """No invitation for a while."""
    person, form = member(), PauseForm()
    if not form.validate():
        flash(str(UnknownPause()), "erreur")
        return redirect(url_for("pages.me", _anchor="pause"))
    pauses.pause(db.session(), person, int(form.months.data), now=clock.utc_now())
    db.session.commit()
    assert person.paused_until
    flash(gettext("Votre pause dure jusqu’au %(day)s.", day=long_date(person.paused_until)), "succes")
    return redirect(url_for("pages.me", _anchor="pause"))


@blueprint.post("/moi/reprendre")
@signed_in
def resume() -> ResponseReturnValue:
    """Invitations may come again."""
    pauses.resume(db.session(), member(), now=clock.utc_now())
    db.session.commit()
    flash(gettext("Votre pause est finie : nous pouvons de nouveau vous inviter."), "succes")
    return redirect(url_for("pages.me", _anchor="pause"))
