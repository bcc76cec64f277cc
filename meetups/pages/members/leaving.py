"""Leaving: what it means, then at once and entirely."""

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import require_account, signed_in
from meetups.database import db
from meetups.invitations.leaving import leave_network
from meetups.invitations.queries import seats_held
from meetups.pages.blueprint import blueprint
from meetups.pages.members.member import member
from meetups.polls.services import forget_voter
from meetups.proposals.leaving import leave_proposals
from meetups.seating.leaving import leave_tables


@blueprint.route("/moi/quitter", methods=["GET", "POST"])
@signed_in
def leave() -> ResponseReturnValue:
    """What it means, then it is done: a last page, and nobody is signed in any more."""
    person, account = member(), require_account()
    if request.method != "POST":
        seats = seats_held(db.session(), person.id, clock.utc_now())
        return render_template("pages/members/leave.html", seats=seats, account=account)
    first_name, stays_organiser = person.first_name, account.is_organiser
    leave_network(db.session(), person, now=clock.utc_now())
    leave_proposals(db.session(), person)
    leave_tables(db.session(), person)
    forget_voter(db.session(), person)
    db.session.commit()
    if stays_organiser:
        flash(gettext("Votre fiche est effacée. Votre compte d’organisation reste ouvert."), "succes")
        return redirect(url_for("pages.me"))
    session.clear()
    g.pop("account", None)  # the frame of the last page is that of someone who is not signed in
    return render_template("pages/members/farewell.html", first_name=first_name)
