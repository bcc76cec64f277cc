"""Calling a meetup off: why, and who will be told, on one page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations import services as invitations
from meetups.pages import news
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import meetup_or_404, meetup_to_change
from meetups.pages.meetup_forms import CancelForm
from meetups.pages.saying import told
from meetups.pages.sending import check_can_tell, shown_news
from meetups.planning.models import Meetup
from meetups.planning.wording import this_meetup
from meetups.polls.services import drop_poll


@blueprint.route(f"{MEETUPS}/<public_id>/annuler", methods=["GET", "POST"])
@organiser
def cancel(public_id: str) -> ResponseReturnValue:
    """The page says who will be told; posting it tells them. Said twice, it tells nobody twice."""
    shown = meetup_or_404(public_id)
    if shown.is_cancelled:
        return redirect(url_for("pages.meetup", public_id=public_id))
    form = CancelForm()
    form.must_say_why = not shown.is_draft
    if not form.validate_on_submit():
        return _page(shown, form, 422 if form.errors else 200)
    try:
        return _call_off(meetup_to_change(public_id), form.reason.data or "")
    except DomainError as refusal:
        db.session.rollback()
        return _page(meetup_or_404(public_id), form, 409, refusal)


def _call_off(meetup: Meetup, reason: str) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    if not meetup.is_cancelled:
        check_can_tell(news.of_end(session, meetup, now=now))
        drop_poll(session, meetup, now=now)
        sent = invitations.cancel(session, meetup, reason=reason, now=now)
        record_audit(session, actor=require_account(), action="meetup_cancelled", object=meetup, now=now)
        session.commit()
        flash(" ".join([gettext("C’est annulé."), told(sent)]), "succes")
    return redirect(url_for("pages.meetup", public_id=meetup.public_id))


def _page(meetup: Meetup, form: CancelForm, status: int, refusal: DomainError | None = None) -> ResponseReturnValue:
    page = render_template(
        "pages/cancel.html",
        meetup=meetup,
        form=form,
        refusal=refusal,
        this_meetup=this_meetup(meetup.format),
        **shown_news(news.of_end(db.session(), meetup, now=clock.utc_now())),
    )
    return page, status
