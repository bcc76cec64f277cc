"""One message: all of it, what was made of it, and what may be done."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations.inbound import deciding, queries
from meetups.invitations.inbound.marks import returned_to
from meetups.invitations.inbound.matching import invitation_named
from meetups.invitations.inbound.queries import Received
from meetups.invitations.inbound.wording import answer_said, what_became
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerChoice, RegistrationStatus
from meetups.outbox.models import InboundKind
from meetups.outbox.suspensions import is_suspended
from meetups.pages.blueprint import blueprint
from meetups.pages.loading import guests_of
from meetups.pages.mails.messages_page import MESSAGES
from meetups.pages.mails.owners import owners_of
from meetups.planning.models import Meetup
from meetups.planning.queries import current_meetups, meetup_by_public_id
from meetups.web.naming import of_person

CHOICES = (AnswerChoice.COMING, AnswerChoice.MAYBE, AnswerChoice.NOT_COMING)


@blueprint.route(f"{MESSAGES}/<public_id>", methods=["GET", "POST"])
@organiser
def message(public_id: str) -> ResponseReturnValue:
    """Posting puts it away or takes it out, attaches it, notes an answer, reopens an address, gives the original."""
    found = queries.message_by_public_id(db.session(), public_id) or abort(404)
    if request.method != "POST":
        return _page(found)
    gesture = request.form.get("geste", "")
    if gesture == "original":
        return _original(found)
    try:
        said = _do(found, gesture)
    except DomainError as refusal:
        db.session.rollback()
        return _page(queries.message_by_public_id(db.session(), public_id) or abort(404), refusal, 409)
    db.session.commit()
    flash(said, "succes")
    if gesture == "ranger":
        return redirect(url_for("pages.messages", rencontre=request.form.get("rencontre") or None))
    return redirect(url_for("pages.message", public_id=public_id))


def _do(found: Received, gesture: str) -> str:
    """What was done, in words."""
    session, now, by, shown = db.session(), clock.utc_now(), require_account(), found.message
    if gesture == "ranger":
        deciding.put_away(session, shown, by=by, now=now)
        return gettext("Le message est rangé.")
    if gesture == "ressortir":
        deciding.take_out(session, shown)
        return gettext("Le message est de nouveau à lire.")
    if gesture == "retablir" and (address := _address(found)):
        deciding.write_again(session, shown, address, by=by, now=now)
        return gettext("Les courriels partiront de nouveau vers cette adresse.")
    guest = _chosen_guest(found)
    name = guest.professional.first_name
    choice = request.form.get("reponse")
    if choice not in CHOICES:
        deciding.attach_to(session, shown, guest, by=by, now=now)
        return gettext("Le message est rattaché à %(name)s.", name=name)
    deciding.note_answer(session, shown, guest, AnswerChoice(choice), by=by, now=now)
    if guest.registration is not None and guest.registration.status is RegistrationStatus.WAITING:
        return gettext("La table est complète : %(name)s est sur la liste d’attente. Le message est rangé.", name=name)
    return gettext("La réponse %(of_person)s est notée, et le message rangé.", of_person=of_person(name))


def _chosen_guest(found: Received) -> Invitation:
    """Whom the form names: of the meetup shown on the page, still on its list."""
    guest = invitation_named(db.session(), request.form.get("invitation")) or abort(400)
    return guest if guest.is_active else abort(400)


def _original(found: Received) -> ResponseReturnValue:
    """The mail as it came, to open in one's own program; that it left is logged."""
    if found.message.raw is None:
        abort(404)
    record_audit(
        db.session(), actor=require_account(), action="message_exported", object=found.message, now=clock.utc_now()
    )
    db.session.commit()
    headers = {"Content-Disposition": 'attachment; filename="message.eml"'}
    return Response(found.message.raw, mimetype="application/octet-stream", headers=headers)


def _page(found: Received, refusal: DomainError | None = None, status: int = 200) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    meetup = _meetup_to_choose_in(found)
    is_bounce = found.message.kind is InboundKind.BOUNCE
    address, no_guest = _address(found), returned_to(found.message)
    can_answer = meetup is not None and not meetup.is_cancelled and not meetup.is_past(now)
    page = render_template(
        "pages/mails/message.html",
        row=found,
        shown=found.message,
        refusal=refusal,
        waiting=queries.WAITING,
        answer=answer_said(found.message),
        became=what_became(found.message),
        is_suspended=bool(address) and is_suspended(session, address),
        returned_to=returned_to,
        owners=owners_of(session, no_guest) if no_guest else [],
        meetup=meetup,
        guests=guests_of(meetup) if meetup and not is_bounce else [],
        can_answer=can_answer,
        choices=CHOICES,
        others=[each for each in current_meetups(session, now) if not each.is_draft],
    )
    return page, status


def _address(found: Received) -> str:
    """Of a mail that came back, where it had gone."""
    guest, is_bounce = found.invitation, found.message.kind is InboundKind.BOUNCE
    own = guest.professional.email if guest and is_bounce else None
    return returned_to(found.message) or own or ""


def _meetup_to_choose_in(found: Received) -> Meetup | None:
    """The meetup of the message, or the one that ``?rencontre=`` looks at."""
    asked = request.args.get("rencontre")
    if asked:
        return meetup_by_public_id(db.session(), asked) or abort(404)
    return found.meetup
