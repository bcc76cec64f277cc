"""Taking a seat at a lunch, or asking for one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import current_account, entrance, public, require_account, signed_in
from meetups.accounts.models import Account
from meetups.accounts.services import TooManyCodes
from meetups.database import db
from meetups.directory.joining import TooManyCalls
from meetups.directory.models import Professional
from meetups.invitations.models import SeatRequest
from meetups.invitations.rules import SeatRequestStatus
from meetups.invitations.seat_queries import seat_request_of
from meetups.invitations.seat_requests import withdraw_request
from meetups.pages.blueprint import blueprint
from meetups.pages.joining.entering import begin, enter_signed_in, take_place
from meetups.pages.joining.forms import RequestForm, SeatForm
from meetups.pages.joining.join_pages import prepare
from meetups.pages.joining.lunches import open_lunch_or_404
from meetups.pages.joining.state import LunchState, lunch_state
from meetups.pages.queries import own_professional
from meetups.planning.models import Meetup, Openness

OFFERED = {"open", "members", "ask", "wait"}
"""The states in which there is something to fill in or to confirm."""


@blueprint.route("/rencontres/<public_id>/place", methods=["GET", "POST"])
@public
@entrance
def seat(public_id: str) -> ResponseReturnValue:
    """One confirmation for someone we know, four lines for a stranger, and where things stand for everyone else."""
    lunch = open_lunch_or_404(public_id)
    account = current_account()
    person = own_professional(db.session(), account) if account else None
    state = lunch_state(db.session(), lunch, person, clock.utc_now())
    if state.answer_url:
        return redirect(state.answer_url)
    if state.mode not in OFFERED:
        return render_template("pages/joining/seat.html", meetup=lunch, lunch_state=state, form=None)
    return _confirm(lunch, state, person) if person else _introduce(lunch, state, account)


@blueprint.post("/rencontres/<public_id>/place/retirer")
@signed_in
def withdraw_seat_request(public_id: str) -> ResponseReturnValue:
    """Take one's own request back."""
    lunch, database = open_lunch_or_404(public_id), db.session()
    person = own_professional(database, require_account()) or abort(404)
    asked = seat_request_of(database, lunch, person) or abort(404)
    is_withdrawn = withdraw_request(database, asked, now=clock.utc_now())
    database.commit()
    flash(*_taken_back(asked, is_withdrawn=is_withdrawn))
    return redirect(url_for("pages.seat", public_id=public_id))


def _taken_back(asked: SeatRequest, *, is_withdrawn: bool) -> tuple[str, str]:
    if is_withdrawn:
        return gettext("Votre demande est retirée."), "succes"
    if asked.status is SeatRequestStatus.GRANTED:
        return gettext("L’équipe vous a déjà gardé une place."), "info"
    return gettext("L’équipe avait déjà répondu à votre demande."), "info"


def _confirm(lunch: Meetup, state: LunchState, person: Professional) -> ResponseReturnValue:
    form = RequestForm()
    if not form.validate_on_submit():
        return _page(lunch, state, form, 422 if form.errors else 200, person=person)
    place = take_place(lunch, person, form.message.data or "")
    db.session.commit()
    return redirect(place)


def _introduce(lunch: Meetup, state: LunchState, account: Account | None) -> ResponseReturnValue:
    form = SeatForm(commune=request.args.get("commune", ""), first_name=account.first_name if account else "")
    known = prepare(form, is_signed_in=account is not None)
    if not form.validate_on_submit():
        return _page(lunch, state, form, 422 if form.errors else 200, **known)
    is_listed = bool(form.listed.data) or lunch.openness is not Openness.EVERYONE
    message = form.message.data or ""
    if account:
        return enter_signed_in(form, account, is_listed=is_listed, lunch=lunch, message=message)
    try:
        return begin(form, is_listed=is_listed, lunch=lunch, message=message)
    except (TooManyCodes, TooManyCalls) as refusal:
        form.contact.errors = [str(refusal)]
        return _page(lunch, state, form, 429, **known)


def _page(lunch: Meetup, state: LunchState, form: RequestForm, status: int, **known: object) -> ResponseReturnValue:
    page = render_template("pages/joining/seat.html", meetup=lunch, lunch_state=state, form=form, **known)
    return page, status
