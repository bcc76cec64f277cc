"""Offer places to a structure, follow who is named, write again, take back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db, new_public_id
from meetups.errors import DomainError
from meetups.invitations import blocks as verbs
from meetups.invitations.block_emails import block_token
from meetups.invitations.block_naming import is_open
from meetups.invitations.block_news import send_link
from meetups.invitations.block_queries import block_of, blocks_of, kept_places, links_written, named_of, unreached
from meetups.invitations.models import SeatBlock
from meetups.pages.blocks.forms import OfferForm, usual_day
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import alphabetical, meetup_or_404, meetup_to_change
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change


@blueprint.route(f"{MEETUPS}/<public_id>/structures", methods=["GET", "POST"])
@organiser
def seat_blocks(public_id: str) -> ResponseReturnValue:
    """Every structure and who is named; posting offers places, or writes the link once more."""
    if request.method == "POST":
        meetup = meetup_to_change(public_id)
        return _write_again(meetup) if "renvoyer" in request.form else _offer(meetup)
    shown = meetup_or_404(public_id)
    return _page(shown, _form(shown))


@blueprint.post(f"{MEETUPS}/<public_id>/structures/<block_public_id>/reprendre")
@organiser
def withdraw_block(public_id: str, block_public_id: str) -> ResponseReturnValue:
    """Take back the places that have no name; said twice, once."""
    meetup = meetup_to_change(public_id)
    block = block_of(db.session(), meetup, block_public_id) or abort(404)
    freed = verbs.withdraw_block(db.session(), block, now=clock.utc_now())
    said = ngettext("%(num)d place est revenue à la table.", "%(num)d places sont revenues à la table.", freed)
    return _done(meetup, block, "seat_block_withdrawn", said if freed else gettext("C’est fait."))


def _offer(meetup: Meetup) -> ResponseReturnValue:
    session, form = db.session(), _form(meetup)
    if not form.validate_on_submit():
        return _page(meetup, form, 422)
    try:
        block = verbs.offer(session, meetup, form.offer, now=clock.utc_now(), public_id=form.public_id.data)
    except DomainError as refusal:
        session.rollback()
        return _page(meetup_or_404(meetup.public_id), form, 409, refusal)
    said = ngettext(
        "%(num)d place est gardée pour %(structure)s.",
        "%(num)d places sont gardées pour %(structure)s.",
        block.seats,
        structure=block.structure,
    )
    return _done(meetup, block, "seat_block_offered", said)


def _write_again(meetup: Meetup) -> ResponseReturnValue:
    """``rang`` is how many times the link was written when the page was shown: a double click writes once."""
    session, now = db.session(), clock.utc_now()
    block = block_of(session, meetup, request.form["renvoyer"]) or abort(404)
    rank = request.form.get("rang", "")
    if not (rank.isascii() and rank.isdecimal() and len(rank) < 4):
        abort(400)
    check_can_change(meetup, now)
    if not is_open(block, now) or int(rank) > links_written(session, [block])[block.id]:
        abort(409)
    by_mail = send_link(session, block, rank=int(rank), now=now)
    said = gettext("Le lien repart vers %(name)s.", name=block.contact_name)
    to_call = gettext("%(name)s est à appeler : voyez les personnes à joindre.", name=block.contact_name)
    return _done(meetup, block, "seat_block_link_sent", said if by_mail else to_call)


def _form(meetup: Meetup) -> OfferForm:
    form = OfferForm(public_id=new_public_id(), **usual_day(meetup, clock.utc_now()))
    form.zone = meetup.zone
    return form


def _done(meetup: Meetup, block: SeatBlock, action: str, said: str) -> ResponseReturnValue:
    record_audit(db.session(), actor=require_account(), action=action, object=block, now=clock.utc_now())
    db.session.commit()
    flash(said, "succes")
    return redirect(url_for("pages.seat_blocks", public_id=meetup.public_id))


def _page(
    meetup: Meetup, form: OfferForm, status: int = 200, refusal: DomainError | None = None
) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    blocks = blocks_of(session, meetup.id)
    kept = {each.block_id: each for each in kept_places(session, [meetup.id])[meetup.id]}
    written, missed = links_written(session, blocks), unreached(session, blocks)
    page = render_template(
        "pages/blocks/blocks.html",
        meetup=meetup,
        form=form,
        refusal=refusal,
        can_change=not meetup.is_cancelled and not meetup.is_past(now),
        lines=[
            {
                "block": block,
                "kept": kept.get(block.id),
                "named": alphabetical(named_of(block)),
                "is_open": is_open(block, now),
                "written": written[block.id],
                "is_unreached": block.id in missed,
                "token": block_token(block),
            }
            for block in blocks
        ],
    )
    return page, status
