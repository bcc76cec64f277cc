"""One proposal: its reasons, its people, and « et si… » answered at once, without a script."""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.rules import RegistrationStatus
from meetups.invitations.wording import sentence
from meetups.pages.blueprint import blueprint
from meetups.pages.loading import alphabetical
from meetups.pages.organisation import mix_of
from meetups.pages.proposals.trying import (
    is_tried,
    kept_changes,
    mark_of,
    place_value,
    query_of,
    read_changes,
    trial_url,
)
from meetups.planning.models import Meetup
from meetups.proposals import whatif, wording
from meetups.proposals.changes import Changes
from meetups.proposals.errors import ProposalGone, WrongChange
from meetups.proposals.models import Proposal
from meetups.proposals.queries import proposal_by_public_id
from meetups.web.filters import PARIS, day_date, number

URL = "/organisation/propositions/<public_id>"
DECLINED_IN_A_ROW = 2
CHANGED_MEANWHILE = lazy_gettext(
    "Quelqu’un d’autre a changé cette proposition pendant ce temps. Votre essai est encore là, comparé au sien : "
    "gardez-le s’il est encore utile."
)


@blueprint.get(URL)
@organiser
def proposal(public_id: str) -> ResponseReturnValue:
    """As it is kept; with ``?jour=`` and the like, as it would be: nothing is written until it is kept."""
    session, now = db.session(), clock.utc_now()
    found = proposal_by_public_id(session, public_id)
    if found is None or found.meetup is not None:
        return _gone(found)
    kept = kept_changes(found)
    changes, wrong = read_changes(request.args) if is_tried(request.args) else (kept, [])
    considered = whatif.consider(session, found, changes, now=now)
    # What is stored is what preparing makes; computed now, people may differ from those of the last hour.
    is_trial = kept not in (changes, considered.answer.changes)
    shown = considered if is_trial else found
    page = render_template(
        "pages/proposals/proposal.html",
        stored=found,
        proposal=shown,
        choices=whatif.choices(session, found, considered, now=now),
        changes=changes,
        mark=mark_of(found),
        is_trial=is_trial,
        left_out=_left_out(session, changes),
        back_url=lambda person: trial_url(public_id, changes.let_back(person), is_tried=True),
        is_changed=bool(kept),
        refusals=[*wrong, *considered.refusals],
        to_call=declined_lately(session, [guest.professional.id for guest in shown.guests]),
        alphabetical=alphabetical,
        day_name=day_name,
        mix_of=mix_of,
        place_value=place_value,
        query_of=query_of,
        sentence=sentence,
        trial_url=trial_url,
        signed=signed,
        wording=wording,
    )
    return page, 422 if wrong else 200


@blueprint.post(f"{URL}/changer")
@organiser
def change_proposal(public_id: str) -> ResponseReturnValue:
    """Keep what is on the screen, or go back to what was computed. Sent twice, it is kept once."""
    session, now = db.session(), clock.utc_now()
    found = proposal_by_public_id(session, public_id)
    if found is None or found.meetup is not None:
        return _gone(found)
    if "oublier" in request.form:
        return _forgotten(session, found)
    changes, wrong = read_changes(request.form)
    if request.form.get("vu", mark_of(found)) != mark_of(found) and changes != kept_changes(found):
        flash(CHANGED_MEANWHILE, "attente")
        return _shown(public_id, changes)
    try:
        if wrong:
            raise WrongChange(wrong)
        whatif.keep(session, found, changes, now=now)
        record_audit(session, actor=require_account(), action="proposal_changed", object=found, now=now)
        session.commit()
    except ProposalGone:
        session.rollback()
        return _gone(None)
    except WrongChange as refusal:
        session.rollback()
        flash(str(refusal), "erreur")
        return _shown(public_id, changes)
    flash(gettext("C’est gardé : les prochains calculs s’y tiendront."), "succes")
    return _shown(public_id)


def day_name(day: date) -> str:
    """« mardi 19 janvier »."""
    return day_date(datetime.combine(day, time(12), ZoneInfo(PARIS)))


def signed(value: float) -> str:
    """« +3 », « −2,5 »."""
    return f"{'+' if value > 0 else '−'}{number(abs(value))}"


def declined_lately(session: Session, ids: Collection[int]) -> set[int]:
    """Of these people, those whose last two answers were « je ne peux pas »: a call says more than a third mail."""
    rank = func.row_number().over(
        partition_by=Registration.professional_id, order_by=(Meetup.starts_at.desc(), Meetup.id.desc())
    )
    last = (
        select(Registration.professional_id, Registration.status, rank.label("rank"))
        .join(Registration.meetup)
        .where(Registration.professional_id.in_(ids))
        .subquery()
    )
    counted = (
        select(last.c.professional_id)
        .where(last.c.rank <= DECLINED_IN_A_ROW, last.c.status == RegistrationStatus.DECLINED)
        .group_by(last.c.professional_id)
        .having(func.count() == DECLINED_IN_A_ROW)
    )
    return set(session.scalars(counted))


def _left_out(session: Session, changes: Changes) -> list[Professional]:
    """Those whom the team does not want there, so that each can be taken back."""
    if not changes.without:
        return []
    return whatif.by_first_name(
        session.scalars(select(Professional).where(Professional.public_id.in_(changes.without)))
    )


def _forgotten(session: Session, found: Proposal) -> ResponseReturnValue:
    now = clock.utc_now()
    try:
        whatif.forget(session, found, now=now)
        record_audit(session, actor=require_account(), action="proposal_restored", object=found, now=now)
        session.commit()
    except ProposalGone:
        session.rollback()
        return _gone(None)
    flash(gettext("La proposition est de nouveau celle du calcul."), "succes")
    return _shown(found.public_id)


def _shown(public_id: str, changes: Changes | None = None) -> ResponseReturnValue:
    return redirect(trial_url(public_id, changes or Changes()))


def _gone(found: Proposal | None) -> ResponseReturnValue:
    """Prepared meanwhile: its draft. Computed away: the proposals of the moment, and why."""
    if found is not None and found.meetup is not None:
        return redirect(url_for("pages.meetup", public_id=found.meetup.public_id))
    flash(str(ProposalGone()), "attente")
    return redirect(url_for("pages.proposals"))
