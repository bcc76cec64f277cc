"""What a guest's page shows, in each of its states."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.database import db
from meetups.directory import mailboxes
from meetups.directory.patient_data import PatientTrace
from meetups.errors import DomainError
from meetups.invitations import noted, queries
from meetups.invitations.adding import add_links_of
from meetups.invitations.forms import LONGEST_NEEDS, ColleagueForm, NeedsForm, SeenForm
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.place import access_lines, address_lines, map_url
from meetups.invitations.rules import AnswerChoice, AnswerSource, RegistrationStatus, recorded_status
from meetups.invitations.seats import meals_are_ordered
from meetups.invitations.second_person import introduced_by, offered_by, reasons_for_you
from meetups.invitations.standing import standing
from meetups.invitations.waiting_queries import is_offer
from meetups.invitations.who_comes import by_family
from meetups.planning.models import Meetup
from meetups.planning.wording import this_meetup

Mode = Literal["cancelled", "past", "answered", "offered", "prepared", "ask"]


def show_page(
    invitation: Invitation,
    token: str,
    choice: AnswerChoice | None,
    *,
    asks_again: bool = False,
    form: ColleagueForm | None = None,
    needs: NeedsForm | None = None,
    traces: Sequence[PatientTrace] = (),
    refusal: DomainError | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page, with an answer prepared or not. ``asks_again`` shows the four answers to someone who has answered."""
    meetup, registration, person = invitation.meetup, invitation.registration, invitation.professional
    now, held = clock.utc_now(), registration.status if registration else None
    typed = registration.needs if registration else ""
    choices = possible_choices(meetup, held, now)
    is_ready = choice is not None and (choice in choices or refusal is not None or form is not None)
    is_shared = mailboxes.is_shared(person)
    reasons = [] if is_shared else invitation.reasons
    mode = _mode(meetup, registration, now, is_ready=is_ready, asks_again=asks_again)
    page = render_template(
        "invitations/answer.html",
        token=token,
        invitation=invitation,
        person=person,
        mode=mode,
        prepared=choice if mode == "prepared" else None,
        choices=choices,
        held=held,
        is_full=meetup.is_full and not (held and held.holds_seat),
        is_closed=meals_are_ordered(meetup, now) and not (held and held.holds_seat),
        meals_are_ordered=meals_are_ordered(meetup, now),
        passed_on=_passed_on(registration),
        standing=standing(db.session(), invitation) if held is RegistrationStatus.WAITING else "",
        until=registration.offered_until if registration else None,
        introduced_by=introduced_by(reasons),
        offered_by=offered_by(reasons),
        reasons=reasons_for_you(reasons),
        noted=noted,
        form=form or ColleagueForm(formdata=None),
        needs=needs or NeedsForm(formdata=None, data={"needs": "" if is_shared else typed}),
        hides_needs=is_shared and bool(typed),
        needs_noted="note" in request.args,
        longest_needs=LONGEST_NEEDS,
        traces=traces,
        seen=SeenForm(formdata=None, data={"shown": person.is_seen_by_guests}),
        refusal=refusal,
        add_links=add_links_of(invitation),
        **_about(meetup),
    )
    return page, status


def possible_choices(meetup: Meetup, held: RegistrationStatus | None, now: datetime) -> list[AnswerChoice]:
    """The answers that would change something, and that may be given alone."""
    return [choice for choice in AnswerChoice if _is_possible(choice, meetup, held, now)]


def _is_possible(choice: AnswerChoice, meetup: Meetup, held: RegistrationStatus | None, now: datetime) -> bool:
    has_seat = held is not None and held.holds_seat
    if choice in {AnswerChoice.COMING, AnswerChoice.COLLEAGUE} and not has_seat and meals_are_ordered(meetup, now):
        return False
    if choice is AnswerChoice.COLLEAGUE:  # whoever sent one may send another instead
        return has_seat or held is RegistrationStatus.SUBSTITUTED or not meetup.is_full
    if choice is AnswerChoice.COMING and held is RegistrationStatus.WAITING:
        return not meetup.is_full
    return recorded_status(choice.status, held) is not held


def _mode(
    meetup: Meetup, registration: Registration | None, now: datetime, *, is_ready: bool, asks_again: bool
) -> Mode:
    if meetup.is_cancelled:
        return "cancelled"
    if meetup.is_past(now):
        return "past"
    if is_ready:
        return "prepared"
    if registration is not None and is_offer(registration) and not asks_again:
        return "offered"
    is_silent = registration is None or registration.status is RegistrationStatus.OFFERED
    return "ask" if is_silent or _passed_on(registration) or asks_again else "answered"


def _passed_on(registration: Registration | None) -> bool:
    """Whether a place was held for them, and went to the next person."""
    return registration is not None and registration.source is AnswerSource.EXPIRY


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
