"""The page where a structure's manager says who comes: no account, the link is the authority."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import guest_link
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations.block_errors import NoPlaceToName
from meetups.invitations.block_forms import NamedForm, SeveralForm
from meetups.invitations.block_naming import is_open, may_be_unnamed, name_people, unname
from meetups.invitations.block_queries import block_by_link, named_of
from meetups.invitations.blueprint import blueprint
from meetups.invitations.models import Invitation, SeatBlock
from meetups.invitations.place import address_lines
from meetups.planning.wording import this_meetup


@blueprint.route("/places/<token>", methods=["GET", "POST"])
@guest_link
def seat_block(token: str) -> ResponseReturnValue:
    """Who comes for this structure; posting names one person, several, or takes a name back."""
    block = block_by_link(db.session(), token)
    if request.method != "POST":
        return _page(block, token)
    if "retirer" in request.form:
        return _unname(block, token, request.form["retirer"])
    form = SeveralForm() if "lines" in request.form else NamedForm()
    if not form.validate():
        is_full = is_open(block, clock.utc_now()) and not block.unnamed
        return _page(block, token, form, NoPlaceToName() if is_full else None, 422)
    try:
        named = name_people(db.session(), block, form.people, now=clock.utc_now())
    except DomainError as refusal:
        db.session.rollback()
        return _page(block_by_link(db.session(), token), token, form, refusal, 409)
    db.session.commit()
    return redirect(url_for("invitations.seat_block", token=token, fait=len(set(named)), _anchor="qui"))


def _unname(block: SeatBlock, token: str, public_id: str) -> ResponseReturnValue:
    guest = next((each for each in block.named if each.public_id == public_id), None) or abort(404)
    try:
        unname(db.session(), block, guest, now=clock.utc_now())
    except DomainError as refusal:
        db.session.rollback()
        return _page(block_by_link(db.session(), token), token, None, refusal, 409)
    db.session.commit()
    return redirect(url_for("invitations.seat_block", token=token, _anchor="qui"))


def _page(
    block: SeatBlock,
    token: str,
    form: NamedForm | SeveralForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    meetup = block.meetup
    page = render_template(
        "invitations/places.html",
        token=token,
        block=block,
        meetup=meetup,
        mode=_mode(block),
        named=[(guest, shown_name(guest), may_be_unnamed(guest)) for guest in named_of(block)],
        place=[meetup.venue.name, *address_lines(meetup.venue)] if meetup.venue else [meetup.commune.name],
        this_meetup=this_meetup(meetup.format),
        one=form if isinstance(form, NamedForm) else NamedForm(formdata=None),
        several=form if isinstance(form, SeveralForm) else SeveralForm(formdata=None),
        just_named=request.args.get("fait", type=int),
        refusal=refusal,
    )
    return page, status


def shown_name(guest: Invitation) -> str:
    """As the manager wrote it: of somebody whom we knew before, the first name alone."""
    person = guest.professional
    was_added_here = person.created_at == guest.created_at
    return person.full_name if was_added_here else person.first_name


def _mode(block: SeatBlock) -> str:
    meetup, now = block.meetup, clock.utc_now()
    if meetup.is_cancelled:
        return "cancelled"
    if meetup.is_past(now):
        return "past"
    if block.withdrawn_at is not None:
        return "withdrawn"
    return "open" if is_open(block, now) else "closed"
