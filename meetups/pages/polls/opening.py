"""Asking a few people about a few dates: a form, then who will be written to, then it leaves."""

from datetime import datetime, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations.limits import held_back
from meetups.invitations.models import Invitation
from meetups.invitations.telling import mailable
from meetups.outbox.readiness import check_can_write, not_ready
from meetups.pages.audience import Audience
from meetups.pages.loading import guests_of, meetup_or_404, meetup_to_change, open_request
from meetups.pages.navigation import association
from meetups.pages.polls.forms import PollForm, first_values
from meetups.pages.saying import told
from meetups.planning.models import Meetup
from meetups.planning.services import check_can_change
from meetups.polls import services
from meetups.polls.errors import DateAlreadyKnown
from meetups.polls.queries import poll_of, state_of
from meetups.polls.rules import MOST_VOTERS, PollState, suggested_days
from meetups.proposals.holidays import public_holidays, school_holidays
from meetups.proposals.settings import load
from meetups.venues.models import Host
from meetups.web.filters import local
from meetups.web.links import settings

SIX_IN_THE_EVENING = time(18)


def blank(meetup: Meetup) -> ResponseReturnValue:
    """The form, with the meetup's own date and sensible others."""
    check_can_ask(meetup)
    return _form_page(meetup, _form(meetup), 200)


def ask(public_id: str) -> ResponseReturnValue:
    """What was posted: shown before it leaves, then sent. Posted twice, it asks nobody twice."""
    meetup = meetup_to_change(public_id)
    check_can_ask(meetup)
    if _is_asking(meetup):
        flash(gettext("Ces dates sont déjà demandées."), "info")
        return redirect(url_for("pages.poll", public_id=public_id))
    form = _form(meetup)
    if "revenir" in request.form or not form.validate_on_submit():
        return _form_page(meetup, form, 422 if form.errors else 200)
    audience = _audience(form)
    if "confirmer" not in request.form:
        return _preview(meetup, form, audience, 200)
    if request.form.get("seal") != audience.seal:
        return _preview(meetup, form, audience, 409, stale=True)
    return _send(meetup, form, audience)


def check_can_ask(meetup: Meetup) -> None:
    """Raises ``DateAlreadyKnown``, ``MeetupCancelled`` or ``MeetupOver``."""
    check_can_change(meetup, clock.utc_now())
    if not meetup.is_draft:
        raise DateAlreadyKnown


def host_of(meetup: Meetup) -> Host | None:
    """Who lends the room, or is asked to."""
    waiting = open_request(meetup)
    return meetup.venue.host if meetup.venue else waiting.host if waiting else None


def _send(meetup: Meetup, form: PollForm, audience: Audience) -> ResponseReturnValue:
    session, now, public_id = db.session(), clock.utc_now(), meetup.public_id
    host = host_of(meetup) if form.host.data else None
    question = services.Question(form.slots, form.chosen, form.answer_by, host)
    try:
        if audience.mailed or (host and host.email):
            check_can_write(settings(), is_demo=association().is_demo)
        sent = services.open_poll(session, meetup, question, now=now)
    except DomainError as refusal:
        session.rollback()
        meetup = meetup_or_404(public_id)
        _offer(meetup, form)
        return _form_page(meetup, form, 409, refusal)
    record_audit(session, actor=require_account(), action="poll_opened", object=meetup, now=now)
    session.commit()
    flash(told(sent), "succes")
    return redirect(url_for("pages.poll", public_id=public_id))


def _is_asking(meetup: Meetup) -> bool:
    poll = poll_of(db.session(), meetup)
    return poll is not None and state_of(poll, clock.utc_now()) is PollState.OPEN


def _possible(meetup: Meetup) -> list[Invitation]:
    now = clock.utc_now()
    return [guest for guest in guests_of(meetup) if guest.professional.can_be_invited(now)]


def _form(meetup: Meetup) -> PollForm:
    starts, ends = local(meetup.starts_at, meetup.zone), local(meetup.ends_at, meetup.zone)
    weekdays = load(db.session()).weekdays
    days = suggested_days(starts.date(), [public_holidays(), school_holidays()], weekdays=weekdays)
    values = first_values(days, starts.time(), ends.time())
    form = PollForm(data=values | {"answer_day": _deadline(starts), "answer_hour": SIX_IN_THE_EVENING})
    _offer(meetup, form)
    return form


def _offer(meetup: Meetup, form: PollForm) -> None:
    guests = _possible(meetup)
    form.offer(meetup, guests, held_back(db.session(), meetup, guests, clock.utc_now()))


def _deadline(first: datetime) -> object:
    """In a week, or two days before the first date when it is near."""
    today, day = local(clock.utc_now()).date(), timedelta(days=1)
    return max(today + day, min(today + 7 * day, first.date() - 2 * day))


def _audience(form: PollForm) -> Audience:
    by_mail = mailable(db.session(), form.chosen)
    return Audience(mailed=list(by_mail), to_call=[guest for guest in form.chosen if guest not in by_mail])


def _form_page(meetup: Meetup, form: PollForm, status: int, refusal: DomainError | None = None) -> ResponseReturnValue:
    guests = _possible(meetup)
    by_mail = set(mailable(db.session(), guests))
    held = {each.guest.id: each for each in form.held}
    page = render_template(
        "pages/polls/ask.html",
        meetup=meetup,
        form=form,
        people=[(guest, guest not in by_mail, held.get(guest.id)) for guest in guests],
        chosen=set(form.guests.data or ()),
        most=MOST_VOTERS,
        host=host_of(meetup),
        waiting=open_request(meetup),
        refusal=refusal,
        not_ready=_not_ready(),
    )
    return page, status


def _preview(
    meetup: Meetup, form: PollForm, audience: Audience, status: int, *, stale: bool = False
) -> ResponseReturnValue:
    host = host_of(meetup) if form.host.data else None
    page = render_template(
        "pages/polls/ask_preview.html",
        meetup=meetup,
        form=form,
        audience=audience,
        host=host,
        leaving=len(audience.mailed) + bool(host and host.email),
        not_ready=_not_ready() if audience.mailed else None,
        stale=stale,
    )
    return page, status


def _not_ready() -> DomainError | None:
    return not_ready(settings(), is_demo=association().is_demo)
