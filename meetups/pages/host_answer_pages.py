"""A host's answer that came by telephone, typed in by an organiser."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.adapters.geocoder import Geocoder
from meetups.database import db
from meetups.errors import DomainError
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.host_answer_forms import LENDS, OTHER_SLOT, HostAnswerForms, LendForm, RefuseForm
from meetups.pages.loading import meetup_or_404, meetup_to_change, open_request
from meetups.planning import hosting as verbs
from meetups.planning.asking_again import to_confirm
from meetups.planning.errors import RequestClosed
from meetups.planning.hosting import NewRoom
from meetups.planning.models import HostChannel, HostingRequest, Meetup, RequestStatus
from meetups.venues.services import Point
from meetups.web.links import settings


@blueprint.route(f"{MEETUPS}/<public_id>/lieu/reponse", methods=["GET", "POST"])
@organiser
def record_host_answer(public_id: str) -> ResponseReturnValue:
    """Yes and where, another slot, or no."""
    hosting = _waiting(meetup_or_404(public_id))
    posted = request.form.get("reponse")
    forms = HostAnswerForms(hosting, posted)
    form = forms.of(posted)
    if request.method != "POST":
        return _page(hosting, forms, None, 200)
    if form is None or not form.validate():
        return _page(hosting, forms, posted, 422)
    point = _look_up(hosting, forms.lend) if posted == LENDS else None
    hosting = _waiting(meetup_to_change(public_id))
    try:
        _record(hosting, forms, form, posted, point)
    except DomainError as refusal:
        db.session.rollback()
        return _page(_waiting(meetup_or_404(public_id)), forms, posted, 409, refusal)
    return redirect(url_for("pages.meetup", public_id=public_id, _anchor="lieu"))


def _waiting(meetup: Meetup) -> HostingRequest:
    """The question that waits for its host. Raises ``RequestClosed`` when it was answered or taken back meanwhile."""
    return open_request(meetup) or to_confirm(meetup) or _closed()


def _closed() -> HostingRequest:
    raise RequestClosed


def _record(
    hosting: HostingRequest, forms: HostAnswerForms, form: RefuseForm, posted: str | None, point: Point | None
) -> None:
    session, now, said = db.session(), clock.utc_now(), HostChannel.TELEPHONE
    if posted == LENDS:
        room, new = forms.lend.chosen, _new_room(forms.lend, point)
        verbs.accept_request(session, hosting, venue=room, new_room=new, note=form.words, channel=said, now=now)
    elif posted == OTHER_SLOT:
        hosting.venue = forms.other.chosen or hosting.venue
        verbs.propose_other_slot(
            session, hosting, starts_at=forms.other.starts_at, note=form.words, channel=said, now=now
        )
    else:
        verbs.refuse_request(session, hosting, note=form.words, channel=said, now=now)
    record_audit(session, actor=require_account(), action="room_answer_recorded", object=hosting, now=now)
    session.commit()
    flash(_noted(hosting.status), "succes")


def _noted(status: RequestStatus) -> str:
    if status is RequestStatus.ACCEPTED:
        return gettext("C’est noté : la salle est prêtée.")
    if status is RequestStatus.OTHER_SLOT:
        return gettext("C’est noté : à vous de décider de ce créneau.")
    return gettext("C’est noté : pas cette fois. Demandez ailleurs.")


def _look_up(hosting: HostingRequest, form: LendForm) -> Point | None:
    """Where a room just named is. Another service answers, so every transaction is ended before we wait."""
    if not form.new_address:
        return None
    commune = hosting.host.commune
    town, centre = f"{commune.postal_code} {commune.name}", commune.point
    db.session.rollback()
    found = Geocoder(settings().geocoder_url).locate(form.new_address, town, near=centre)
    return (found.lat, found.lon) if found else None


def _new_room(form: LendForm, point: Point | None) -> NewRoom | None:
    if not form.new_name:
        return None
    lat, lon = point or (None, None)
    return NewRoom(form.new_name, form.new_address, lat=lat, lon=lon)


def _page(
    hosting: HostingRequest,
    forms: HostAnswerForms,
    posted: str | None,
    status: int,
    refusal: DomainError | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "pages/host_answer.html",
        hosting=hosting,
        meetup=hosting.meetup,
        forms=forms,
        posted=posted,
        refusal=refusal,
    )
    return page, status
