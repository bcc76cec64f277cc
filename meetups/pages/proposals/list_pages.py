"""The quarter's proposals: chosen together, so that they complete each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from meetups import clock
from meetups.accounts.access import organiser
from meetups.database import db
from meetups.pages.blueprint import blueprint
from meetups.pages.organisation import mix_of
from meetups.proposals import services, settings, wording
from meetups.proposals.models import Proposal
from meetups.proposals.queries import current_proposals

MOST = 40


@dataclass(frozen=True)
class Totals:
    """All the proposals together."""

    people: int
    never_invited: int
    communes: int


@blueprint.get("/organisation/propositions")
@organiser
def proposals() -> ResponseReturnValue:
    """What to organise this quarter, best first; each opens whole."""
    session, now = db.session(), clock.utc_now()
    found = current_proposals(session, now, MOST)
    return render_template(
        "pages/proposals/proposals.html",
        proposals=found,
        totals=_totals(found),
        computed_at=max((each.computed_at for each in found), default=None),
        mix_of=mix_of,
        wording=wording,
    )


@blueprint.post("/organisation/propositions/recalculer")
@organiser
def recompute() -> ResponseReturnValue:
    """Now rather than within the hour."""
    session, now = db.session(), clock.utc_now()
    count = services.refresh(session, now=now, count=settings.load(session).meetups)
    session.commit()
    said = ngettext("%(num)d proposition calculée.", "%(num)d propositions calculées.", count)
    flash(said, "succes" if count else "attente")
    return redirect(url_for("pages.proposals"))


def _totals(found: Sequence[Proposal]) -> Totals:
    return Totals(
        people=sum(sum(each.facts["families"].values()) for each in found),
        never_invited=sum(each.facts["never_invited_seated"] for each in found),
        communes=len({each.commune_insee for each in found}),
    )
