"""« Les courriels »: what failed, waits and left, and the few things that can be done about it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.outbox import services
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.readiness import mails_wait
from meetups.outbox.suspensions import reactivate_address as write_there_again
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import meetup_or_404
from meetups.pages.mails import standing
from meetups.pages.mails.listing import Selection, about, find_line, list_mails
from meetups.pages.mails.wording import reason
from meetups.pages.navigation import association
from meetups.pages.saying import mails_leaving
from meetups.web.links import settings

REFRESH_SECONDS = 4


@blueprint.get("/organisation/courriels")
@organiser
def outbox() -> ResponseReturnValue:
    """Where each mail stands; while a batch leaves, the page reads itself again."""
    session, now = db.session(), clock.utc_now()
    selection, after = Selection.read(request.args.get("etat")), request.args.get("apres", "")
    meetup = meetup_or_404(request.args["rencontre"]) if request.args.get("rencontre") else None
    has_no_server = mails_wait(settings(), is_demo=association().is_demo)
    batch = None if has_no_server or after else standing.leaving(session, about(meetup), now=now)
    suspended, suspended_count = standing.suspended_addresses(session)
    page = render_template(
        "pages/mails/outbox.html",
        found=list_mails(session, selection=selection, meetup=meetup, after=after, now=now),
        counts=standing.counts_by_state(session, about(meetup)),
        settling=standing.settling(session, about(meetup), now=now),
        suspended=suspended,
        suspended_count=suspended_count,
        selection=selection,
        selections=list(Selection),
        meetup=meetup,
        after=after,
        now=now,
        batch=batch,
        has_no_server=has_no_server,
        reason=reason,
        states=MailState,
    )
    return page, 200, {"Refresh": str(REFRESH_SECONDS)} if batch else {}


@blueprint.post(f"{MEETUPS}/<public_id>/courriels/maintenant")
@organiser
def send_now(public_id: str) -> ResponseReturnValue:
    """No more changes will come: what settles leaves."""
    meetup, session, now = meetup_or_404(public_id), db.session(), clock.utc_now()
    count = services.send_now(session, meetup.public_id, now=now)
    if count:
        record_audit(session, actor=require_account(), action="mails_sent_now", object=meetup, now=now)
    session.commit()
    flash(mails_leaving(count) if count else gettext("Plus rien n’attendait."), "succes" if count else "info")
    return redirect(url_for("pages.outbox", rencontre=meetup.public_id))


@blueprint.post("/organisation/courriels/<public_id>/renvoyer")
@organiser
def send_again(public_id: str) -> ResponseReturnValue:
    """A mail that failed leaves once more as it was written, unless it would say something untrue."""
    session, now = db.session(), clock.utc_now()
    line = find_line(session, public_id, now=now) or abort(404)
    row = session.scalars(select(OutgoingEmail).where(OutgoingEmail.public_id == public_id)).one()
    if line.obstacle:
        flash(line.obstacle, "erreur")
    elif services.send_again(session, row, now=now):
        record_audit(session, actor=require_account(), action="mail_sent_again", object=row, now=now)
        flash(gettext("Le courriel repart vers %(address)s.", address=row.recipient), "succes")
    else:
        flash(gettext("Ce courriel n’était plus en échec : rien n’a été renvoyé."), "info")
    session.commit()
    return redirect(url_for("pages.outbox", rencontre=line.meetup.public_id if line.meetup else None))


@blueprint.post("/organisation/courriels/adresses")
@organiser
def reactivate_address() -> ResponseReturnValue:
    """Somebody checked: mails may be sent to this address again."""
    session, now = db.session(), clock.utc_now()
    address = request.form.get("adresse", "")[:320]
    if write_there_again(session, address):
        record_audit(session, actor=require_account(), action="address_reactivated", now=now)
        flash(gettext("Les prochains courriels partiront vers %(address)s.", address=address), "succes")
    else:
        flash(gettext("Cette adresse n’était pas suspendue."), "info")
    session.commit()
    return redirect(url_for("pages.outbox") + "#adresses")
