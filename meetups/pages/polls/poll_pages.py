"""One meetup's date poll: what is asked, what was answered, and the answers heard by telephone."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import meetup_or_404, meetup_to_change
from meetups.pages.polls import closing_pages, opening
from meetups.planning.models import Meetup
from meetups.polls import services
from meetups.polls.errors import PollOver
from meetups.polls.forms import TypedVoteForm, VoteForm, vote_form
from meetups.polls.models import DatePoll, PollVoter
from meetups.polls.queries import best_slot, poll_of, result_of, slots_to_come, state_of, unreachable
from meetups.polls.rules import PollState, Vote
from meetups.polls.wording import short_words, slot_words, verdict


@blueprint.route(f"{MEETUPS}/<public_id>/dates", methods=["GET", "POST"])
@organiser
def poll(public_id: str) -> ResponseReturnValue:
    """The question or its answers. ``?personne=`` types votes, ``?creneau=`` and ``?abandonner=`` prepare its end."""
    if request.method == "POST":
        return _note(public_id) if "personne" in request.form else opening.ask(public_id)
    meetup = meetup_or_404(public_id)
    found = poll_of(db.session(), meetup)
    is_open = found is not None and state_of(found, clock.utc_now()) is PollState.OPEN
    if found is None or ("nouveau" in request.args and not is_open):
        return opening.blank(meetup)
    if is_open and "personne" in request.args:
        voter = _voter_or_404(found, request.args["personne"])
        return _typing_page(meetup, voter, _form(voter), 200)
    if is_open and "creneau" in request.args:
        return closing_pages.confirm(meetup, found, request.args["creneau"], 200)
    if is_open and "abandonner" in request.args:
        return render_template(
            "pages/polls/drop.html", meetup=meetup, answered=result_of(db.session(), found).answered
        )
    return _result_page(meetup, found)


def _note(public_id: str) -> ResponseReturnValue:
    """What somebody said on the telephone, noted by an organiser."""
    meetup = meetup_to_change(public_id)
    found = poll_of(db.session(), meetup) or abort(404)
    if state_of(found, clock.utc_now()) is not PollState.OPEN:
        raise PollOver
    voter = _voter_or_404(found, request.form["personne"])
    form, session, now = _form(voter), db.session(), clock.utc_now()
    if not form.validate():
        return _typing_page(meetup, voter, form, 422)
    services.vote(session, voter, form.votes, now=now)
    record_audit(session, actor=require_account(), action="poll_vote_recorded", object=voter, now=now)
    session.commit()
    flash(gettext("C’est noté pour %(name)s.", name=voter.name), "succes")
    return redirect(url_for("pages.poll", public_id=public_id))


def _form(voter: PollVoter) -> VoteForm:
    return vote_form(TypedVoteForm, voter, slots_to_come(voter.poll, clock.utc_now()))


def _voter_or_404(found: DatePoll, public_id: str) -> PollVoter:
    result = result_of(db.session(), found)
    known = [*result.guests, *([result.host] if result.host else [])]
    return next((voter for voter in known if voter.public_id == public_id), None) or abort(404)


def _typing_page(meetup: Meetup, voter: PollVoter, form: VoteForm, status: int) -> ResponseReturnValue:
    return render_template("pages/polls/typed_vote.html", meetup=meetup, voter=voter, form=form, votes=Vote), status


def _result_page(meetup: Meetup, found: DatePoll) -> str:
    result, now = result_of(db.session(), found), clock.utc_now()
    state = state_of(found, now)
    return render_template(
        "pages/polls/result.html",
        meetup=meetup,
        poll=found,
        state=state,
        states=PollState,
        is_open=state is PollState.OPEN,
        is_late=found.answer_by <= now,
        result=result,
        verdict=verdict(result.ranking, meetup.zone, result.families),
        best=best_slot(result, now),
        words={slot.id: slot_words(slot, meetup.zone) for slot in found.slots},
        short={slot.id: short_words(result.of(slot), result.ranking, meetup.zone) for slot in found.slots},
        to_come={slot.id for slot in slots_to_come(found, now)},
        to_call=unreachable(db.session(), result.guests),
        votes=Vote,
    )
