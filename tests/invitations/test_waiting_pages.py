"""What a guest reads and taps on their page: in the line, offered a place, after the deadline, and what they need."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import needs
from meetups.invitations.answers import answer
from meetups.invitations.emails import answer_url
from meetups.invitations.errors import MealsOrdered
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.rules import AnswerChoice, AnswerSource, RegistrationStatus
from meetups.invitations.standing import ordinal
from meetups.invitations.waiting import expire_offers
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.page_checks import parse

GOING, DECLINED = RegistrationStatus.GOING, RegistrationStatus.DECLINED
WAITING, OFFERED = RegistrationStatus.WAITING, RegistrationStatus.OFFERED
DAY = timedelta(days=1)


@pytest.fixture
def ines(session: Session, cast: Cast) -> Invitation:
    """Inès is asked to a published lunch."""
    cast.lunch.status = MeetupStatus.PUBLISHED
    return factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)


@pytest.fixture
def other(session: Session, cast: Cast, ines: Invitation) -> Invitation:
    """Karim holds the only place."""
    cast.lunch.capacity = 1
    guest = factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    say(session, guest, GOING)
    return guest


def say(session: Session, guest: Invitation, status: RegistrationStatus) -> None:
    answer(session, guest, status, source=AnswerSource.EMAIL_LINK, now=NOW)


def path(guest: Invitation, choice: AnswerChoice | None = None) -> str:
    return answer_url(guest, choice).removeprefix("http://127.0.0.1:5000")


def words(page: str) -> str:
    return " ".join("".join(parse(page).itertext()).split())


def held(session: Session, guest: Invitation) -> Registration:
    return session.scalars(select(Registration).where(Registration.invitation_id == guest.id)).one()


def test_joining_the_line_is_one_tap_and_leaving_it_too(
    client: CheckingClient, session: Session, ines: Invitation, other: Invitation
) -> None:
    for _ in range(2):
        assert client.post(path(ines), data={"reponse": "oui"}).status_code == 302
    assert held(session, ines).status is WAITING
    page = words(client.get(path(ines)).text)
    assert "Vous êtes sur la liste d’attente" in page
    assert "Nous vous écrivons dès qu’une place se libère." in page
    assert "Quitter la liste d’attente" in page
    assert "Je viens" not in words(client.get(f"{path(ines)}?changer=1").text)
    client.post(path(ines), data={"reponse": "non"})
    assert held(session, ines).status is DECLINED


def test_the_page_and_the_mail_say_where_one_stands_and_that_it_may_change(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation, other: Invitation
) -> None:
    odile = factories.invitation(session, cast.lunch, cast.odile, invited_at=NOW)
    say(session, odile, GOING)
    answer(session, ines, GOING, source=AnswerSource.EMAIL_LINK, now=NOW + timedelta(minutes=1))
    assert "Vous êtes en première position pour l’instant." in words(client.get(path(odile)).text)
    said = "Vous êtes en deuxième position pour l’instant. L’ordre peut encore changer"
    assert said in words(client.get(path(ines)).text)
    mail = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.WAITING)).one()
    for version in (describe(mail.mime or b"").text, describe(mail.mime or b"").html):
        assert said in " ".join((version or "").split())


@pytest.mark.parametrize(("position", "said"), [(1, "première"), (10, "dixième"), (12, "12e")])
def test_positions_are_said_in_words_up_to_ten(position: int, said: str) -> None:
    assert ordinal(position) == said


def test_someone_without_an_address_reads_that_we_call(
    client: CheckingClient, session: Session, cast: Cast, other: Invitation
) -> None:
    odile = factories.invitation(session, cast.lunch, cast.odile, invited_at=NOW)
    say(session, odile, GOING)
    assert "Nous vous appelons dès qu’une place se libère." in words(client.get(path(odile)).text)


@pytest.mark.parametrize(("tap", "status"), [("oui", GOING), ("non", DECLINED)])
def test_a_place_offered_says_until_when_and_takes_one_tap(
    client: CheckingClient, session: Session, ines: Invitation, other: Invitation, tap: str, status: RegistrationStatus
) -> None:
    say(session, ines, GOING)
    say(session, other, DECLINED)
    page = client.get(path(ines)).text
    assert "une place s’est libérée pour vous" in words(page)
    assert "Elle vous est gardée jusqu’au mardi 24 novembre, 10 h" in words(page)
    buttons = [button.get("value") for button in parse(page).iter("button") if button.get("name") == "reponse"]
    assert buttons == ["oui", "non"]
    client.post(path(ines), data={"reponse": tap})
    assert held(session, ines).status is status


def test_the_mails_button_leads_to_the_place_offered(
    client: CheckingClient, session: Session, ines: Invitation, other: Invitation
) -> None:
    say(session, ines, GOING)
    say(session, other, DECLINED)
    assert "Confirmer : je viens" in words(client.get(path(ines, AnswerChoice.COMING)).text)
    assert held(session, ines).status is OFFERED, "reading takes nothing"


def test_a_place_that_passed_on_is_said_and_the_line_is_open_again(
    client: CheckingClient, session: Session, ines: Invitation, other: Invitation, frozen_clock: FrozenClock
) -> None:
    say(session, ines, GOING)
    say(session, other, DECLINED)
    frozen_clock.now = NOW + 3 * DAY
    factories.mails_leave(session)
    expire_offers(session, now=frozen_clock.now)
    assert "passée à la personne suivante" in words(client.get(path(ines)).text)
    client.post(path(ines), data={"reponse": "oui"})
    assert held(session, ines).status is GOING, "nobody else waited"


def test_after_the_deadline_the_page_says_to_call_and_offers_what_is_left(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    cast.lunch.answer_by = NOW
    page = client.get(path(ines)).text
    assert "Les repas sont commandés : pour prendre une place, appelez l’équipe." in words(page)
    buttons = [button.get("value") for button in parse(page).iter("button") if button.get("name") == "reponse"]
    assert buttons == ["peut-etre", "non"]
    refused = client.post(path(ines), data={"reponse": "oui"})
    assert refused.status_code == 409
    assert "Les repas sont commandés" in words(refused.text)
    assert session.scalars(select(Registration)).all() == []


def test_needs_are_written_after_yes_and_kept_out_of_every_mail(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    assert 'name="besoins"' not in client.get(path(ines)).text
    client.post(path(ines), data={"reponse": "oui"})
    assert 'name="besoins"' in client.get(path(ines)).text
    response = client.post(path(ines), data={"besoins": "1", "needs": " Sans arachide.\n"})
    assert response.status_code == 302
    assert held(session, ines).needs == "Sans arachide."
    page = client.get(response.headers["Location"]).text
    assert "Sans arachide." in page
    assert "C’est noté." in words(page)
    client.post(path(ines), data={"reponse": "peut-etre"})
    assert held(session, ines).needs == "Sans arachide.", "they may still come"
    for mail in session.scalars(select(OutgoingEmail)):
        read = describe(mail.mime or b"")
        assert "arachide" not in f"{read.text}{read.html}{read.calendar!r}"


def test_needs_of_someone_who_does_not_come_are_forgotten(
    client: CheckingClient, session: Session, ines: Invitation
) -> None:
    client.post(path(ines), data={"reponse": "oui"})
    client.post(path(ines), data={"besoins": "1", "needs": "Fauteuil."})
    client.post(path(ines), data={"reponse": "non"})
    client.post(path(ines), data={"besoins": "1", "needs": "Fauteuil."})
    assert held(session, ines).needs == ""


def test_after_the_deadline_needs_are_read_and_a_person_changes_them(
    client: CheckingClient, session: Session, cast: Cast, ines: Invitation
) -> None:
    client.post(path(ines), data={"reponse": "oui"})
    client.post(path(ines), data={"besoins": "1", "needs": "Fauteuil."})
    cast.lunch.answer_by = NOW
    page = client.get(path(ines)).text
    assert "Fauteuil." in words(page)
    assert "pour changer quelque chose, appelez l’équipe" in words(page)
    refused = client.post(path(ines), data={"besoins": "1", "needs": "Sans sel."})
    assert refused.status_code == 409
    assert "Sans sel." in refused.text, "what was typed stays"
    with pytest.raises(MealsOrdered):
        needs.note_needs(session, ines, "Sans sel.", source=AnswerSource.EMAIL_LINK, now=NOW)
    needs.note_needs(session, ines, "Sans sel.", source=AnswerSource.TELEPHONE, now=NOW)
    assert held(session, ines).needs == "Sans sel."


def test_a_text_about_someone_cared_for_is_read_twice(
    client: CheckingClient, session: Session, ines: Invitation
) -> None:
    client.post(path(ines), data={"reponse": "oui"})
    text = "Avec Mme Durand, née le 12/03/1941"
    warned = client.post(path(ines), data={"besoins": "1", "needs": text})
    assert warned.status_code == 422
    assert "semble parler d’une personne soignée" in words(warned.text)
    assert held(session, ines).needs == ""
    (again,) = (button for button in parse(warned.text).iter("button") if button.get("name") == "relu")
    client.post(path(ines), data={"besoins": "1", "needs": text, "relu": again.get("value") or ""})
    assert held(session, ines).needs == text


def test_a_long_text_is_refused_and_kept_on_the_page(
    client: CheckingClient, session: Session, ines: Invitation
) -> None:
    client.post(path(ines), data={"reponse": "oui"})
    refused = client.post(path(ines), data={"besoins": "1", "needs": "é" * 501})
    assert refused.status_code == 422
    assert "é" * 501 in refused.text


def test_needs_go_the_day_after(session: Session, cast: Cast, ines: Invitation) -> None:
    say(session, ines, GOING)
    needs.note_needs(session, ines, "Fauteuil.", source=AnswerSource.EMAIL_LINK, now=NOW)
    for hours, left in ((0, "Fauteuil."), (10, "Fauteuil."), (13, "")):
        needs.forget_needs(session, now=LUNCH + timedelta(hours=hours))
        session.expire_all()
        assert held(session, ines).needs == left


def test_another_colleague_may_come_instead_from_the_same_page(
    client: CheckingClient, session: Session, ines: Invitation
) -> None:
    client.post(path(ines), data={"reponse": "collegue", "first_name": "Rosa", "phone": "0639980012"})
    page = client.get(f"{path(ines)}?changer=1").text
    assert "Une autre personne vient à ma place" in words(page)
    form = client.get(path(ines, AnswerChoice.COLLEAGUE))
    assert 'name="first_name"' in form.text
    client.post(path(ines), data={"reponse": "collegue", "first_name": "Paul", "phone": "0639980013"})
    names = session.scalars(
        select(Invitation).where(Invitation.instead_of_id == ines.id, Invitation.withdrawn_at.is_(None))
    ).all()
    assert [guest.professional.first_name for guest in names] == ["Paul"]
