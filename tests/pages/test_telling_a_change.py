"""Another title or text for people who were invited: who will be told is shown before anything leaves."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, HostingRequest, Meetup, RequestStatus
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of


def edit_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/modifier"


def updates(session: Session) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.UPDATE)))


@pytest.fixture
def invited(session: Session, cast: Cast) -> Cast:
    """Inès (who comes), Karim and Odile, whose invitations left."""
    guests = [factories.invitation(session, cast.lunch, person) for person in (cast.ines, cast.karim, cast.odile)]
    invitations.invite(session, cast.lunch, now=NOW)
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    factories.mails_leave(session)
    return cast


def test_another_title_is_shown_before_it_leaves(maud: CheckingClient, session: Session, invited: Cast) -> None:
    preview = submit(maud, edit_of(invited), title="Un autre titre", why="Pour se connaître.\nEt manger.")
    said = text_of(preview)
    for words in (
        "Rien n’est encore changé.",
        "Après Un autre titre Pour se connaître. Et manger.",
        "2 personnes reçoivent un courriel , avec le rendez-vous à jour pour leur agenda",
        "Les réponses déjà données restent.",
        "Enregistrer et envoyer 2 courriels",
    ):
        assert words in said, words
    assert invited.odile.full_name not in said, "nobody is called for a title"
    assert session.get_one(Meetup, invited.lunch.id).title != "Un autre titre"
    assert updates(session) == []


def test_once_confirmed_it_is_saved_and_leaves_once(maud: CheckingClient, session: Session, invited: Cast) -> None:
    preview = submit(maud, edit_of(invited), title="Un autre titre", why="Pour se connaître.\nEt manger.")
    values = fields_of(form_at(preview, edit_of(invited))) | {"confirmer": "1"}
    done = maud.post(edit_of(invited), data=values, follow_redirects=True)
    assert "C’est enregistré. 2 courriels partent." in text_of(done)
    assert maud.post(edit_of(invited), data=values).status_code == 409, "its twin says that something changed"
    lunch = session.get_one(Meetup, invited.lunch.id)
    assert (lunch.title, lunch.why.splitlines()) == ("Un autre titre", ["Pour se connaître.", "Et manger."])
    assert len(updates(session)) == 2
    going = next(mail for mail in updates(session) if mail.recipient == "ines@sante.example")
    text = " ".join(describe(going.mime or b"").text.split())
    assert "Bonjour Inès, le programme change." in text
    assert "Votre réponse reste notée, vous n’avez rien à faire." in text


def test_going_back_keeps_what_was_typed(maud: CheckingClient, session: Session, invited: Cast) -> None:
    preview = submit(maud, edit_of(invited), title="Un autre titre")
    back = maud.post(edit_of(invited), data=fields_of(form_at(preview, edit_of(invited))) | {"revenir": "1"})
    assert back.status_code == 200
    assert fields_of(form_at(back, edit_of(invited)))["title"] == "Un autre titre"
    assert session.get_one(Meetup, invited.lunch.id).title != "Un autre titre"


def test_what_no_calendar_shows_changes_at_once(maud: CheckingClient, session: Session, invited: Cast) -> None:
    done = submit(maud, edit_of(invited), follow=True, capacity="30")
    assert "C’est enregistré." in text_of(done)
    assert session.get_one(Meetup, invited.lunch.id).capacity == 30
    assert updates(session) == []


def test_a_draft_s_host_learns_that_its_room_is_free(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    session.commit()
    done = submit(maud, edit_of(cast), follow=True, place="")
    assert "« Mairie de La Motte-Servolex » apprend par courriel que sa salle est libérée." in text_of(done)
    assert session.scalars(select(HostingRequest.status)).all() == [RequestStatus.WITHDRAWN]
    told = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == MailKind.REQUEST_WITHDRAWN)
    assert session.scalar(told) == 1
