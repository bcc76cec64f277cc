"""One person as an organiser knows them.

Contact details stand on this page, in clear: an organiser telephones people every day, and each reading would be a
write if it were logged. What is logged is what leaves: the list of answers as a file.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.database import db
from meetups.directory import adding
from meetups.directory.half_days import HALF_DAYS
from meetups.directory.models import PracticePlace, Professional
from meetups.invitations.inbound.queries import WAITING, Received, messages_of
from meetups.invitations.inbound.wording import answer_said, what_became
from meetups.invitations.models import Invitation
from meetups.pages.blueprint import blueprint
from meetups.pages.members.forms_pausing import PauseForm
from meetups.pages.people.people_pages import PEOPLE
from meetups.planning.models import Meetup

REMEMBERED = 50
"""Invitations shown, the latest first: several years of one person."""
SHOWN_MESSAGES = 10


@blueprint.get(f"{PEOPLE}/<public_id>")
@organiser
def person(public_id: str) -> ResponseReturnValue:
    """Who they are, how to reach them, and what they answered."""
    shown, now = person_or_404(public_id), clock.utc_now()
    invitations = invitations_of(db.session(), shown)
    return render_template(
        "pages/people/person.html",
        person=shown,
        is_paused=shown.paused_until is not None and shown.paused_until > now,
        pause_form=PauseForm(),
        meals=[half_day.label for half_day in HALF_DAYS if half_day.code in shown.meals],
        invitations=invitations,
        messages=_messages(shown, invitations),
        answer_said=answer_said,
        what_became=what_became,
        waiting=WAITING,
        outcome=outcome,
        now=now,
    )


@blueprint.post(f"{PEOPLE}/<public_id>/confirmer")
@organiser
def confirm_person(public_id: str) -> ResponseReturnValue:
    """The team spoke with someone who had left a telephone number alone: they may be invited from now on."""
    session, found = db.session(), person_or_404(public_id)
    if found.left_at is not None:
        abort(404)
    adding.confirm_person(session, found, actor=require_account(), now=clock.utc_now())
    session.commit()
    flash(gettext("%(name)s peut recevoir des invitations.", name=found.first_name), "succes")
    return redirect(url_for("pages.person", public_id=public_id))


def person_or_404(public_id: str) -> Professional:
    """Somebody with their places, pathways and role profile: four queries."""
    wanted = (
        select(Professional)
        .where(Professional.public_id == public_id)
        .options(
            selectinload(Professional.places).joinedload(PracticePlace.commune),
            selectinload(Professional.pathways),
            selectinload(Professional.role_profile),
            joinedload(Professional.structure),
        )
    )
    return db.session.scalar(wanted) or abort(404)


def invitations_of(session: Session, person: Professional) -> Sequence[Invitation]:
    """Every list that a person is or was on, the latest meetup first: one query."""
    return session.scalars(
        select(Invitation)
        .join(Invitation.meetup)
        .where(Invitation.professional_id == person.id)
        .options(joinedload(Invitation.registration), joinedload(Invitation.meetup).joinedload(Meetup.commune))
        .order_by(Meetup.starts_at.desc(), Invitation.id.desc())
        .limit(REMEMBERED)
    ).all()


def _messages(person: Professional, invitations: Sequence[Invitation]) -> Sequence[Received]:
    """What they wrote, and what came back about their invitations; nothing of somebody who left."""
    if person.left_at is not None:
        return []
    concerned = [invitation.public_id for invitation in invitations]
    return messages_of(db.session(), person, concerned, limit=SHOWN_MESSAGES)


def outcome(invitation: Invitation, now: datetime) -> str:
    """What became of an invitation without any answer: where the question stands."""
    if invitation.meetup.is_cancelled:
        return gettext("rencontre annulée")
    if not invitation.is_active:
        return gettext("plus sur la liste")
    if invitation.invited_at is None:
        return gettext("sur la liste, pas encore d’invitation")
    return gettext("sans réponse") if invitation.meetup.is_past(now) else gettext("pas encore de réponse")
