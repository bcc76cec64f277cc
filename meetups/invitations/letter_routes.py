"""A page that a professional prints for an employer: please count this time as work."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import guest_link
from meetups.database import db
from meetups.installation import find_installation
from meetups.invitations.blueprint import blueprint
from meetups.invitations.models import Invitation
from meetups.invitations.queries import invitation_by_link
from meetups.planning.wording import a_meetup


@blueprint.get("/i/<token>/employeur")
@guest_link
def employer_letter(token: str) -> ResponseReturnValue:
    """By the guest's own link."""
    return show_employer_letter(invitation_by_link(db.session(), token), url_for("invitations.answer", token=token))


def show_employer_letter(invitation: Invitation, back: str) -> ResponseReturnValue:
    """One page, the same for the person and for the team; ``back`` is where each came from."""
    meetup = invitation.meetup
    return render_template(
        "invitations/employer_letter.html",
        invitation=invitation,
        back=back,
        today=clock.utc_now(),
        person=invitation.professional,
        meetup=meetup,
        venue=meetup.venue,
        a_meetup=a_meetup(meetup.format),
        team=find_installation(db.session()),
    )
