"""Another date or place for people who know of the first: who will be told is shown before anything leaves."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations import services as invitations
from meetups.invitations.emails import Former
from meetups.invitations.services import Sent
from meetups.pages import news
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.day_warnings import warnings_of
from meetups.pages.forms import when
from meetups.pages.loading import lender_of, meetup_or_404, meetup_to_change
from meetups.pages.meetup_forms import MoveForm
from meetups.pages.saying import told
from meetups.pages.sending import check_can_tell, shown_news
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change
from meetups.venues.models import Venue


class NothingMoves(DomainError):
    """The same date and the same room."""

    def __init__(self) -> None:
        super().__init__("La date et la salle sont les mêmes : il n’y a rien à annoncer.")


@blueprint.route(f"{MEETUPS}/<public_id>/deplacer", methods=["GET", "POST"])
@organiser
def reschedule(public_id: str) -> ResponseReturnValue:
    """A form, then who will be told, then it leaves. A draft is simply edited: nobody knows of it."""
    shown = meetup_or_404(public_id)
    check_can_change(shown, clock.utc_now())
    if shown.is_draft:
        return redirect(url_for("pages.edit_meetup", public_id=public_id))
    form = _form_of(shown)
    if "revenir" in request.form or not form.validate_on_submit():
        return _form_page(shown, form, 422 if form.errors else 200)
    point = form.look_up(form.lender_commune(shown.commune))
    current = meetup_to_change(public_id)
    place = form.take_place(current.commune_insee, point)
    if "confirmer" in request.form and _is_there(current, form, place.venue):
        return redirect(url_for("pages.meetup", public_id=public_id))
    if not form.read(current):
        return _form_page(current, form, 409, changed=True)
    try:
        if "confirmer" in request.form:
            return _move(current, form, place.venue)
        return _preview(current, form, place.venue, place.notices)
    except DomainError as refusal:
        db.session.rollback()
        return _form_page(meetup_or_404(public_id), form, 409, refusal)


def _form_of(meetup: Meetup) -> MoveForm:
    place = meetup.venue.public_id if meetup.venue else ""
    form = MoveForm(data=when(meetup) | {"place": place, "version": str(meetup.version)})
    form.zone = meetup.zone
    form.offer_rooms(meetup, none=None)
    return form


def _is_there(meetup: Meetup, form: MoveForm, venue: Venue | None) -> bool:
    """Whether the twin of this post has moved it already."""
    return Former(meetup.starts_at, meetup.ends_at, meetup.venue_id) == _wanted(form, venue)


def _wanted(form: MoveForm, venue: Venue | None) -> Former:
    return Former(form.starts_at, form.ends_at, venue.id if venue else None)


def _act(meetup: Meetup, form: MoveForm, venue: Venue | None) -> Sent:
    return invitations.reschedule(
        db.session(),
        meetup,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        venue_id=venue.id if venue else None,
        now=clock.utc_now(),
    )


def _move(meetup: Meetup, form: MoveForm, venue: Venue | None) -> ResponseReturnValue:
    session = db.session()
    check_can_tell(news.of_move(session, meetup, venue, _wanted(form, venue), now=clock.utc_now()))
    sent = _act(meetup, form, venue)
    record_audit(session, actor=require_account(), action="meetup_rescheduled", object=meetup, now=clock.utc_now())
    session.commit()
    flash(" ".join([gettext("C’est déplacé."), told(sent)]), "succes")
    return redirect(url_for("pages.meetup", public_id=meetup.public_id))


def _preview(meetup: Meetup, form: MoveForm, venue: Venue | None, notices: list[str]) -> ResponseReturnValue:
    """Do it for real, then undo it all: what would be refused is refused now. Only a room just described is kept."""
    session = db.session()
    if _is_there(meetup, form, venue):
        raise NothingMoves
    session.commit()
    form.place.data = venue.public_id if venue else ""
    _act(meetup, form, venue)
    session.rollback()
    meetup = meetup_or_404(meetup.public_id)
    return render_template(
        "pages/reschedule_preview.html",
        meetup=meetup,
        form=form,
        venue=venue,
        notices=[*form.notices, *notices],
        day_warnings=warnings_of(form, venue.host.commune_insee if venue else meetup.commune_insee),
        **shown_news(news.of_move(session, meetup, venue, _wanted(form, venue), now=clock.utc_now())),
    )


def _form_page(
    meetup: Meetup,
    form: MoveForm,
    status: int,
    refusal: DomainError | None = None,
    *,
    changed: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "pages/reschedule.html",
        meetup=meetup,
        form=form,
        refusal=refusal,
        changed=changed,
        lender=lender_of(meetup),
        day_warnings=warnings_of(form, meetup.commune_insee),
    )
    return page, status
