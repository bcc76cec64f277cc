"""Wishes: who is never, or always, at the same table. Organisers alone see them; nobody writes why."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.models import Professional
from meetups.errors import DomainError
from meetups.pages.blueprint import blueprint
from meetups.pages.loading import meetup_or_404, meetup_to_change
from meetups.pages.tables.plan_pages import TABLES
from meetups.planning.models import Meetup
from meetups.seating.gathering import Sitter, sitters
from meetups.seating.models import WishKind
from meetups.seating.queries import wish_of, wishes_on
from meetups.seating.wishes import add_wish, remove_wish
from meetups.web.filters import PARIS, local

USUAL_DAYS = 365
_DAY = lazy_gettext("Choisissez un jour, comme le 26/01/2027.")
_WHO = lazy_gettext("Choisissez une personne.")


class WishForm(FlaskForm):  # type: ignore[misc]
    """Two people, what their tables must do, until when."""

    one = SelectField(lazy_gettext("Une personne"), validators=[InputRequired(message=_WHO)])
    other = SelectField(lazy_gettext("Une autre personne"), validators=[InputRequired(message=_WHO)])
    kind = RadioField(
        lazy_gettext("Leurs places"),
        choices={kind.value: kind.label.capitalize() for kind in WishKind},
        validators=[InputRequired(message=lazy_gettext("Choisissez l’un des deux souhaits."))],
    )
    # The types of WTForms are a version behind.
    until = DateField(  # type: ignore[call-arg]
        lazy_gettext("Jusqu’au"), invalid_value_message=_DAY, validators=[InputRequired(message=_DAY)]
    )

    def offer(self, people: tuple[Sitter, ...]) -> None:
        """Those who come, by first name."""
        named = {person.public_id: f"{person.shown}, {person.profession}" for person in people}
        self.one.choices = self.other.choices = {"": gettext("Choisir")} | named


@blueprint.route(f"{TABLES}/souhaits", methods=["GET", "POST"])
@organiser
def seating_wishes(public_id: str) -> ResponseReturnValue:
    """The wishes that hold on the day, and a form for one more."""
    session, now = db.session(), clock.utc_now()
    today = local(now, PARIS).date()
    if request.method != "POST":
        meetup = meetup_or_404(public_id)
        return _page(meetup, WishForm(formdata=None, data={"until": today + timedelta(days=USUAL_DAYS)}))
    meetup, form = meetup_to_change(public_id), WishForm()
    form.offer(sitters(session, meetup.id))
    if not form.validate_on_submit():
        return _page(meetup, form), 422
    one, other = (_chosen(session_id) for session_id in (form.one.data, form.other.data))
    kind, until, actor = WishKind(form.kind.data), form.until.data or today, require_account()
    try:
        add_wish(session, kind, one, other, until=until, today=today, actor=actor, now=now)
    except DomainError as refusal:
        session.rollback()
        return _page(meetup_or_404(public_id), form, str(refusal)), 409
    return _done(meetup, "seating_wish_noted", gettext("C’est noté. Les prochains plans de table le tiendront."))


@blueprint.post(f"{TABLES}/souhaits/<wish_public_id>/retirer")
@organiser
def remove_seating_wish(public_id: str, wish_public_id: str) -> ResponseReturnValue:
    """One wish less; a second tap finds nothing to remove, and says so."""
    meetup = meetup_to_change(public_id)
    remove_wish(db.session(), wish_of(db.session(), meetup, wish_public_id) or abort(404))
    return _done(meetup, "seating_wish_removed", gettext("Ce souhait est retiré."))


def _chosen(public_id: str) -> Professional:
    found: Professional | None = db.session.query(Professional).filter_by(public_id=public_id).one_or_none()
    return found or abort(404)


def _done(meetup: Meetup, action: str, said: str) -> ResponseReturnValue:
    record_audit(db.session(), actor=require_account(), action=action, object=meetup, now=clock.utc_now())
    db.session.commit()
    flash(said, "succes")
    return redirect(url_for("pages.seating_wishes", public_id=meetup.public_id))


def _page(meetup: Meetup, form: WishForm, refusal: str = "") -> str:
    session = db.session()
    people = sitters(session, meetup.id)
    form.offer(people)
    return render_template(
        "pages/tables/wishes.html",
        meetup=meetup,
        form=form,
        refusal=refusal,
        wishes=wishes_on(session, meetup),
        coming={person.id: person.shown for person in people},
    )
