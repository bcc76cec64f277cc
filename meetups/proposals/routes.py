"""What an organiser does with a proposal: prepare it, or put it aside."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.proposals import queries, services
from meetups.proposals.errors import ProposalGone
from meetups.proposals.models import Proposal

blueprint = Blueprint("proposals", __name__, url_prefix="/organisation/propositions/<public_id>")


@blueprint.errorhandler(ProposalGone)
def _gone(refusal: ProposalGone) -> ResponseReturnValue:
    flash(str(refusal), "attente")
    return redirect(url_for("pages.organisation"))


def _proposal(public_id: str) -> Proposal:
    found = queries.proposal_by_public_id(db.session(), public_id)
    if found is None:
        raise ProposalGone
    return found


@blueprint.post("/preparer")
@organiser
def prepare(public_id: str) -> ResponseReturnValue:
    """Make the draft, and open it."""
    meetup = services.prepare(db.session(), _proposal(public_id), now=clock.utc_now())
    db.session.commit()
    return redirect(url_for("pages.meetup", public_id=meetup.public_id))


@blueprint.post("/pas-maintenant")
@organiser
def dismiss(public_id: str) -> ResponseReturnValue:
    """Put aside for two months; the next page offers to undo."""
    services.put_aside(db.session(), _proposal(public_id), now=clock.utc_now())
    db.session.commit()
    return redirect(url_for("pages.organisation", aside=public_id))


@blueprint.post("/reprendre")
@organiser
def restore(public_id: str) -> ResponseReturnValue:
    """Undo « pas maintenant »."""
    services.take_back(db.session(), _proposal(public_id))
    db.session.commit()
    flash(gettext("La proposition est de nouveau là."), "succes")
    return redirect(url_for("pages.organisation"))
