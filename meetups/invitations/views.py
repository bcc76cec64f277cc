"""What a guest's page shows, in each of its states."""

from typing import Literal

from flask import render_template
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations import noted, queries
from meetups.invitations.forms import ColleagueForm, SeenForm
from meetups.invitations.models import Invitation
from meetups.invitations.place import access_lines, address_lines, map_url
from meetups.invitations.rules import AnswerChoice, RegistrationStatus, recorded_status
from meetups.invitations.second_person import introduced_by, reasons_for_you
from meetups.invitations.who_comes import by_family
from meetups.planning.models import Meetup
from meetups.planning.wording import this_meetup

Mode = Literal["cancelled", "past", "answered", "prepared", "ask"]


def show_page(
    invitation: Invitation,
    token: str,
    choice: AnswerChoice | None,
    *,
    asks_again: bool = False,
    form: ColleagueForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page, with an answer prepared or not. ``asks_again`` shows the four answers to someone who has answered."""
    held = invitation.registration.status if invitation.registration else None
    mode = _mode(invitation.meetup, held, choice, asks_again)
    person = invitation.professional
    page = render_template(
        "invitations/answer.html",
        token=token,
        invitation=invitation,
        person=person,
        mode=mode,
        prepared=choice if mode == "prepared" else None,
        choices=[each for each in AnswerChoice if recorded_status(each.status, held) is not held],
        held=held,
        is_full=invitation.meetup.is_full and not (held and held.holds_seat),
        introduced_by=introduced_by(invitation.reasons),
        reasons=reasons_for_you(invitation.reasons),
        noted=noted,
        form=form or ColleagueForm(formdata=None),
        seen=SeenForm(formdata=None, data={"shown": person.is_seen_by_guests}),
        refusal=refusal,
        **_about(invitation.meetup),
    )
    return page, status


def _mode(meetup: Meetup, held: RegistrationStatus | None, choice: AnswerChoice | None, asks_again: bool) -> Mode:
    if meetup.is_cancelled:
        return "cancelled"
    if meetup.is_past(clock.utc_now()):
        return "past"
    if choice is not None and recorded_status(choice.status, held) is not held:
        return "prepared"
    if held in {None, RegistrationStatus.OFFERED} or asks_again:
        return "ask"
    return "answered"


def _about(meetup: Meetup) -> dict[str, object]:
    """What every guest of the meetup reads alike: when, where, and those who agreed to be named."""
    session, venue = db.session(), meetup.venue
    counts = queries.answer_counts(session, [meetup.id])[meetup.id]
    return {
        "meetup": meetup,
        "this_meetup": this_meetup(meetup.format),
        "venue": venue,
        "address": address_lines(venue) if venue else [meetup.commune.name],
        "town": (venue.host.commune if venue else meetup.commune).name,
        "map_url": map_url(venue) if venue else None,
        "access": access_lines(venue) if venue else [],
        "going": counts.of(RegistrationStatus.GOING),
        "seen_guests": by_family(queries.seen_guests(session, meetup)),
    }
