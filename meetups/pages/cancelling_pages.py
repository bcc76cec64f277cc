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
from meetups.invitations.seat_queries import open_seat_requests
from meetups.pages.audience import already_asked
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import guests_of, meetup_or_404, meetup_to_change
from meetups.pages.meetup_forms import CancelForm
from meetups.pages.saying import told
from meetups.planning.models import HostingRequest, Meetup, RequestStatus
from meetups.planning.wording import this_meetup


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
        audience=already_asked(guests_of(meetup), open_seat_requests(db.session(), meetup.id)),
        lender=next((each for each in meetup.requests if _is_concerned(each)), None),
    )
    return page, status


def _is_concerned(request: HostingRequest) -> bool:
    return request.status.is_open or request.status is RequestStatus.ACCEPTED
