"""« Rythme » of one meetup: until when people answer, its reminders, its waves, and who brings the meal."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations.reminders import LATE
from meetups.invitations.rhythm import leaves_at, planned, set_rhythm
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import meetup_or_404, meetup_to_change
from meetups.pages.rhythm_forms import RhythmForm, first_values
from meetups.planning.models import Meetup, ReminderAudience
from meetups.planning.services import check_can_change
from meetups.web.filters import day_date, hour


@blueprint.route(f"{MEETUPS}/<public_id>/rythme", methods=["GET", "POST"])
@organiser
def rhythm(public_id: str) -> ResponseReturnValue:
    """What is typed stays on the page until it is good; nobody overwrites what they did not see."""
    session, now = db.session(), clock.utc_now()
    shown = meetup_or_404(public_id)
    check_can_change(shown, now)
    form = _form_of(shown, now)
    if not form.validate_on_submit():
        return _page(shown, form, 422 if form.errors else 200)
    current = meetup_to_change(public_id)
    if not form.read(current):
        return _page(current, form, 409, changed=True)
    try:
        set_rhythm(session, current, form.rhythm, actor=require_account(), now=now)
    except DomainError as refusal:
        session.rollback()
        return _page(meetup_or_404(public_id), form, 409, refusal)
    session.commit()
    flash(gettext("C’est enregistré."), "succes")
    return redirect(url_for("pages.rhythm", public_id=public_id))


def _form_of(meetup: Meetup, now: datetime) -> RhythmForm:
    form = RhythmForm(data=first_values(meetup, planned(db.session(), meetup)))
    form.about(meetup, now)
    return form


def preview(meetup: Meetup, audience: ReminderAudience, days: int, now: datetime) -> str:
    """« part le mardi 12 janvier à 9 h », or why it does not leave."""
    at = leaves_at(meetup, days)
    when = gettext("le %(day)s à %(hour)s", day=day_date(at, meetup.zone), hour=hour(at, meetup.zone))
    known = (each for each in meetup.reminders if (each.audience, each.days_before) == (audience, days))
    if any(each.sent_for == meetup.starts_at for each in known):
        return gettext("parti %(when)s", when=when)
    if now >= at + LATE:
        return gettext("ne part pas, l’heure est passée : c’était %(when)s", when=when)
    return gettext("part %(when)s", when=when)


def _previews(meetup: Meetup, form: RhythmForm) -> dict[str, str]:
    """By name of the field, for each number of days that can be one, typed or known."""
    now = clock.utc_now()
    return {
        slot.name: preview(meetup, audience, slot.data, now)
        for audience in ReminderAudience
        for slot in form.slots(audience)
        if slot.data and not slot.errors
    }


def _page(
    meetup: Meetup,
    form: RhythmForm,
    status: int,
    refusal: DomainError | None = None,
    *,
    changed: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "pages/rhythm.html",
        meetup=meetup,
        form=form,
        audiences=ReminderAudience,
        previews=_previews(meetup, form),
        refusal=refusal,
        changed=changed,
    )
    return page, status
