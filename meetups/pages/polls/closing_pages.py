"""Fixing the date, once whoever does it has seen what leaves and to whom; or giving up."""

from dataclasses import dataclass
from hashlib import sha256

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.errors import DomainError
from meetups.invitations.models import Invitation
from meetups.outbox.readiness import check_can_write, not_ready
from meetups.pages.audience import Audience, about_to_be_asked
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import guests_of, lender_of, meetup_or_404, meetup_to_change, open_request
from meetups.pages.navigation import association
from meetups.pages.saying import new_loan, told
from meetups.planning.models import HostingRequest, Meetup
from meetups.polls import closing, services
from meetups.polls.models import DatePoll, PollSlot
from meetups.polls.queries import poll_of, result_of, slots_to_come, state_of
from meetups.polls.rules import PollState, Vote
from meetups.polls.wording import slot_words, tally_words
from meetups.web.links import settings


@dataclass(frozen=True)
class Plan:
    """What fixing this date would do."""

    slot: PollSlot
    audience: Audience
    expected: list[Invitation]
    """Whose place is held, to be confirmed."""
    lender: HostingRequest | None
    """The question by which the room was granted, for another date than this one."""

    @property
    def writes(self) -> bool:
        """Whether any mail leaves: without a room, no invitation does."""
        invites = self.slot.poll.meetup.venue is not None and bool(self.audience.mailed)
        return invites or (self.lender is not None and bool(self.lender.host.email))

    @property
    def seal(self) -> str:
        """Changes with the people told and with the places held: a confirmation is worth only what was shown."""
        held = sorted(guest.public_id for guest in self.expected)
        return sha256(" ".join([self.slot.public_id, self.audience.seal, *held]).encode()).hexdigest()[:16]


def confirm(
    meetup: Meetup,
    poll: DatePoll,
    slot_public_id: str,
    status: int,
    *,
    refusal: DomainError | None = None,
    stale: bool = False,
) -> ResponseReturnValue:
    """The page that says what leaves; its button fixes the date."""
    plan = _plan(meetup, poll, slot_public_id)
    result = result_of(db.session(), poll)
    lends, has_moved = meetup.venue is not None, closing.moves(meetup, plan.slot)
    page = render_template(
        "pages/polls/close.html",
        meetup=meetup,
        plan=plan,
        audience=plan.audience,
        words=slot_words(plan.slot, meetup.zone),
        counts=tally_words(result.of(plan.slot), result.ranking, meetup.zone, result.families),
        host=result.host,
        host_vote=result.host.vote_for(plan.slot) if result.host else None,
        votes=Vote,
        lender=plan.lender,
        blocked=open_request(meetup) if has_moved else None,
        lends=lends,
        refusal=refusal,
        stale=stale,
        not_ready=not_ready(settings(), is_demo=association().is_demo) if plan.writes else None,
    )
    return page, status


@blueprint.post(f"{MEETUPS}/<public_id>/dates/fixer")
@organiser
def close_poll(public_id: str) -> ResponseReturnValue:
    """Fix the date and send the invitations. Two organisers at once, or a double click, fix it once."""
    meetup, session = meetup_to_change(public_id), db.session()
    poll = poll_of(session, meetup) or abort(404)
    if state_of(poll, clock.utc_now()) is not PollState.OPEN:
        flash(gettext("Le choix de la date est déjà terminé."), "info")
        return redirect(url_for("pages.poll", public_id=public_id))
    chosen = request.form.get("creneau", "")
    plan = _plan(meetup, poll, chosen)
    if request.form.get("seal") != plan.seal:
        return confirm(meetup, poll, chosen, 409, stale=True)
    try:
        return _close(meetup, plan)
    except DomainError as refusal:
        session.rollback()
        meetup = meetup_or_404(public_id)
        return confirm(meetup, poll_of(session, meetup) or abort(404), chosen, 409, refusal=refusal)


@blueprint.post(f"{MEETUPS}/<public_id>/dates/abandonner")
@organiser
def drop_poll(public_id: str) -> ResponseReturnValue:
    """Give up; nobody is written to, the page of the link says so. Said twice, it is said once."""
    meetup, session, now = meetup_to_change(public_id), db.session(), clock.utc_now()
    if services.drop_poll(session, meetup, now=now):
        record_audit(session, actor=require_account(), action="poll_dropped", object=meetup, now=now)
        session.commit()
        flash(gettext("Le choix de dates est abandonné. La rencontre garde sa date."), "succes")
    return redirect(url_for("pages.meetup", public_id=public_id))


def _close(meetup: Meetup, plan: Plan) -> ResponseReturnValue:
    session, now = db.session(), clock.utc_now()
    if plan.writes:
        check_can_write(settings(), is_demo=association().is_demo)
    closed = closing.close_poll(session, meetup, plan.slot.public_id, now=now)
    record_audit(session, actor=require_account(), action="poll_closed", object=meetup, now=now)
    session.commit()
    flash(" ".join([_said(meetup, closed), *([new_loan(plan.lender)] if plan.lender else [])]), "succes")
    return redirect(url_for("pages.meetup", public_id=meetup.public_id))


def _said(meetup: Meetup, closed: closing.Closed) -> str:
    fixed = gettext("La date est fixée.")
    if closed.sent is not None:
        return " ".join([fixed, told(closed.sent)])
    if meetup.venue is None:
        return " ".join([fixed, gettext("Il reste à trouver la salle : les invitations partiront ensuite.")])
    return " ".join([fixed, gettext("Il n’y a encore personne à inviter.")])


def _plan(meetup: Meetup, poll: DatePoll, slot_public_id: str) -> Plan:
    session, now = db.session(), clock.utc_now()
    slot = next((each for each in slots_to_come(poll, now) if each.public_id == slot_public_id), None) or abort(404)
    expected = closing.expected(session, meetup, now, slot)
    audience = about_to_be_asked(session, meetup, guests_of(meetup), now, expected)
    asked = {*audience.mailed, *audience.to_call}
    lender = lender_of(meetup) if closing.moves(meetup, slot) else None
    return Plan(slot, audience, [guest for guest in expected if guest in asked], lender)
