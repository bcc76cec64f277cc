"""Joining the network: the form, the code, and what to expect after leaving a number."""

import structlog
from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts import services, sessions
from meetups.accounts.access import current_account, entrance, home_of, public
from meetups.accounts.forms import CodeForm
from meetups.database import db
from meetups.directory import joining
from meetups.directory.joining import Newcomer, TooManyCalls
from meetups.directory.models import Professional
from meetups.directory.professions import profession_labels
from meetups.geography.models import Commune
from meetups.pages.blueprint import blueprint
from meetups.pages.joining import waiting
from meetups.pages.joining.entering import SOURCE, begin, enter_signed_in, send_code, take_place
from meetups.pages.joining.forms import JoinForm
from meetups.pages.joining.lunches import open_lunch
from meetups.pages.joining.waiting import Waiting
from meetups.pages.queries import areas, own_professional

log = structlog.get_logger()


@blueprint.route("/rejoindre", methods=["GET", "POST"])
@public
@entrance
def join() -> ResponseReturnValue:
    """Four lines, for someone who is not of the network yet."""
    account = current_account()
    if account and own_professional(db.session(), account):
        return redirect(url_for("pages.me"))
    form = JoinForm(commune=request.args.get("commune", ""), first_name=account.first_name if account else "")
    known = prepare(form, is_signed_in=account is not None)
    if not form.validate_on_submit():
        return _join_page(form, known, 422 if form.errors else 200)
    if account:
        return enter_signed_in(form, account, is_listed=True)
    try:
        return begin(form, is_listed=True)
    except (services.TooManyCodes, TooManyCalls) as refusal:
        form.contact.errors = [str(refusal)]
        return _join_page(form, known, 429)


def prepare(form: JoinForm, *, is_signed_in: bool) -> dict[str, object]:
    """Give a form what the network knows: its communes and professions. An account's address is not asked again."""
    database = db.session()
    sectors = areas(database)
    form.departments = {area.commune.department for area in sectors}
    if is_signed_in:
        del form.contact
    towns = sorted({area.commune.name for area in sectors})
    return {"professions": profession_labels(database), "towns": towns}


def _join_page(form: JoinForm, known: dict[str, object], status: int) -> ResponseReturnValue:
    return render_template("pages/joining/join.html", form=form, **known), status


@blueprint.route("/rejoindre/code", methods=["GET", "POST"])
@public
@entrance
def join_code() -> ResponseReturnValue:
    """Type the code, in the browser that asked. The mail's link only writes it in the field (``?code=``)."""
    held = waiting.read(session)
    if held is None or held.is_over(clock.utc_now()):
        return _nothing_waits(held)
    form = CodeForm(code=request.args.get("code", ""))
    if "autre" in request.form:
        return _send_again(form, held)
    if not form.validate_on_submit():
        return _code_page(form, held, 422 if form.errors else 200)
    try:
        place = _come_in(form.digits, held)
    except services.CodeRefused as refusal:
        db.session.commit()  # the try counts
        log.info("joining_refused", why=type(refusal).__name__)
        form.code.errors = [str(refusal)]
        return _code_page(form, held, 422)
    return redirect(place)


@blueprint.get("/rejoindre/merci")
@public
def joined() -> ResponseReturnValue:
    """The team calls. Says nothing of who was known already."""
    lunch = open_lunch(request.args.get("rencontre", ""))
    return render_template("pages/joining/joined.html", lunch=lunch)


def _come_in(digits: str, held: Waiting) -> str:
    """Account, professional, seat and session in one transaction; returns where to go."""
    database, now = db.session(), clock.utc_now()
    account = services.use_joining_code(
        database, digits, email=held.email, first_name=held.first_name, browser=held.browser, now=now
    )
    # An account as old as the form was made by a first click.
    is_new = account.created_at.timestamp() >= held.asked_at
    was_member = own_professional(database, account) is not None and not is_new
    person = joining.enter(database, _newcomer(held), account, is_listed=held.is_listed, source=SOURCE, now=now)
    is_same = joining.is_same_first_name(person.first_name, held.first_name)
    place = url_for("pages.me")
    if held.lunch and (lunch := open_lunch(held.lunch)):
        # Another first name: a mailbox that several people share. Nobody takes a seat in a colleague's name unasked.
        place = take_place(lunch, person, held.message) if is_same else url_for("pages.seat", public_id=held.lunch)
    sessions.sign_in(database, session, account, place=place, now=now)
    database.commit()
    _greet(person, held, was_member=was_member, is_same=is_same)
    return place


def _newcomer(held: Waiting) -> Newcomer:
    return Newcomer(
        first_name=held.first_name,
        profession_text=held.profession,
        commune=db.session().get_one(Commune, held.insee),
        email=held.email,
    )


def _greet(person: Professional, held: Waiting, *, was_member: bool, is_same: bool) -> None:
    if not is_same:
        words = gettext(
            "Dans le réseau, cette adresse est déjà celle de %(name)s : vous voilà dans son espace. "
            "Si ce n’est pas vous, quittez-le et appelez l’équipe, ou donnez une autre adresse.",
            name=person.first_name,
        )
        flash(words, "info")
    elif was_member and not held.lunch:
        flash(gettext("Vous étiez déjà du réseau : vous voilà chez vous, et rien n’a changé."), "info")
    elif not held.lunch:
        words = gettext(
            "Bienvenue dans le réseau, %(name)s. Il reste une chose utile, en trois lignes : dire pour quoi on peut "
            "vous appeler.",
            name=person.first_name,
        )
        flash(words, "succes")


def _send_again(form: CodeForm, held: Waiting) -> ResponseReturnValue:
    try:
        return send_code(held)
    except services.TooManyCodes as refusal:
        form.code.errors = [str(refusal)]
        return _code_page(form, held, 429)


def _code_page(form: CodeForm, held: Waiting, status: int) -> ResponseReturnValue:
    lunch = open_lunch(held.lunch) if held.lunch else None
    back = url_for("pages.seat", public_id=held.lunch) if held.lunch else url_for("pages.join")
    return render_template("pages/joining/code.html", form=form, held=held, lunch=lunch, back=back), status


def _nothing_waits(held: Waiting | None) -> ResponseReturnValue:
    waiting.forget(session)
    account = current_account()
    if account and held is None:
        return redirect(sessions.entered_at(session) or home_of(account))
    if held is None:
        flash(gettext("Le code se tape dans le navigateur qui l’a demandé. D’ici, recommencez : c’est court."), "info")
    else:
        flash(gettext("Dix minutes ont passé, et rien n’a été gardé. Recommencez : c’est court."), "info")
    lunch = held.lunch if held else None
    return redirect(url_for("pages.seat", public_id=lunch) if lunch else url_for("pages.join"))
