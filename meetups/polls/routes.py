"""The page where a guest or a host says which dates suit them."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import guest_link
from meetups.database import db
from meetups.errors import DomainError
from meetups.planning.wording import this_meetup
from meetups.polls import services
from meetups.polls.forms import VoteForm, vote_form
from meetups.polls.models import PollVoter
from meetups.polls.queries import poll_of, result_of, slots_to_come, state_of, voter_by_link
from meetups.polls.rules import SHOWN_FROM, PollState, Vote
from meetups.polls.wording import counts_words, slot_words

blueprint = Blueprint("polls", __name__)


@blueprint.route("/d/<token>", methods=["GET", "POST"])
@guest_link
def vote(token: str) -> ResponseReturnValue:
    """Dates, and three answers for each; posting notes them. ``?reponse=`` prepares one answer everywhere."""
    voter = _voter(token)
    if request.method != "POST":
        return _page(voter, _form(voter, _prepared()))
    form = _form(voter)
    if not form.validate():
        return _page(voter, form, status=422)
    try:
        services.vote(db.session(), voter, form.votes, now=clock.utc_now())
    except DomainError as refusal:
        db.session.rollback()
        return _page(_voter(token), form, refusal=refusal, status=409)
    db.session.commit()
    return redirect(url_for("polls.vote", token=token))


def _voter(token: str) -> PollVoter:
    """With the whole poll, so that the page sends as many queries for two dates as for six."""
    session = db.session()
    voter = voter_by_link(session, token)
    poll_of(session, voter.poll.meetup)
    return voter


def _form(voter: PollVoter, everywhere: Vote | None = None) -> VoteForm:
    return vote_form(VoteForm, voter, slots_to_come(voter.poll, clock.utc_now()), everywhere)


def _prepared() -> Vote | None:
    text = request.args.get("reponse")
    return Vote(text) if text in set(Vote) else None


def _page(
    voter: PollVoter, form: VoteForm, *, refusal: DomainError | None = None, status: int = 200
) -> ResponseReturnValue:
    poll, meetup = voter.poll, voter.poll.meetup
    result = result_of(db.session(), poll)
    chosen = next((slot for slot in poll.slots if slot.starts_at == poll.chosen_starts_at), None)
    page = render_template(
        "polls/vote.html",
        voter=voter,
        poll=poll,
        meetup=meetup,
        this_meetup=this_meetup(meetup.format),
        state=state_of(poll, clock.utc_now()),
        states=PollState,
        form=form,
        votes=Vote,
        chosen=slot_words(chosen, meetup.zone) if chosen else None,
        counts={slot.id: counts_words(result.of(slot)) for slot in poll.slots} if result.counts_are_shown else None,
        shown_from=SHOWN_FROM,
        is_late=poll.answer_by <= clock.utc_now(),
        is_prepared=request.method == "GET" and _prepared() is not None,
        refusal=refusal,
    )
    return page, status
