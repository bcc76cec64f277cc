"""« Mon espace »: what is to come, and what to do next."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meetups import clock
from meetups.accounts.access import require_account, signed_in
from meetups.database import db
from meetups.directory.models import Professional
from meetups.invitations.emails import answer_url
from meetups.invitations.models import SeatRequest
from meetups.invitations.noted import answer_so_far
from meetups.invitations.queries import invitations_of
from meetups.invitations.rules import SeatRequestStatus
from meetups.pages.blueprint import blueprint
from meetups.pages.members.forms_pausing import PauseForm
from meetups.pages.queries import own_professional
from meetups.planning.models import Meetup, MeetupStatus


class Step(NamedTuple):
    """One small thing that would help, why, and where it is done."""

    label: str
    why: str
    url: str


@blueprint.get("/moi")
@signed_in
def me() -> ResponseReturnValue:
    """Invitations to come, seats asked for, one's own page and what it still lacks."""
    session, account, now = db.session(), require_account(), clock.utc_now()
    person = own_professional(session, account)
    if person is None:
        return render_template("pages/members/nobody.html", account=account)
    return render_template(
        "pages/members/me.html",
        person=person,
        invitations=invitations_of(session, person.id, now),
        seat_requests=open_requests(session, person, now),
        answer_url=answer_url,
        answer_so_far=answer_so_far,
        steps=next_steps(person),
        paused_until=person.paused_until if person.paused_until and person.paused_until > now else None,
        pause_form=PauseForm(formdata=None),
    )


def next_steps(person: Professional) -> list[Step]:
    """What an empty page lacks, the most useful first; nobody owes us any of it."""
    steps = []
    if person.role_profile is None:
        why = gettext("Trois questions : vos collègues sauront quand vous appeler, et quand non.")
        steps.append(Step(gettext("Dire ce que vous faites"), why, url_for("pages.my_role")))
    if not person.places:
        why = gettext("Une commune suffit : nous vous invitons près de là.")
        steps.append(Step(gettext("Dire où vous travaillez"), why, url_for("pages.my_places")))
    if not (person.pathways and person.meals):
        why = gettext("Les parcours que vous suivez, et les moments où vous êtes libre.")
        steps.append(Step(gettext("Choisir vos parcours et vos repas"), why, url_for("pages.my_profile")))
    return steps


def open_requests(session: Session, person: Professional, now: datetime) -> Sequence[SeatRequest]:
    """Seats asked for, not decided yet, at meetups to come; soonest first. One query."""
    return session.scalars(
        select(SeatRequest)
        .join(SeatRequest.meetup)
        .where(
            SeatRequest.professional_id == person.id,
            SeatRequest.status == SeatRequestStatus.ASKED,
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.starts_at > now,
        )
        .options(joinedload(SeatRequest.meetup).joinedload(Meetup.commune))
        .order_by(Meetup.starts_at)
    ).all()
