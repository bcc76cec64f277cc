"""A pause, its end, or leaving: done by the team for somebody who asked for it, mostly without an account."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.database import db
from meetups.directory.models import Professional
from meetups.invitations import preferences
from meetups.invitations.leaving import leave_network
from meetups.invitations.queries import seats_held
from meetups.pages.blueprint import blueprint
from meetups.pages.members.forms_pausing import STOP, PauseForm
from meetups.pages.people.people_pages import PEOPLE
from meetups.pages.people.person_pages import person_or_404
from meetups.polls.services import forget_voter
from meetups.proposals.leaving import leave_proposals
from meetups.seating.leaving import leave_tables
from meetups.web.filters import long_date

ORGANISER = "organiser"
"""The channel that the log names: somebody of the team, after a call."""


@blueprint.post(f"{PEOPLE}/<public_id>/pause")
@organiser
def pause_person(public_id: str) -> ResponseReturnValue:
    """No invitation for a while."""
    person, form = _present_or_404(public_id), PauseForm()
    if not form.validate():
        flash(gettext("Choisissez la durée de la pause : un mois, deux mois ou six mois."), "erreur")
        return redirect(url_for("pages.person", public_id=public_id, _anchor="partir"))
    flash(_stop_or_pause(person, form.months.data), "succes")
    db.session.commit()
    return redirect(url_for("pages.person", public_id=public_id))


def _stop_or_pause(person: Professional, months: str) -> str:
    session, actor, now = db.session(), require_account(), clock.utc_now()
    if months == STOP:
        preferences.unsubscribe(session, person, source=ORGANISER, actor=actor, now=now)
        return gettext("C’est noté : %(name)s ne reçoit plus d’invitations.", name=person.first_name)
    preferences.pause(session, person, int(months), source=ORGANISER, actor=actor, now=now)
    assert person.paused_until
    day = long_date(person.paused_until)
    return gettext("%(name)s est en pause jusqu’au %(day)s.", name=person.first_name, day=day)


@blueprint.post(f"{PEOPLE}/<public_id>/reprendre")
@organiser
def resume_person(public_id: str) -> ResponseReturnValue:
    """Invitations may come again."""
    person = _present_or_404(public_id)
    actor, now = require_account(), clock.utc_now()
    preferences.resume(db.session(), person, source=ORGANISER, actor=actor, now=now)
    db.session.commit()
    flash(
        gettext("C’est noté : %(name)s peut de nouveau recevoir des invitations.", name=person.first_name),
        "succes",
    )
    return redirect(url_for("pages.person", public_id=public_id))


@blueprint.route(f"{PEOPLE}/<public_id>/effacer", methods=["GET", "POST"])
@organiser
def erase_person(public_id: str) -> ResponseReturnValue:
    """What it means, then it is done. Whoever has left already is shown as such: a second tap erases nobody."""
    person, now = _held_or_404(public_id), clock.utc_now()
    if person.left_at is not None:
        return redirect(url_for("pages.person", public_id=public_id))
    session = db.session()
    if request.method != "POST":
        return render_template("pages/people/erase.html", person=person, seats=seats_held(session, person.id, now))
    leave_network(session, person, actor=require_account(), now=now)
    leave_proposals(session, person)
    leave_tables(session, person)
    forget_voter(session, person)
    session.commit()
    flash(gettext("C’est fait : il ne reste ni nom, ni coordonnées."), "succes")
    return redirect(url_for("pages.person", public_id=public_id))


def _held_or_404(public_id: str) -> Professional:
    """When writing, the row is held, so that two forms sent at once take turns; answers may still refer to it, since
    whoever writes one holds a meetup that leaving waits for.
    """
    if request.method == "POST":
        row = select(Professional.id).where(Professional.public_id == public_id)
        db.session.execute(row.with_for_update(key_share=True))
    return person_or_404(public_id)


def _present_or_404(public_id: str) -> Professional:
    person = _held_or_404(public_id)
    return person if person.left_at is None else abort(404)
