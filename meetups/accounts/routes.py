"""Signing in with a one-time code, and out."""

import structlog
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts import rules, services, sessions
from meetups.accounts.access import current_account, entrance, home_of, public
from meetups.accounts.forms import CodeForm, SignInForm
from meetups.accounts.gestures import browser_nonce
from meetups.accounts.models import Account
from meetups.database import db

blueprint = Blueprint("accounts", __name__)
log = structlog.get_logger()

ASKED = "asked"
"""What the cookie holds between the two pages: this browser's nonce, the address typed, and where to go then."""


@blueprint.route("/connexion", methods=["GET", "POST"])
@public
@entrance
def sign_in() -> ResponseReturnValue:
    """Ask for a code."""
    account = current_account()
    if account and request.method == "GET":
        return redirect(_after(account, request.args.get("next")))
    form = SignInForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    nonce = browser_nonce(form.address, request.form.get("autre", ""))
    try:
        browser = services.request_code(db.session(), form.address, browser=nonce, now=clock.utc_now())
    except services.TooManyCodes as refusal:
        form.email.errors = [str(refusal)]
        return render_template("accounts/sign_in.html", form=form), 429
    db.session.commit()
    session[ASKED] = {"browser": browser, "email": form.address, "next": form.next.data or None}
    return redirect(url_for("accounts.code"))


@blueprint.route("/connexion/code", methods=["GET", "POST"])
@public
@entrance
def code() -> ResponseReturnValue:
    """Type the code, in the browser that asked. The mail's link only writes it in the field (``?code=``)."""
    asked = session.get(ASKED)
    if asked is None:
        return _nothing_asked_here()
    form = CodeForm(code=request.args.get("code", ""))
    if not form.validate_on_submit():
        return _code_page(form, asked, 422 if form.errors else 200)
    now = clock.utc_now()
    try:
        account = services.use_code(db.session(), form.digits, browser=asked["browser"], now=now)
    except services.CodeRefused as refusal:
        db.session.commit()  # the try counts
        log.info("sign_in_refused", why=type(refusal).__name__)
        form.code.errors = [str(refusal)]
        return _code_page(form, asked, 422)
    place = _after(account, asked["next"])
    sessions.sign_in(db.session(), session, account, place=place, now=now)
    db.session.commit()
    return redirect(place)


@blueprint.post("/deconnexion")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session, even one that had already ended."""
    sessions.sign_out(db.session(), session, current_account(), now=clock.utc_now())
    db.session.commit()
    flash(gettext("Vous avez quitté votre espace sur cet appareil."), "success")
    return redirect(url_for("pages.home"))


def _code_page(form: CodeForm, asked: dict[str, str], status: int) -> ResponseReturnValue:
    return render_template("accounts/code.html", form=form, email=asked["email"], next=asked["next"]), status


def _nothing_asked_here() -> ResponseReturnValue:
    account = current_account()
    if account:
        return redirect(sessions.entered_at(session) or home_of(account))
    flash(gettext("Le code se tape dans le navigateur qui l’a demandé. D’ici, demandez-en un nouveau."), "info")
    return redirect(url_for("accounts.sign_in"))


def _after(account: Account, target: str | None) -> str:
    return rules.safe_next(target) if target else home_of(account)
