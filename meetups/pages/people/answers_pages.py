"""Who answered what to one lunch, by which channel and when: to read, to print, to take to a spreadsheet."""

from collections.abc import Iterable, Iterator

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups import clock
from meetups.accounts.access import organiser, require_account
from meetups.accounts.records import record_audit
from meetups.database import db
from meetups.invitations.block_queries import kept_places
from meetups.invitations.models import Invitation
from meetups.invitations.queries import AnswerCounts, answer_counts
from meetups.invitations.rules import RegistrationStatus
from meetups.pages.blueprint import MEETUPS, blueprint
from meetups.pages.loading import guests_of, meetup_or_404
from meetups.pages.people.spreadsheet import csv_file, phone_cell
from meetups.pages.queries import must_be_called
from meetups.planning.models import Meetup
from meetups.web.filters import local


@blueprint.get(f"{MEETUPS}/<public_id>/reponses")
@organiser
def answers(public_id: str) -> ResponseReturnValue:
    """One line a person, by first name; printable."""
    meetup = meetup_or_404(public_id)
    return render_template(
        "pages/people/answers.html",
        meetup=meetup,
        guests=guests_of(meetup),
        counts=answer_counts(db.session(), [meetup.id]).get(meetup.id, AnswerCounts()),
        kept=kept_places(db.session(), [meetup.id])[meetup.id],
        statuses=RegistrationStatus,
        said=said,
        needs_call=lambda guest: needs_call(meetup, guest),
    )


@blueprint.post(f"{MEETUPS}/<public_id>/reponses.csv")
@organiser
def answers_csv(public_id: str) -> ResponseReturnValue:
    """The same list with contact details, as a file: it leaves the application, so it is logged."""
    session, meetup = db.session(), meetup_or_404(public_id)
    content = csv_file(_header(), _rows(meetup, guests_of(meetup)))
    record_audit(session, actor=require_account(), action="answers_exported", object=meetup, now=clock.utc_now())
    session.commit()
    name = f"reponses-{local(meetup.starts_at, meetup.zone):%Y-%m-%d}.csv"
    return Response(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def said(guest: Invitation) -> str:
    """The answer in a few words, or where the question stands."""
    if guest.registration is not None:
        return guest.registration.status.label
    return gettext("pas encore de réponse") if guest.invited_at else gettext("pas encore d’invitation")


def needs_call(meetup: Meetup, guest: Invitation) -> bool:
    """Whether somebody must reach this person by voice or by letter, while it is still time."""
    can_answer = not meetup.is_cancelled and not meetup.is_past(clock.utc_now())
    return can_answer and must_be_called(guest)


def _header() -> list[str]:
    return [
        gettext("Prénom"),
        gettext("Nom"),
        gettext("Métier"),
        gettext("Réponse"),
        gettext("Repas et accès"),
        gettext("Comment nous le savons"),
        gettext("Répondu le"),
        gettext("À joindre"),
        gettext("Courriel"),
        gettext("Téléphone"),
    ]


def _rows(meetup: Meetup, guests: Iterable[Invitation]) -> Iterator[list[str]]:
    for guest in guests:
        person, registration = guest.professional, guest.registration
        yield [
            person.first_name,
            person.last_name,
            person.profession_text,
            said(guest),
            registration.needs if registration else "",
            registration.source.label if registration else "",
            f"{local(registration.answered_at, meetup.zone):%d/%m/%Y %H:%M}" if registration else "",
            guest.channel.label if needs_call(meetup, guest) else "",
            person.email or "",
            phone_cell(person.phone) if person.phone else "",
        ]
