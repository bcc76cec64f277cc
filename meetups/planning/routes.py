"""The page that a host opens by its link, and where it answers."""

from datetime import datetime
from typing import Literal

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from meetups import clock
from meetups.accounts.access import host_link
from meetups.adapters.geocoder import GeocodedPoint, Geocoder
from meetups.database import db, read_only
from meetups.errors import DomainError
from meetups.geography.text import fold
from meetups.planning import hosting as verbs
from meetups.planning.asking_again import kept_its_day
from meetups.planning.choices import HostChoice
from meetups.planning.errors import LoanChanged
from meetups.planning.forms import AcceptForm, HostForms
from meetups.planning.hosting import NewRoom
from meetups.planning.models import HostChannel, HostingRequest, Meetup, RequestStatus
from meetups.planning.queries import request_by_link
from meetups.planning.wording import a_meetup, this_meetup
from meetups.venues.models import Venue
from meetups.web.links import settings

blueprint = Blueprint("planning", __name__)

State = Literal["open", "moved", "answered", "withdrawn", "cancelled", "past"]


@blueprint.route("/h/<token>", methods=["GET", "POST"])
@host_link
def host_request(token: str) -> ResponseReturnValue:
    """A host reads the question; posting answers it. ``?reponse=`` opens one of the three answers."""
    if request.method == "POST":
        return _answer(token, _choice(request.form.get("reponse")))
    hosting = request_by_link(db.session(), token)
    return _page(hosting, HostForms(hosting), _choice(request.args.get("reponse")))


def _answer(token: str, choice: HostChoice | None) -> ResponseReturnValue:
    point = _look_up_address(token) if choice is HostChoice.LEND else None
    hosting = _locked(token)
    forms = HostForms(hosting, choice)
    if choice is None or not forms.of(choice).validate():
        return _page(hosting, forms, choice, status=422)
    try:
        _record(hosting, forms, choice, point)
    except DomainError as refusal:
        db.session.rollback()
        return _page(request_by_link(db.session(), token), forms, choice, refusal=refusal, status=409)
    db.session.commit()
    return redirect(url_for("planning.host_request", token=token))


def _record(hosting: HostingRequest, forms: HostForms, choice: HostChoice, point: GeocodedPoint | None) -> None:
    session, now, by_link = db.session(), clock.utc_now(), HostChannel.LINK
    if hosting.is_to_confirm and request.form.get("vu", hosting.asked_for) != hosting.asked_for:
        raise LoanChanged
    if choice is HostChoice.LEND:
        form = forms.accept
        room, new = _room(hosting, form), _new_room(form, point)
        verbs.accept_request(session, hosting, venue=room, new_room=new, note=form.words, channel=by_link, now=now)
    elif choice is HostChoice.OTHER_SLOT:
        other = forms.other
        hosting.venue = other.chosen or hosting.venue
        verbs.propose_other_slot(
            session, hosting, starts_at=other.starts_at, note=other.words, channel=by_link, now=now
        )
    else:
        verbs.refuse_request(session, hosting, note=forms.refuse.words, channel=by_link, now=now)


def _locked(token: str) -> HostingRequest:
    """The request as it is now. Its meetup is held first, as every verb about one does: two posts take turns."""
    session = db.session()
    hosting = request_by_link(session, token)
    session.execute(select(Meetup.id).where(Meetup.id == hosting.meetup_id).with_for_update())
    session.expire_all()  # what was read before our turn may have changed
    return hosting


def _look_up_address(token: str) -> GeocodedPoint | None:
    """Where a new room is. Another service answers, so no transaction is open while we wait."""
    with read_only():
        hosting = request_by_link(db.session(), token)
        form, commune = HostForms(hosting, HostChoice.LEND).accept, hosting.host.commune
        address = form.new_address if _state(hosting, clock.utc_now()) == "open" else ""
        town, centre = f"{commune.postal_code} {commune.name}", commune.point
        db.session.rollback()
    return Geocoder(settings().geocoder_url).locate(address, town, near=centre)


def _room(hosting: HostingRequest, form: AcceptForm) -> Venue | None:
    """The room chosen, or one of the host's own that was typed by its name."""
    named = (room for room in hosting.host.venues if fold(room.name) == fold(form.new_name))
    return form.chosen or next(named, None)


def _new_room(form: AcceptForm, point: GeocodedPoint | None) -> NewRoom | None:
    if not form.new_name:
        return None
    place = {"lat": point.lat, "lon": point.lon} if point else {}
    return NewRoom(form.new_name, form.new_address, **place)


def _choice(text: str | None) -> HostChoice | None:
    return HostChoice(text) if text in set(HostChoice) else None


def _state(hosting: HostingRequest, now: datetime) -> State:
    if hosting.meetup.is_cancelled:
        return "cancelled"
    if hosting.status is RequestStatus.WITHDRAWN:
        return "withdrawn"
    if hosting.meetup.is_past(now):
        return "past"
    if hosting.is_to_confirm:
        return "moved"
    if hosting.status in {RequestStatus.SENT, RequestStatus.RECEIVED}:
        return "open" if hosting.meetup.is_draft else "withdrawn"
    return "answered"


def _page(
    hosting: HostingRequest,
    forms: HostForms,
    prepared: HostChoice | None,
    *,
    refusal: DomainError | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "planning/host_request.html",
        hosting=hosting,
        host=hosting.host,
        meetup=hosting.meetup,
        state=_state(hosting, clock.utc_now()),
        same_day=kept_its_day(hosting.meetup),
        a_meetup=a_meetup(hosting.meetup.format),
        this_meetup=this_meetup(hosting.meetup.format),
        forms=forms,
        prepared=prepared,
        refusal=refusal,
    )
    return page, status
