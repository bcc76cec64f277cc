"""Changing a draft freely, or what a published meetup is about."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.pathways import offered
from meetups.errors import DomainError
from meetups.geography.meant import written_in_full
from meetups.invitations import services as invitations
from meetups.outbox.readiness import check_can_write
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.day_warnings import warnings_of
from meetups.pages.forms import when
from meetups.pages.loading import lender_of, meetup_or_404, meetup_to_change, open_request
from meetups.pages.meetup_forms import DraftForm, PublishedForm, about, area_id_in
from meetups.pages.navigation import association
from meetups.pages.news import News, of_programme
from meetups.pages.place_forms import Place
from meetups.pages.queries import areas
from meetups.pages.saying import new_loan, told
from meetups.pages.sending import check_can_tell, shown_news
from meetups.planning import services as planning
from meetups.planning.models import Meetup, MeetupFormat, Openness
from meetups.planning.services import MeetupDetails
from meetups.venues.models import Venue
from meetups.venues.services import Point
from meetups.web.links import settings


class DateWasAsked(DomainError):
    """A host is about to answer for this date and this head count."""

    def __init__(self, host: str) -> None:
        asked = f"« {host} » a reçu cette date et ce nombre de personnes"
        super().__init__(f"{asked} : retirez d’abord la demande, ou attendez sa réponse.")


@blueprint.route(f"{MEETUPS}/<public_id>/modifier", methods=["GET", "POST"])
@organiser
def edit_meetup(public_id: str) -> ResponseReturnValue:
    """Nobody overwrites what they did not see: the form carries the version of the meetup that it was filled with."""
    shown = meetup_or_404(public_id)
    planning.check_can_change(shown, clock.utc_now())
    form = _form_of(shown)
    if "revenir" in request.form or not form.validate_on_submit():
        return _page(shown, form, 422 if form.errors else 200)
    point = form.look_up(form.lender_commune(form.found)) if isinstance(form, DraftForm) else None
    current = meetup_to_change(public_id)
    if not form.read(current):
        return _page(current, form, 409, changed=True)
    try:
        shows_first = "confirmer" not in request.form and _leaves(current, form).mailed > 0
        notices = _change(current, form, point)
        if shows_first:
            return _preview(public_id, form)
    except DomainError as refusal:
        db.session.rollback()
        return _page(meetup_or_404(public_id), form, 409, refusal)
    db.session.commit()
    flash(" ".join([gettext("C’est enregistré."), *notices]), "succes")
    return redirect(url_for("pages.meetup", public_id=public_id))


def _leaves(meetup: Meetup, form: DraftForm | PublishedForm) -> News:
    """Who would be written to: guests learn of another title or text, of nothing else that this page changes."""
    programme = form.title.data or "", form.why.data or ""
    if meetup.is_draft or programme == (meetup.title, meetup.why):
        return News([])
    return of_programme(db.session(), meetup)


def _preview(public_id: str, form: DraftForm | PublishedForm) -> ResponseReturnValue:
    """It was done for real, so that what would be refused was; now it is undone, and waits for a yes."""
    db.session.rollback()
    meetup = meetup_or_404(public_id)
    form.version.data = str(meetup.version)
    leaving = _leaves(meetup, form)
    return render_template("pages/edit_preview.html", meetup=meetup, form=form, **shown_news(leaving))


def _form_of(meetup: Meetup) -> DraftForm | PublishedForm:
    """What may be written, with what is known now as first values."""
    known = about(meetup)
    form: DraftForm | PublishedForm
    if meetup.is_draft:
        place = meetup.venue.public_id if meetup.venue else ""
        form = DraftForm(data=known | when(meetup) | {"commune": written_in_full(meetup.commune), "place": place})
        form.zone, form.departments = meetup.zone, {meetup.commune.department}
        form.offer_rooms(meetup, none=gettext("Pas encore de salle"))
    else:
        form = PublishedForm(data=known)
    form.offer_pathways(offered(db.session()))
    return form


def _change(meetup: Meetup, form: DraftForm | PublishedForm, point: Point | None) -> list[str]:
    """Write the changes; gives what there is to say about them."""
    session, now = db.session(), clock.utc_now()
    details, notices = _about(meetup, form), []
    if isinstance(form, DraftForm):
        place = form.take_place(form.commune_insee, point)
        details = _with_place(meetup, form, place, details)
        notices = [*form.notices, *place.notices, *_asked_for(meetup, details)]
    check_can_tell(_leaves(meetup, form))
    sent = invitations.edit(session, meetup, details, now=now)
    record_audit(session, actor=require_account(), action="meetup_edited", object=meetup, now=now)
    return [*notices, told(sent)] if sent.mailed else notices


def _about(meetup: Meetup, form: DraftForm | PublishedForm) -> MeetupDetails:
    return MeetupDetails(
        title=form.title.data or "",
        format=MeetupFormat(form.format.data),
        why=form.why.data or "",
        pathway_id=form.pathway_id,
        capacity=form.capacity.data or meetup.capacity,
        commune_insee=meetup.commune_insee,
        area_id=meetup.area_id,
        venue_id=meetup.venue_id,
        starts_at=meetup.starts_at,
        ends_at=meetup.ends_at,
        openness=Openness(form.openness.data),
    )


def _with_place(meetup: Meetup, form: DraftForm, place: Place, details: MeetupDetails) -> MeetupDetails:
    """A chosen room says in which commune the meetup is, whatever was typed beside it."""
    insee = place.venue.host.commune_insee if place.venue else form.commune_insee
    same = insee == meetup.commune_insee
    return replace(
        details,
        commune_insee=insee,
        area_id=meetup.area_id if same else area_id_in(areas(db.session()), insee),
        venue_id=place.venue.id if place.venue else None,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
    )


def _asked_for(meetup: Meetup, details: MeetupDetails) -> list[str]:
    """A host answers for the date that it read. Raises ``DateWasAsked`` while it has not answered; once it lent its
    room, it is told of the new date, or to be called."""
    is_moved = (details.starts_at, details.ends_at) != (meetup.starts_at, meetup.ends_at)
    waiting, lender = open_request(meetup), lender_of(meetup)
    room = db.session().get(Venue, details.venue_id) if details.venue_id else None
    if waiting and (is_moved or details.capacity > waiting.head_count):
        raise DateWasAsked(waiting.host.name)
    if lender and (room is None or room.host_id != lender.host_id):
        freed = gettext("« %(host)s » apprend par courriel que sa salle est libérée.", host=lender.host.name)
        to_call = gettext("Prévenez « %(host)s » : sa salle est libérée.", host=lender.host.name)
        return [freed if lender.host.email else to_call]
    if lender and (is_moved or details.venue_id != meetup.venue_id):
        if lender.host.email:
            check_can_write(settings(), is_demo=association().is_demo)
        return [new_loan(lender)]
    return []


def _page(
    meetup: Meetup,
    form: DraftForm | PublishedForm,
    status: int,
    refusal: DomainError | None = None,
    *,
    changed: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "pages/edit_meetup.html",
        meetup=meetup,
        form=form,
        refusal=refusal,
        changed=changed,
        areas=areas(db.session()) if meetup.is_draft else [],
        lender=lender_of(meetup) if meetup.is_draft else None,
        day_warnings=warnings_of(form, form.commune_insee or meetup.commune_insee) if meetup.is_draft else [],
    )
    return page, status
