"""The whole main job by hand, each person with a browser of their own: from the proposal to the cancellation."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.emails import answer_url
from meetups.invitations.models import Invitation, Registration
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.emails import host_url
from meetups.planning.models import HostingRequest, Meetup
from meetups.proposals.services import refresh
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

FAMILIES = list(ProfessionFamily)


@pytest.fixture
def world(session: Session, cast: Cast) -> Cast:
    """Twelve people around La Motte-Servolex, Odile without an address; one proposal gathers the ten free at noon."""
    session.delete(cast.lunch)  # else the same pathway would have met there just before
    factories.area(session)
    for number in range(9):
        factories.professional(session, f"Personne {number}", family=FAMILIES[number])
    session.commit()
    refresh(session, now=NOW)
    session.commit()
    return cast


def mailed(session: Session) -> dict[MailKind, int]:
    rows = session.execute(select(OutgoingEmail.kind, func.count()).group_by(OutgoingEmail.kind))
    return dict(rows.all())


def invitation_of(session: Session, meetup: Meetup, person: Professional) -> Invitation:
    wanted = select(Invitation).where(Invitation.meetup_id == meetup.id, Invitation.professional_id == person.id)
    return session.scalars(wanted).one()


def test_from_a_proposal_to_a_lunch_that_moves_and_is_called_off(
    maud: CheckingClient, app: Flask, session: Session, world: Cast
) -> None:
    # The proposal becomes a draft.
    dashboard = maud.get("/organisation")
    assert "Une rencontre à imaginer" in text_of(dashboard)
    actions = [form.get("action") or "" for form in parse(dashboard.text).iter("form")]
    prepare = next(action for action in actions if action.endswith("/preparer"))
    here = maud.post(prepare).location
    meetup = session.scalars(select(Meetup).where(Meetup.public_id == here.rsplit("/", 1)[-1])).one()
    assert here == f"{MEETUPS}/{meetup.public_id}"
    assert "Demander la salle" in text_of(maud.get(here))

    # The town hall is asked, and lends its room by the link of its mail.
    asked = submit(maud, f"{here}/lieu", follow=True)
    assert "La demande part à « Mairie de La Motte-Servolex »" in text_of(asked)
    town_hall = app.test_client()
    link = urlsplit(host_url(session.scalars(select(HostingRequest)).one())).path
    assert town_hall.post(link, data={"reponse": "oui", "oui-room": world.room.public_id}).status_code == 302
    assert "Envoyer les invitations" in text_of(maud.get(here))

    # The list changes by hand, then the invitations leave.
    removed = invitation_of(session, meetup, world.karim)
    maud.post(f"{here}/invites/{removed.public_id}/retirer")
    found = maud.get(f"{here}/invites", query_string={"q": "karim"})
    assert world.karim.full_name in text_of(found)
    maud.post(f"{here}/invites", data={"professional": world.karim.public_id})
    sent = submit(maud, f"{here}/invitations", follow=True)
    assert "9 courriels partent. 1 personne est à joindre." in text_of(sent)

    factories.mails_leave(session)

    # Inès answers from her mail, Odile by telephone, Karim is silent.
    guest = app.test_client()
    link = urlsplit(answer_url(invitation_of(session, meetup, world.ines))).path
    assert guest.post(link, data={"reponse": "oui"}).status_code == 302
    odile = f"{here}/invites/{invitation_of(session, meetup, world.odile).public_id}/reponse"
    one_touch = fields_of(form_at(maud.get(here), odile))
    answered = maud.post(odile, data=one_touch | {"reponse": "oui"}, follow_redirects=True)
    said = text_of(answered)
    assert "2 réponses sur 10" in said
    assert "vient par le lien du courriel" in said
    assert "vient par téléphone, noté par l’équipe" in said

    # It moves by a week, and those who come are asked to confirm.
    preview = submit(maud, f"{here}/deplacer", day="2027-03-02", verifier="1")
    assert "9 personnes reçoivent un courriel" in text_of(preview)
    values = fields_of(form_at(preview, f"{here}/deplacer")) | {"confirmer": "1"}
    moved = maud.post(f"{here}/deplacer", data=values, follow_redirects=True)
    assert "10 courriels partent. 1 personne est à joindre." in text_of(moved)
    assert "mardi 2 mars" in text_of(moved)
    assert session.scalar(select(func.count()).select_from(Registration)) == 2

    factories.mails_leave(session)

    # It is called off: everyone is told once, the town hall too.
    cancelled = submit(maud, f"{here}/annuler", follow=True, reason="La route est coupée.")
    assert "C’est annulé. 10 courriels partent. 1 personne est à joindre." in text_of(cancelled)
    assert mailed(session) == {
        MailKind.REQUEST: 1,
        MailKind.REQUEST_ANSWERED: 1,
        MailKind.INVITATION: 9,
        MailKind.CONFIRMATION: 1,
        MailKind.UPDATE: 9,
        MailKind.PROVIDER: 1,
        MailKind.CANCELLATION: 9,
        MailKind.REQUEST_WITHDRAWN: 1,
    }
    assert meetup.title not in text_of(maud.get("/organisation"))
