"""Letters to print: to people reached by post, and to employers."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.directory.models import ContactChannel
from meetups.installation import find_installation
from meetups.invitations.letter_routes import show_employer_letter
from meetups.invitations.letters import letter_to
from meetups.invitations.models import Invitation
from meetups.invitations.place import access_lines, address_lines
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import guests_of, invitation_or_404, meetup_or_404
from meetups.pages.queries import must_be_called
from meetups.planning.models import Meetup
from meetups.planning.wording import this_meetup


@blueprint.get(f"{MEETUPS}/<public_id>/lettres")
@organiser
def letters(public_id: str) -> ResponseReturnValue:
    """One letter a page, to everyone who is reached by post: those who have not answered, or all when it is off."""
    meetup = meetup_or_404(public_id)
    by_post = [guest for guest in guests_of(meetup) if guest.channel is ContactChannel.LETTER]
    return _letters(meetup, [guest for guest in by_post if _is_written_to(meetup, guest)])


@blueprint.get(f"{MEETUPS}/<public_id>/invites/<invitation_public_id>/lettre")
@organiser
def letter(public_id: str, invitation_public_id: str) -> ResponseReturnValue:
    """One letter, to whoever it helps."""
    meetup = meetup_or_404(public_id)
    return _letters(meetup, [invitation_or_404(meetup, invitation_public_id)])


@blueprint.get(f"{MEETUPS}/<public_id>/invites/<invitation_public_id>/employeur")
@organiser
def guest_employer_letter(public_id: str, invitation_public_id: str) -> ResponseReturnValue:
    """What the person could print themselves by their link."""
    invitation = invitation_or_404(meetup_or_404(public_id), invitation_public_id)
    back = url_for("pages.record_answer", public_id=public_id, invitation_public_id=invitation_public_id)
    return show_employer_letter(invitation, back)


def _is_written_to(meetup: Meetup, guest: Invitation) -> bool:
    """A letter that asks, before the meetup; one that says that it is off; none afterwards."""
    if meetup.is_cancelled:
        return guest.invited_at is not None and not guest.professional.email
    return must_be_called(guest) and not meetup.is_past(clock.utc_now())


def _letters(meetup: Meetup, guests: list[Invitation]) -> ResponseReturnValue:
    venue = meetup.venue
    return render_template(
        "pages/letters.html",
        meetup=meetup,
        this_meetup=this_meetup(meetup.format),
        letters=[letter_to(guest) for guest in guests],
        venue=venue,
        address=address_lines(venue) if venue else [meetup.commune.name],
        access=access_lines(venue) if venue else [],
        team=find_installation(db.session()),
        today=clock.utc_now(),
    )
