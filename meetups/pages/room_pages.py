"""The question to a host: asking, taking it back, and deciding on the slot that it offers instead."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.outbox.readiness import check_can_write, not_ready
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import guests_of, meetup_or_404, meetup_to_change, open_request
from meetups.pages.navigation import association
from meetups.pages.room_forms import AskForm, ask_form
from meetups.planning import hosting
from meetups.planning.errors import AlreadyPublished, RequestClosed, RequestStillOpen
from meetups.planning.models import HostingRequest, Meetup, RequestStatus
from meetups.planning.rules import loan_for, telephone_on
from meetups.planning.services import check_can_change
from meetups.venues.models import Host, Venue
from meetups.web.filters import day_date
from meetups.web.filters import phone as readable_phone
from meetups.web.links import settings


@blueprint.route(f"{MEETUPS}/<public_id>/lieu", methods=["GET", "POST"])
@organiser
def request_room(public_id: str) -> ResponseReturnValue:
    """Whom to ask, for which room, with which needs; posting asks. Posted twice, it asks once."""
    shown = meetup_or_404(public_id)
    form = ask_form(shown)
    if not form.validate_on_submit():
        _check_can_ask(shown)
        return _page(shown, form, 422 if form.errors else 200)
    current = meetup_to_change(public_id)
    host, venue = form.chosen()
    waiting = open_request(current)
    if waiting is not None and waiting.host_id == host.id:
        return _back_to_room(public_id)
    if not form.read(current):
        return _page(current, form, 409, changed=True)
    try:
        asked = _ask(current, host, venue, form.needs.data or "")
    except DomainError as refusal:
        db.session.rollback()
        return _page(meetup_or_404(public_id), form, 409, refusal)
    flash(_said_of(asked), "succes" if host.email else "attente")
    return _back_to_room(public_id)


@blueprint.post(f"{MEETUPS}/<public_id>/lieu/retirer")
@organiser
def withdraw_request(public_id: str) -> ResponseReturnValue:
    """Take the question back; the host is told."""
    session, now = db.session(), clock.utc_now()
    waiting = open_request(meetup_to_change(public_id))
    if waiting is not None:
        hosting.withdraw_request(session, waiting, now=now)
        record_audit(session, actor=require_account(), action="room_request_withdrawn", object=waiting, now=now)
        session.commit()
        flash(gettext("La demande est retirée."), "succes")
    return _back_to_room(public_id)


@blueprint.post(f"{MEETUPS}/<public_id>/lieu/creneau")
@organiser
def decide_slot(public_id: str) -> ResponseReturnValue:
    """Take the slot that the host offers, or thank it and keep looking."""
    session, now = db.session(), clock.utc_now()
    waiting = open_request(meetup_to_change(public_id))
    if waiting is None or waiting.status is not RequestStatus.OTHER_SLOT:
        raise RequestClosed
    takes = request.form.get("decision") == "prendre"
    if takes:
        hosting.take_other_slot(session, waiting, now=now)
        flash(_taken(waiting), "succes")
    else:
        hosting.keep_looking(session, waiting, now=now)
        flash(gettext("C’est dit. Demandez une salle ailleurs."), "succes")
    action = "slot_taken" if takes else "slot_declined"
    record_audit(session, actor=require_account(), action=action, object=waiting, now=now)
    session.commit()
    return _back_to_room(public_id)


def _taken(request: HostingRequest) -> str:
    taken = gettext("Le créneau est pris : la date a changé partout.")
    if request.status is RequestStatus.ACCEPTED:
        return taken
    return " ".join([taken, gettext("« %(host)s » dira dans quelle salle.", host=request.host.name)])


def _check_can_ask(meetup: Meetup) -> None:
    check_can_change(meetup, clock.utc_now())
    if not meetup.is_draft:
        raise AlreadyPublished
    if open_request(meetup):
        raise RequestStillOpen


def _ask(meetup: Meetup, host: Host, venue: Venue | None, needs: str) -> HostingRequest:
    session, now, account = db.session(), clock.utc_now(), require_account()
    _check_can_ask(meetup)
    if host.email:
        check_can_write(settings(), is_demo=association().is_demo)
    asked = hosting.request_room(session, meetup, host, venue=venue, needs=needs, asked_by=account, now=now)
    record_audit(session, actor=account, action="room_requested", object=asked, now=now)
    session.commit()
    return asked


def _said_of(asked: HostingRequest) -> str:
    host = asked.host
    if host.email:
        back_by = day_date(asked.back_by, asked.meetup.zone)
        return gettext(
            "La demande part à « %(host)s ». Sans réponse, appelez le %(date)s.", host=host.name, date=back_by
        )
    if host.phone:
        return gettext(
            "« %(host)s » n’a pas de courriel : appelez au %(phone)s, puis notez sa réponse.",
            host=host.name,
            phone=readable_phone(host.phone),
        )
    return gettext(
        "Nous n’avons ni courriel ni téléphone pour « %(host)s » : passez la voir, puis notez sa réponse.",
        host=host.name,
    )


def _back_to_room(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("pages.meetup", public_id=public_id, _anchor="lieu"))


def _page(
    meetup: Meetup, form: AskForm, status: int, refusal: DomainError | None = None, *, changed: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "pages/request_room.html",
        meetup=meetup,
        form=form,
        listed=len(guests_of(meetup)),
        loan=loan_for(meetup.starts_at, meetup.ends_at),
        telephone_on=telephone_on(clock.utc_now(), meetup.starts_at),
        refusal=refusal,
        not_ready=not_ready(settings(), is_demo=association().is_demo),
        changed=changed,
    )
    return page, status
