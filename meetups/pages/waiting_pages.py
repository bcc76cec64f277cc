"""The waiting list of one meetup: who is next and why, offers under way, places to add."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, NumberRange, Optional

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations import waiting
from meetups.invitations.waiting_queries import Waiting, offers_under_way, waiting_line
from meetups.invitations.waiting_rules import WaitingReason, family_share
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.forms import NO_NUMBER, SeatsField
from meetups.pages.loading import invitation_or_404, meetup_or_404, meetup_to_change
from meetups.planning.models import Meetup
from meetups.planning.rules import MAX_CAPACITY

MOST_PROMISED = 20


class PlacesForm(FlaskForm):  # type: ignore[misc]
    """How many people sit at the table; said as a total, so that a form sent twice adds nothing twice."""

    capacity = SeatsField(
        lazy_gettext("Nombre de places à table"),
        validators=[
            InputRequired(message=NO_NUMBER),
            NumberRange(
                2, MAX_CAPACITY, message=lazy_gettext("Entre %(low)d et %(high)d places.", low=2, high=MAX_CAPACITY)
            ),
        ],
    )
    overbooking = SeatsField(
        lazy_gettext("Places promises en plus"),
        validators=[
            Optional(),
            NumberRange(0, MOST_PROMISED, message=lazy_gettext("Entre 0 et %(high)d places.", high=MOST_PROMISED)),
        ],
    )


@dataclass(frozen=True)
class Row:
    """One line of the page. ``earlier`` and ``later`` are the positions that its two buttons ask for, from 0."""

    waiting: Waiting
    why: str
    earlier: int | None
    later: int | None


@blueprint.route(f"{MEETUPS}/<public_id>/attente", methods=["GET", "POST"])
@organiser
def waiting_list(public_id: str) -> ResponseReturnValue:
    """The line in order; posting moves someone, goes back to the usual order, or adds places."""
    if request.method != "POST":
        meetup = meetup_or_404(public_id)
        seats = {"capacity": meetup.capacity, "overbooking": meetup.overbooking}
        return _page(meetup, PlacesForm(formdata=None, data=seats))
    meetup = meetup_to_change(public_id)
    if "capacity" in request.form:
        return _set_places(meetup)
    if "habituel" in request.form:
        waiting.usual_order(db.session(), meetup, now=clock.utc_now())
        return _done(meetup, "waiting_order_reset", gettext("La liste suit de nouveau l’ordre habituel."))
    return _move(meetup)


def _move(meetup: Meetup) -> ResponseReturnValue:
    invitation = invitation_or_404(meetup, request.form.get("invitation", ""))
    position = request.form.get("place", "")
    if not (position.isascii() and position.isdecimal() and len(position) < 5):
        abort(400)
    waiting.move_in_line(db.session(), invitation, position=int(position), now=clock.utc_now())
    said = gettext("C’est fait : %(name)s a changé de place.", name=invitation.professional.first_name)
    return _done(meetup, "waiting_order_changed", said)


def _set_places(meetup: Meetup) -> ResponseReturnValue:
    form = PlacesForm()
    if not form.validate_on_submit():
        return _page(meetup, form, 422)
    try:
        offered = waiting.set_places(
            db.session(),
            meetup,
            capacity=form.capacity.data or 0,
            overbooking=form.overbooking.data or 0,
            now=clock.utc_now(),
        )
    except DomainError as refusal:
        db.session.rollback()
        form.capacity.errors = [str(refusal)]
        return _page(meetup_or_404(meetup.public_id), form, 409)
    said = gettext("La table compte %(count)d places.", count=form.capacity.data)
    if offered:
        offers = ngettext("%(num)d place est proposée.", "%(num)d places sont proposées.", offered)
        said = f"{said} {offers}"
    return _done(meetup, "places_changed", said)


def _done(meetup: Meetup, action: str, said: str) -> ResponseReturnValue:
    record_audit(db.session(), actor=require_account(), action=action, object=meetup, now=clock.utc_now())
    db.session.commit()
    flash(said, "succes")
    return redirect(url_for("pages.waiting_list", public_id=meetup.public_id))


def _page(meetup: Meetup, form: PlacesForm, status: int = 200) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    line = waiting_line(session, meetup)
    page = render_template(
        "pages/waiting_list.html",
        meetup=meetup,
        form=form,
        rows=_rows(line),
        is_moved=any(each.reason is WaitingReason.BY_HAND for each in line),
        offers=offers_under_way(session, meetup),
        share=family_share(meetup.capacity),
        can_change=not meetup.is_cancelled and not meetup.is_past(now),
    )
    return page, status


def _rows(line: list[Waiting]) -> list[Row]:
    last = len(line) - 1
    return [
        Row(each, why(each.reason), index - 1 if index else None, index + 1 if index < last else None)
        for index, each in enumerate(line)
    ]


def why(reason: WaitingReason) -> str:
    """Why someone stands there, in words."""
    return {
        WaitingReason.BY_HAND: gettext("l’équipe l’a mise ou mis à cette place"),
        WaitingReason.IN_TURN: gettext("à son tour, par ordre d’arrivée"),
        WaitingReason.PASSES: gettext(
            "son métier tient moins d’un tiers de la table : passe devant des personnes arrivées avant"
        ),
        WaitingReason.YIELDS: gettext("son métier tient déjà un tiers de la table : laisse passer les autres métiers"),
    }[reason]
