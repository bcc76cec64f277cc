"""Signing in to the demo by a link, without a mail: on a marked database, on loopback, and nowhere else."""

from flask import Blueprint, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts import queries, sessions
from meetups.accounts.access import demo_only, home_of
from meetups.database import db
from meetups.web.tokens import Purpose, read_link

blueprint = Blueprint("demo", __name__)


@blueprint.route("/demo/connexion/<token>", methods=["GET", "POST"])
@demo_only
def sign_in(token: str) -> ResponseReturnValue:
    """Say who you are about to be, then be it."""
    link = read_link(Purpose.DEMO_SIGN_IN, token)
    account = queries.account_by_public_id(db.session(), link.public_id)
    if account is None or not account.is_active:
        abort(404)
    if request.method != "POST":
        return render_template("demo/sign_in.html", account=account)
    sessions.sign_in(db.session(), session, account, action="sign_in_demo", now=clock.utc_now())
    db.session.commit()
    return redirect(home_of(account))
