"""Whom a person reaches: numbers to touch, words ready to send, an answer in one gesture, a tick."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.models import ContactChannel
from meetups.invitations import answers, services
from meetups.invitations.calls import add_call, add_provider_call
from meetups.invitations.models import Call, Invitation
from meetups.invitations.queries import guest_list
from meetups.invitations.refused import see_to_refusals
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.suspensions import suspend_address
from meetups.planning import hosting
from meetups.planning.models import Meetup
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import text_of


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Inès is mailed, Odile is to be called."""
    for person in (cast.ines, cast.odile):
        factories.invitation(session, cast.lunch, person)
    services.invite(session, cast.lunch, now=NOW)
    session.commit()
    return cast.lunch


def page(lunch: Meetup) -> str:
    return f"/organisation/rencontres/{lunch.public_id}/appels"


def call_of(session: Session) -> Call:
    return session.scalars(select(Call)).one()


def guest(session: Session, lunch: Meetup, name: str) -> Invitation:
    return next(each for each in guest_list(session, lunch) if each.professional.first_name == name)


def test_someone_without_a_mail_is_there_with_a_number_and_ready_words(
    maud: CheckingClient, session: Session, lunch: Meetup
) -> None:
    html = maud.get(page(lunch)).text
    assert "Odile" in html
    assert "Inès" not in html
    assert 'href="tel:0639980042"' in html
    code = guest(session, lunch, "Odile").short_code
    short = f"http://127.0.0.1:5000/r/{code[:3]}-{code[3:6]}-{code[6:]}"
    message = unquote(html.split('href="sms:0639980042?body=')[1].split('"')[0])
    said = message.replace("\u00a0", " ")
    assert said.startswith("Bonjour Odile, nous aimerions vous voir à ce déjeuner : « ")
    assert short in message
    assert "mardi 19 janvier à 12 h 15" in said
    assert message.endswith("Maud, Parenthèse Savoie")
    assert "Inès" not in message


def test_one_touch_notes_the_answer_and_the_call_is_over(
    maud: CheckingClient, session: Session, lunch: Meetup
) -> None:
    path = f"/organisation/rencontres/{lunch.public_id}/invites/{guest(session, lunch, 'Odile').public_id}/reponse"
    done = maud.post(path, data={"reponse": "oui", "source": "telephone", "depuis": "appels"})
    assert done.location == page(lunch)
    registration = guest(session, lunch, "Odile").registration
    assert registration is not None
    assert (registration.status, registration.source) == (RegistrationStatus.GOING, AnswerSource.TELEPHONE)
    assert call_of(session).reached_at == NOW
    html = maud.get(page(lunch)).text
    assert "Personne à joindre" in html
    assert "Déjà au courant" in html
    assert "par Maud" in html


def test_a_tick_is_noted_once_and_can_be_taken_back(maud: CheckingClient, session: Session, lunch: Meetup) -> None:
    path = f"{page(lunch)}/{call_of(session).public_id}"
    maud.post(path)
    maud.post(path)
    assert call_of(session).reached_at == NOW
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "call_ticked")).all() == [
        "call_ticked"
    ]
    maud.post(path, data={"etat": "a-joindre"})
    assert call_of(session).reached_at is None
    assert call_of(session).reached_by is None


def test_from_the_page_of_the_day_one_goes_back_there(maud: CheckingClient, session: Session, lunch: Meetup) -> None:
    call = call_of(session)
    done = maud.post(f"{page(lunch)}/{call.public_id}", data={"depuis": "aujourdhui"})
    assert done.location == f"/organisation/rencontres/{lunch.public_id}/aujourdhui#appel-{call.public_id}"


