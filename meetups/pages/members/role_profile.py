"""The page of someone who stands in the directory: what they do, when to call them, and how."""

from datetime import datetime

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups import clock
from meetups.accounts.access import require_account, signed_in
from meetups.accounts.models import Account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.directory.models import PracticePlace, Professional
from meetups.directory.search import is_listed, name_among, with_namesakes
from meetups.pages.blueprint import blueprint
from meetups.pages.members.contact import reach_of
from meetups.pages.members.pace import REVEALED, check_pages, check_reveals
from meetups.pages.members.role_view import RoleView
from meetups.pages.members.together import together


@blueprint.get("/annuaire/<public_id>")
@signed_in
def role_profile(public_id: str) -> ResponseReturnValue:
    """Unknown, not in the directory, on a pause, gone or not confirmed yet: the same 404."""
    check_pages(require_account(), clock.utc_now())
    person = _listed_or_404(public_id)
    return _page(_view(person))


@blueprint.post("/annuaire/<public_id>/coordonnees")
@signed_in
def reveal_contact(public_id: str) -> ResponseReturnValue:
    """Show the contact details that this reader may read, and log it; the page is the answer itself, never kept."""
    person = _listed_or_404(public_id)
    view = _view(person, revealed=True)
    if not view.reach.is_revealed:
        abort(404)
    account, now = require_account(), clock.utc_now()
    check_reveals(db.session(), account, now)
    record_audit(db.session(), actor=account, action=REVEALED, object=person, now=now)
    db.session.commit()
    return _page(view)


def _listed_or_404(public_id: str) -> Professional:
    return listed_person(db.session(), public_id, clock.utc_now()) or abort(404)


def listed_person(session: Session, public_id: str, now: datetime) -> Professional | None:
    """Someone of the directory, with all that their page shows: three queries."""
    return session.scalar(
        select(Professional)
        .where(Professional.public_id == public_id, is_listed(now))
        .options(
            joinedload(Professional.role_profile),
            joinedload(Professional.structure),
            selectinload(Professional.places).joinedload(PracticePlace.commune),
            selectinload(Professional.pathways),
        )
    )


def _view(person: Professional, *, revealed: bool = False) -> RoleView:
    session = db.session()
    viewer = _viewer(session, require_account())
    shared = together(session, viewer, person, clock.utc_now())
    return RoleView(
        person,
        name_among(person, is_shared=bool(with_namesakes(session, [person]))),
        reach_of(person, have_met=shared.have_met, revealed=revealed),
        shared,
        is_self=viewer is not None and viewer.id == person.id,
    )


def _viewer(session: Session, account: Account) -> Professional | None:
    """The professional who looks; an organiser may be none."""
    return session.scalar(select(Professional).where(Professional.account_id == account.id))


def _page(view: RoleView) -> str:
    return render_template("pages/members/role_profile.html", view=view, person=view.person, unseen=None)
