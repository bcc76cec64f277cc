"""The pages that join features. Each file adds its views to the same blueprint; home and « moi » are here."""

from flask import render_template
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import require_account, signed_in
from meetups.database import db
from meetups.invitations.emails import answer_url
from meetups.invitations.noted import answer_so_far
from meetups.invitations.queries import invitations_of
from meetups.pages import (
    answer_pages,
    cancelling_pages,
    edit_meetup_pages,
    guest_pages,
    host_answer_pages,
    inviting_pages,
    joining,
    meetup_pages,
    members,
    moving_pages,
    new_meetup_pages,
    opening,
    organisation,
    people,
    public,
    room_pages,
    territory,
)
from meetups.pages.blueprint import blueprint
from meetups.pages.queries import own_professional

__all__ = [
    "answer_pages",
    "blueprint",
    "cancelling_pages",
    "edit_meetup_pages",
    "guest_pages",
    "host_answer_pages",
    "inviting_pages",
    "joining",
    "meetup_pages",
    "members",
    "moving_pages",
    "new_meetup_pages",
    "opening",
    "organisation",
    "people",
    "public",
    "room_pages",
    "territory",
]


@blueprint.get("/moi")
@signed_in
def me() -> ResponseReturnValue:
    """The invitations to come of the person who is signed in, and what we know of them."""
    session, account = db.session(), require_account()
    person = own_professional(session, account)
    invitations = invitations_of(session, person.id, clock.utc_now()) if person else []
    return render_template(
        "pages/me.html",
        account=account,
        person=person,
        invitations=invitations,
        answer_url=answer_url,
        answer_so_far=answer_so_far,
    )
