"""One host: how it is reached, how early to ask, and what is known of each room."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.accounts.rules import InvalidAddress
from meetups.database import db
from meetups.directory.phones import InvalidPhone
from meetups.errors import DomainError
from meetups.outbox.ticks import run_soon
from meetups.pages.blueprint import blueprint
from meetups.pages.places import wording
from meetups.pages.places.forms import HostForm, RoomForm, host_form, mark_of, room_forms
from meetups.pages.places.hosts_page import PLACES
from meetups.pages.territory.changes import SomethingChanged
from meetups.venues.editing import edit_host as write_host
from meetups.venues.editing import edit_room, held_host
from meetups.venues.models import Host, Venue
from meetups.venues.queries import host_by_public_id

Rooms = list[tuple[Venue, RoomForm]]


@blueprint.route(f"{PLACES}/<public_id>", methods=["GET", "POST"])
@organiser
def edit_host(public_id: str) -> ResponseReturnValue:
    """Everything is kept with one button."""
    host = host_by_public_id(db.session(), public_id) or abort(404)
    form, rooms = host_form(host), room_forms(host)
    if not form.is_submitted():
        return _page(host, form, rooms)
    if not all([form.validate(), *(room_form.validate() for _, room_form in rooms)]):
        return _page(host, form, rooms, 422)
    try:
        _write(public_id, form, rooms)
    except DomainError as refusal:
        db.session.rollback()
        return _refused(public_id, form, rooms, refusal)
    db.session.commit()
    flash(gettext("« %(name)s » est enregistré. Les propositions en tiendront compte.", name=host.name), "succes")
    return redirect(url_for("pages.hosts"))


def _write(public_id: str, form: HostForm, rooms: Rooms) -> None:
    session, now = db.session(), clock.utc_now()
    host = held_host(session, public_id) or abort(404)
    seen, form.version.data = form.version.data, mark_of(host)
    if seen != form.version.data:
        raise SomethingChanged
    write_host(session, host, form.details())
    by_id = {room.id: room for room in host.venues}
    for room, room_form in rooms:
        edit_room(session, by_id[room.id], room_form.details())
    record_audit(session, actor=require_account(), action="host_changed", object=host, now=now)
    run_soon(session, "proposals", now=now)


def _refused(public_id: str, form: HostForm, rooms: Rooms, refusal: DomainError) -> ResponseReturnValue:
    host = host_by_public_id(db.session(), public_id) or abort(404)
    blamed = {InvalidAddress: form.email, InvalidPhone: form.phone}.get(type(refusal))
    if blamed is None:
        return _page(host, form, rooms, 409, refusal)
    blamed.errors = [str(refusal)]
    return _page(host, form, rooms, 422)


def _page(
    host: Host, form: HostForm, rooms: Rooms, status: int = 200, refusal: DomainError | None = None
) -> ResponseReturnValue:
    page = render_template(
        "pages/places/host.html", host=host, form=form, rooms=rooms, refusal=refusal, wording=wording
    )
    return page, status