def test_another_meetup_s_call_is_unknown_here(
    maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    other = factories.meetup(session, factories.venue(session, cast.mairie, name="Autre salle"))
    session.commit()
    assert maud.post(f"{page(other)}/{call_of(session).public_id}").status_code == 404
    assert call_of(session).reached_at is None


def test_a_place_offered_by_telephone_is_held_from_the_call_on(
    maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    lunch.capacity = 1
    session.commit()
    for name in ("Inès", "Odile"):
        status = RegistrationStatus.GOING
        answers.answer(session, guest(session, lunch, name), status, source=AnswerSource.TELEPHONE, now=NOW)
    answers.answer(
        session, guest(session, lunch, "Inès"), RegistrationStatus.DECLINED, source=AnswerSource.EMAIL_LINK, now=NOW
    )
    session.commit()
    offered = session.scalars(select(Call).where(Call.reason == CallReason.OFFERED)).one()
    waiting = guest(session, lunch, "Odile").registration
    assert waiting is not None
    assert (waiting.status, waiting.offered_until) == (RegistrationStatus.OFFERED, None)
    assert "une place s’est libérée" in unquote(maud.get(page(lunch)).text)
    maud.post(f"{page(lunch)}/{offered.public_id}")
    held = guest(session, lunch, "Odile").registration
    assert held is not None
    assert held.offered_until == NOW + timedelta(hours=24)
    maud.post(f"{page(lunch)}/{offered.public_id}", data={"etat": "a-joindre"})
    again = guest(session, lunch, "Odile").registration
    assert again is not None
    assert again.offered_until is None, "nobody told her: the place waits for the call"


def test_the_tick_of_an_older_offer_taken_back_leaves_the_one_that_runs(
    maud: CheckingClient, session: Session, lunch: Meetup
) -> None:
    odile = guest(session, lunch, "Odile")
    old = add_call(session, odile, CallReason.OFFERED, now=NOW - timedelta(days=9))
    answers.answer(session, odile, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    assert odile.registration is not None
    odile.registration.status, odile.registration.source = RegistrationStatus.OFFERED, AnswerSource.WAITING_LIST
    odile.registration.offered_until = until = NOW + timedelta(hours=24)
    session.commit()
    maud.post(f"{page(lunch)}/{old.public_id}", data={"etat": "a-joindre"})
    held = guest(session, lunch, "Odile").registration
    assert held is not None
    assert held.offered_until == until


def test_a_cancelled_meetup_is_said_without_a_link(maud: CheckingClient, session: Session, lunch: Meetup) -> None:
    services.cancel(session, lunch, reason="La salle est inondée.", now=NOW)
    session.commit()
    html = unquote(maud.get(page(lunch)).text)
    assert "n’aura pas lieu. La salle est inondée. Maud" in html
    assert "/r/" not in html
    assert 'name="reponse"' not in html


def test_the_number_of_queries_does_not_grow_with_the_calls(
    maud: CheckingClient, session: Session, lunch: Meetup
) -> None:
    with recorded_statements() as few:
        maud.get(page(lunch))
    session.rollback()
    for number in range(12):
        person = factories.professional(session, f"Prénom{'abcdefghijkl'[number]}", email=None, phone="0639980042")
        factories.invitation(session, lunch, person)
    services.invite(session, lunch, now=NOW)
    session.commit()
    with recorded_statements() as many:
        maud.get(page(lunch))
    assert len(many) == len(few)


def test_a_switchboard_or_a_landline_is_called_and_not_texted(
    maud: CheckingClient, session: Session, lunch: Meetup
) -> None:
    odile = guest(session, lunch, "Odile")
    assert "sms:" in maud.get(page(lunch)).text
    session.rollback()
    odile.channel = ContactChannel.EMPLOYER
    session.commit()
    assert "sms:" not in maud.get(page(lunch)).text
    session.rollback()
    odile.channel = ContactChannel.TELEPHONE
    call_of(session).phone = "0465710012"
    session.commit()
    html = maud.get(page(lunch)).text
    assert "tel:0465710012" in html
    assert "sms:" not in html


def test_a_dead_address_is_said_and_without_a_number_what_can_be_done(
    maud: CheckingClient, session: Session, lunch: Meetup
) -> None:
    ines = guest(session, lunch, "Inès")
    ines.professional.phone = None
    suspend_address(session, "ines@sante.example", "5.1.1", now=NOW)
    add_call(session, ines, CallReason.MOVED, now=NOW)
    session.commit()
    shown = maud.get(page(lunch))
    said = text_of(shown)
    todo = "sans téléphone connu : envoyez une lettre, ou demandez une autre adresse"
    assert f"À prévenir du changement, son adresse refuse nos courriels, {todo}" in said
    assert f"/organisation/personnes/{ines.professional.public_id}/modifier" in shown.text
    moving = f"/organisation/rencontres/{lunch.public_id}/annuler"
    session.rollback()
    factories.mails_leave(session)
    session.commit()
    preview = text_of(maud.get(moving))
    assert f"{ines.professional.full_name}, son adresse refuse nos courriels, {todo}" in preview
    answering = f"/organisation/rencontres/{lunch.public_id}/invites/{ines.public_id}/reponse"
    said = text_of(maud.get(answering))
    assert f"Son adresse refuse nos courriels, {todo}" in said
    assert "L’adresse de Inès refuse nos courriels : prévenez cette personne vous-même." in said


def test_a_host_whose_mail_came_back_is_there_with_what_it_said(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.lunch.venue = None
    hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    session.execute(update(OutgoingEmail).values(state=MailState.FAILED, attempts=1))
    session.commit()
    assert see_to_refusals(session, now=NOW) == 1
    session.commit()
    assert page(cast.lunch) in maud.get(f"/organisation/rencontres/{cast.lunch.public_id}").text
    said = text_of(maud.get(page(cast.lunch)))
    why = "À joindre pour la demande de salle, son adresse refuse nos courriels"
    assert f"{cast.mairie.name} {why} Appeler 04 65 71 00 12" in said


@pytest.mark.parametrize(
    ("event", "said", "words"),
    [
        ("asked", "À joindre pour la demande de salle", "nous vous avons demandé une salle, mardi 19 janvier"),
        ("withdrawn", "À prévenir : la salle est libérée", "nous n’avons plus besoin de votre salle"),
        ("accepted", "À prévenir : la date proposée convient", "la date que vous proposez convient"),
        ("moved:1.2", "À prévenir du changement", "change : ce sera mardi 19 janvier"),
    ],
)
def test_each_news_for_a_host_has_its_words(
    maud: CheckingClient, session: Session, cast: Cast, event: str, said: str, words: str
) -> None:
    add_provider_call(session, cast.lunch, "Chez Lou", "0639980099", who="request:a", event=event, now=NOW)
    session.commit()
    shown = maud.get(page(cast.lunch))
    assert said in text_of(shown)
    assert words in unquote(shown.text).replace("\u00a0", " ")
