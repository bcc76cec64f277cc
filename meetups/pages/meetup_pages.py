"""One meetup as an organiser sees it: steps, details, room, guests with reasons, answers with their source, mails."""

from collections import Counter
from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.invitations.block_queries import kept_places
from meetups.invitations.inbound.queries import waiting_count
from meetups.invitations.models import Invitation
from meetups.invitations.place import access_lines, address_line
from meetups.invitations.queries import AnswerCounts, answer_counts
from meetups.invitations.rules import RegistrationStatus
from meetups.invitations.seat_queries import open_seat_requests
from meetups.invitations.waves import next_wave
from meetups.invitations.wording import sentence
from meetups.outbox.queries import counts_about
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.day_warnings import warnings_about
from meetups.pages.guest_forms import usual_source
from meetups.pages.guest_page import guest_page
from meetups.pages.loading import guests_of, meetup_or_404, open_request
from meetups.pages.progress import progress_of, step_labels
from meetups.pages.queries import mail_lines, must_be_called, unreached_guests
from meetups.planning.asking_again import to_confirm
from meetups.planning.models import Meetup
from meetups.planning.wording import this_meetup
from meetups.polls.queries import open_polls
from meetups.proposals.queries import proposal_of
from meetups.proposals.wording import sentences
from meetups.web.access_marks import demo_is_open


@blueprint.get(f"{MEETUPS}/<public_id>")
@organiser
def meetup(public_id: str) -> ResponseReturnValue:
    """Everything there is to know of one meetup, and the next thing to do; of a long list, a page at a time."""
    shown, session, now = meetup_or_404(public_id), db.session(), clock.utc_now()
    guests = guests_of(shown)
    counts = answer_counts(session, [shown.id]).get(shown.id, AnswerCounts())
    to_call = [guest for guest in guests if must_be_called(guest)]
    can_change = not shown.is_cancelled and not shown.is_past(now)
    apart = to_call if can_change else []
    rung = {guest.id for guest in apart}
    asked = open_seat_requests(session, shown.id)
    choosing = open_polls(session, [shown.id], now).get(shown.id)
    wave = next_wave(session, shown, guests, now=now) if can_change and shown.wave_size else None
    return render_template(
        "pages/meetup.html",
        meetup=shown,
        this_meetup=this_meetup(shown.format),
        can_change=can_change,
        day_warnings=warnings_about(shown) if can_change else [],
        progress=progress_of(
            shown,
            counts,
            len(to_call),
            now,
            seats_asked=len(asked),
            choosing=choosing,
            wave=len(wave.asked) if wave and not shown.waves_are_automatic else 0,
        ),
        choosing=choosing,
        seat_requests=asked,
        kept=kept_places(session, [shown.id])[shown.id],
        now=now,
        step_labels=step_labels(),
        counts=counts,
        statuses=RegistrationStatus,
        people=guest_page(apart, [guest for guest in guests if guest.id not in rung], request.args),
        mix=_mix(guests),
        usual_source=usual_source,
        sentence=sentence,
        **_place_of(shown),
        **_why(shown),
        wave=wave,
        **_mails(shown, guests),
    )


def _mix(guests: Sequence[Invitation]) -> dict[ProfessionFamily, int]:
    return dict(Counter(guest.professional.family for guest in guests))


def _place_of(meetup: Meetup) -> dict[str, object]:
    venue, waiting, again = meetup.venue, open_request(meetup), to_confirm(meetup)
    return {
        "venue": venue,
        "address": address_line(venue) if venue else "",
        "access": access_lines(venue) if venue else [],
        "waiting": waiting,
        "again": again,
        "is_by_hand": venue is not None and all(each.host_id != venue.host_id for each in meetup.requests),
        "answered": [request for request in meetup.requests if request not in {waiting, again}],
    }


def _why(meetup: Meetup) -> dict[str, object]:
    proposal = proposal_of(db.session(), meetup.id)
    return {"facts": sentences(proposal.facts) if proposal else []}


def _mails(meetup: Meetup, guests: Sequence[Invitation]) -> dict[str, object]:
    session = db.session()
    lines = mail_lines(counts_about(session, [meetup.public_id])[meetup.public_id])
    failed = any(line.failed for line in lines)
    return {
        "mails": lines,
        "unreached": unreached_guests(session, meetup, guests) if failed else [],
        "mailbox_is_open": demo_is_open(),
        "unread_messages": waiting_count(session, meetup.public_id),
    }
