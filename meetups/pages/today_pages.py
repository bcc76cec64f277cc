"""« Aujourd’hui, la neige » : one page, on a phone and in a hurry, to call off or put off, then to ring everybody."""

from datetime import datetime
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.installation import find_installation
from meetups.invitations import services as invitations
from meetups.invitations.emails import Former
from meetups.invitations.providers import concerned_by_end
from meetups.invitations.services import Sent
from meetups.invitations.today import Ring, to_ring
from meetups.pages import news
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.call_pages import ready_words
from meetups.pages.loading import meetup_or_404, meetup_to_change
from meetups.pages.saying import told
from meetups.pages.sending import check_can_tell, shown_news
from meetups.pages.today_forms import TodayForm
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change, is_its_day
from meetups.polls.services import drop_poll
from meetups.web.filters import local


@blueprint.route(f"{MEETUPS}/<public_id>/aujourdhui", methods=["GET", "POST"])
@organiser
def today(public_id: str) -> ResponseReturnValue:
    """The gesture, then whom to ring, and the gesture again below: the next day may be snowed off too. Sent twice, it
    is done once. It works until the evening of the day.
    """
    shown, now = meetup_or_404(public_id), clock.utc_now()
    rings = to_ring(db.session(), shown, now=now)
    if shown.is_draft or (shown.is_cancelled and not rings):
        return redirect(url_for("pages.meetup", public_id=public_id))
    if not shown.is_cancelled and not rings:
        check_can_change(shown, now, on_its_day=True)
    form = _form_of(shown)
    if not form.validate_on_submit():
        return _page(shown, form, rings, 422 if form.errors else 200)
    try:
        return _act(meetup_to_change(public_id), form, now)
    except DomainError as refusal:
        db.session.rollback()
        shown = meetup_or_404(public_id)
        return _page(shown, form, to_ring(db.session(), shown, now=now), 409, refusal)


def _form_of(meetup: Meetup) -> TodayForm:
    start = local(meetup.starts_at, meetup.zone).time()
    form = TodayForm(data={"reason": gettext("Neige"), "start": start, "version": str(meetup.version)})
    form.zone = meetup.zone
    return form


def _act(meetup: Meetup, form: TodayForm, now: datetime) -> ResponseReturnValue:
    session, public_id = db.session(), meetup.public_id
    if form.version.data != str(meetup.version):  # the twin of this post, or somebody else: what stands is shown
        flash(gettext("Cette rencontre vient de changer : voici où elle en est."), "info")
        return redirect(url_for("pages.today", public_id=public_id))
    sent = _postpone(meetup, form, now) if form.postpones else _cancel(meetup, form, now)
    action = "meetup_rescheduled" if form.postpones else "meetup_cancelled"
    record_audit(session, actor=require_account(), action=action, object=meetup, now=now)
    session.commit()
    done = gettext("C’est reporté.") if form.postpones else gettext("C’est annulé.")
    flash(f"{done} {told(sent)}", "succes")
    return redirect(url_for("pages.today", public_id=public_id))


def _cancel(meetup: Meetup, form: TodayForm, now: datetime) -> Sent:
    check_can_tell(news.of_end(db.session(), meetup, now=now))
    drop_poll(db.session(), meetup, now=now)
    return invitations.cancel(db.session(), meetup, reason=form.reason.data or "", in_a_hurry=True, now=now)


def _postpone(meetup: Meetup, form: TodayForm, now: datetime) -> Sent:
    assert form.to
    length = meetup.ends_at - meetup.starts_at
    wanted = Former(form.to.at, form.to.at + length, meetup.venue_id)
    check_can_tell(news.of_move(db.session(), meetup, meetup.venue, wanted, now=now))
    return invitations.reschedule(
        db.session(),
        meetup,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        venue_id=wanted.venue_id,
        because=form.reason.data or "",
        in_a_hurry=True,
        now=now,
    )


def _page(
    meetup: Meetup, form: TodayForm, rings: list[Ring], status: int, refusal: DomainError | None = None
) -> ResponseReturnValue:
    now = clock.utc_now()
    page = render_template(
        "pages/today.html",
        meetup=meetup,
        form=form,
        refusal=refusal,
        can_act=not meetup.is_cancelled and (not meetup.is_past(now) or is_its_day(meetup, now)),
        rings=rings,
        words=partial(ready_words, meetup=meetup, team=find_installation(db.session())),
        reached=sum(ring.call.reached_at is not None for ring in rings),
        providers=concerned_by_end(db.session(), meetup),
        **shown_news(news.of_end(db.session(), meetup, now=now)),
    )
    return page, status
