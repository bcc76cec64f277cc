"""The organiser decides on the seats that were asked for."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.database import db
from meetups.invitations import seat_requests
from meetups.invitations.models import SeatRequest
from meetups.invitations.seat_queries import seat_request_by_public_id
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import meetup_or_404
from meetups.web.filters import phone

GRANT, DECLINE = "accepter", "pas-cette-fois"


@blueprint.post(f"{MEETUPS}/<public_id>/demandes/<request_id>")
@organiser
def decide_seat(public_id: str, request_id: str) -> ResponseReturnValue:
    """Grant or decline one request; a refusal of ours is shown on the meetup's page, and changes nothing."""
    database, now, actor = db.session(), clock.utc_now(), require_account()
    asked = seat_request_by_public_id(database, meetup_or_404(public_id), request_id) or abort(404)
    decision = request.form.get("decision")
    if decision == GRANT:
        seat_requests.grant(database, asked, actor=actor, now=now)
    elif decision == DECLINE:
        seat_requests.decline(database, asked, actor=actor, now=now)
    else:
        abort(400)
    database.commit()
    flash(_said(asked, granted=decision == GRANT), "succes")
    return redirect(url_for("pages.meetup", public_id=public_id, _anchor="demandes"))


def _said(asked: SeatRequest, *, granted: bool) -> str:
    person, name = asked.professional, asked.professional.first_name
    if not (person.email if granted else asked.is_mailed):
        number = phone(person.phone or "")
        if granted:
            return gettext("%(name)s a sa place. Dites-le-lui au %(number)s.", name=name, number=number)
        return gettext("C’est noté. Dites-le à %(name)s au %(number)s.", name=name, number=number)
    if granted:
        return gettext("%(name)s a sa place : la confirmation part par courriel.", name=name)
    return gettext("C’est noté : un mot part à %(name)s.", name=name)
