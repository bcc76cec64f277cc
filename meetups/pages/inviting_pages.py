"""Sending the invitations, once whoever sends them has seen how many leave and who must be reached by a person."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.outbox.readiness import check_can_write, not_ready
from meetups.pages.audience import Audience, about_to_be_asked
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.day_warnings import warnings_about
from meetups.pages.loading import guests_of, lender_of, meetup_or_404, meetup_to_change, open_request
from meetups.pages.navigation import association
from meetups.pages.saying import told
from meetups.planning.asking_again import to_confirm
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change
from meetups.polls import closing
from meetups.polls.queries import open_polls
from meetups.web.links import settings


@blueprint.route(f"{MEETUPS}/<public_id>/invitations", methods=["GET", "POST"])
@organiser
def confirm_invitations(public_id: str) -> ResponseReturnValue:
    """How many mails leave, to whom, who is to be called; posting sends them. Posted twice, it sends nothing twice."""
    if request.method != "POST":
        meetup = meetup_or_404(public_id)
        check_can_change(meetup, clock.utc_now())
        return _confirmation(meetup, _to_ask(meetup), 200)
    meetup = meetup_to_change(public_id)
    audience = _to_ask(meetup)
    if audience.is_empty and not meetup.is_draft:
        flash(_nothing_leaves(audience), "info")
        return redirect(url_for("pages.meetup", public_id=public_id))
    if request.form.get("seal") != audience.seal or request.form.get("version") != str(meetup.version):
        return _confirmation(meetup, audience, 409, changed=True)
    return _send(meetup, audience)


def _send(meetup: Meetup, audience: Audience) -> ResponseReturnValue:
    session, now, public_id = db.session(), clock.utc_now(), meetup.public_id
    try:
        if audience.mailed:
            check_can_write(settings(), is_demo=association().is_demo)
        sent = closing.invite(session, meetup, now=now)
    except DomainError as refusal:
        session.rollback()
        meetup = meetup_or_404(public_id)
        return _confirmation(meetup, _to_ask(meetup), 409, refusal)
    record_audit(session, actor=require_account(), action="invitations_sent", object=meetup, now=now)
    session.commit()
    flash(told(sent), "succes")
    return redirect(url_for("pages.meetup", public_id=public_id))


def _nothing_leaves(audience: Audience) -> str:
    if audience.later:
        return gettext("Aucune place n’est libre pour une nouvelle vague : rien n’est parti.")
    return gettext("Toutes les invitations sont déjà parties.")


def _to_ask(meetup: Meetup) -> Audience:
    session, now = db.session(), clock.utc_now()
    return about_to_be_asked(session, meetup, guests_of(meetup), now, closing.expected(session, meetup, now))


def _confirmation(
    meetup: Meetup, audience: Audience, status: int, refusal: DomainError | None = None, *, changed: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "pages/confirm_invitations.html",
        meetup=meetup,
        day_warnings=warnings_about(meetup),
        audience=audience,
        waiting=open_request(meetup),
        choosing=open_polls(db.session(), [meetup.id], clock.utc_now()).get(meetup.id),
        again=to_confirm(meetup),
        unconfirmed=meetup.is_draft and lender_of(meetup) is None,
        refusal=refusal,
        not_ready=not_ready(settings(), is_demo=association().is_demo) if audience.mailed else None,
        changed=changed,
    )
    return page, status
