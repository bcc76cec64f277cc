"""A pause, and its end: two buttons of « Mon espace »."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import signed_in
from meetups.database import db
from meetups.directory.pauses import UnknownPause
from meetups.invitations import preferences
from meetups.pages.blueprint import blueprint
from meetups.pages.members.forms_pausing import STOP, PauseForm
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
    if form.months.data == STOP:
        preferences.unsubscribe(db.session(), person, source="profile", now=clock.utc_now())
        said = gettext("C’est noté : vous ne recevez plus d’invitations.")
    else:
        preferences.pause(db.session(), person, int(form.months.data), source="profile", now=clock.utc_now())
        assert person.paused_until
        said = gettext("Votre pause dure jusqu’au %(day)s.", day=long_date(person.paused_until))
    db.session.commit()
    flash(said, "succes")
    return redirect(url_for("pages.me", _anchor="pause"))


@blueprint.post("/moi/reprendre")
@signed_in
def resume() -> ResponseReturnValue:
    """Invitations may come again."""
    preferences.resume(db.session(), member(), source="profile", now=clock.utc_now())
    db.session.commit()
    flash(gettext("C’est noté : nous pouvons de nouveau vous inviter."), "succes")
    return redirect(url_for("pages.me", _anchor="pause"))
