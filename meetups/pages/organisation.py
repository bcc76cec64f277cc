"""The organisers' first page: what to organise next, and what is under way. It only reads stored rows."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.invitations.wording import sentence
from meetups.pages.blueprint import blueprint
from meetups.pages.loading import alphabetical
from meetups.pages.progress import step_labels, summary
from meetups.pages.queries import current_lines, newcomers_to_call
from meetups.pages.uninvited import uninvited_section
from meetups.proposals import wording
from meetups.proposals.models import Proposal
from meetups.proposals.queries import current_proposals, proposal_by_public_id


@blueprint.get("/organisation")
@organiser
def organisation() -> ResponseReturnValue:
    """Proposals, best first, then the meetups under way, beside the map of whom was never invited.

    One proposal is open, the best unless ``?proposition=`` names another: each has some twenty people with their
    reasons. ``?aside=`` offers to undo « pas maintenant ».
    """
    session, now = db.session(), clock.utc_now()
    proposals, lines, newcomers = (
        current_proposals(session, now),
        current_lines(session, now),
        newcomers_to_call(session),
    )
    return render_template(
        "pages/organisation.html",
        account=require_account(),
        summary=summary(len(proposals), [line.progress for line in lines], newcomers),
        newcomers=newcomers,
        proposals=proposals,
        opened=_opened(proposals, request.args.get("proposition")),
        aside=_put_aside(request.args.get("aside"), now),
        lines=lines,
        uninvited=uninvited_section(session, [line.meetup for line in lines], now),
        step_labels=step_labels(),
        mix_of=mix_of,
        alphabetical=alphabetical,
        sentence=sentence,
        wording=wording,
    )


def _opened(proposals: Sequence[Proposal], wanted: str | None) -> Proposal | None:
    """The proposal to show whole, with its guests."""
    chosen = next((each for each in proposals if each.public_id == wanted), proposals[0] if proposals else None)
    return proposal_by_public_id(db.session(), chosen.public_id) if chosen else None


def mix_of(proposal: Proposal) -> dict[ProfessionFamily, int]:
    """How many people of each family would be at the table."""
    return {ProfessionFamily(code): number for code, number in proposal.facts["families"].items()}


def _put_aside(public_id: str | None, now: datetime) -> Proposal | None:
    """The proposal that was just put aside, while that can be undone."""
    proposal = proposal_by_public_id(db.session(), public_id) if public_id else None
    if proposal is None or proposal.meetup_id or proposal.dismissed_until is None or proposal.dismissed_until <= now:
        return None
    return proposal
